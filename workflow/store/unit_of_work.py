"""One transaction: everything of it is kept, or nothing. Only `commit` keeps, and only handlers call it."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from workflow.conflicts import StoreFault
from workflow.store.accounts import StoredAccounts
from workflow.store.cases import StoredCases
from workflow.store.chain import ChainedLog
from workflow.store.drafts import StoredDrafts
from workflow.store.files import StoredFiles
from workflow.store.jobs import StoredJobs
from workflow.store.keys import StoredKeys
from workflow.store.letters import StoredLetters
from workflow.store.lists import StoredLists
from workflow.store.occupancy import StoredOccupancy
from workflow.store.office import StoredOffice
from workflow.store.rooms import StoredRooms
from workflow.store.scenarios import StoredScenarios
from workflow.store.service import StoredComputations, StoredLetterCodes, StoredNotifications
from workflow.store.session import RoomCache, Session
from workflow.store.tasks import Inbox
from workflow.store.translate import translated


class SqlUnitOfWork:
    """See `workflow.ports.UnitOfWork`.

    Locks are taken in one order, so that writers wait for each other but never in a ring: the case
    (as it is read), the room, and last, at the commit, the head of the audit log. Whoever takes them in
    another order may meet `Busy`.
    """

    def __init__(self, connection: Connection, cache: RoomCache, *, writes: bool) -> None:
        self._connection = connection
        self.session = Session(connection, cache, writes=writes)
        self.rooms = StoredRooms(self.session)
        self.occupancy = StoredOccupancy(self.session, self.rooms)
        self.cases = StoredCases(self.session)
        self.log = ChainedLog(self.session)
        self.tasks = Inbox(self.session)
        self.files = StoredFiles(self.session)
        self.jobs = StoredJobs(self.session)
        self.keys = StoredKeys(self.session)
        self.computations = StoredComputations(self.session)
        self.notifications = StoredNotifications(self.session)
        self.letter_codes = StoredLetterCodes(self.session)
        self.letters = StoredLetters(self.session)
        self.lists = StoredLists(self.session)
        self.drafts = StoredDrafts(self.session)
        self.office = StoredOffice(self.session)
        self.accounts = StoredAccounts(self.session)
        self.scenarios = StoredScenarios(self.session)

    def commit(self) -> None:
        """Write the log's new entries and commit. When this returns, all of it is on the disk."""
        if not self.session.writes:
            raise StoreFault("A reading unit of work has nothing to commit.", "database")
        if self.session.ended:
            raise StoreFault("The unit of work has ended.", "database")
        self.keys.check()
        self.log.write()
        try:
            self._connection.commit()
        except SQLAlchemyError as error:
            self._give_up()
            raise translated(error) from error
        finally:
            self.session.ended = True

    def _give_up(self) -> None:
        """Leave no transaction open after a commit that failed: the next unit would find itself in it.

        Closing alone does not end it at once: SQLite keeps its lock until the last cursor is gone, and one
        that is part of an error's traceback may stay for a while.
        """
        with suppress(SQLAlchemyError, self._connection.dialect.loaded_dbapi.Error):
            self._connection.connection.rollback()
        self._connection.invalidate()

    def end(self) -> None:
        """Nothing more is done in this unit."""
        self.session.ended = True
