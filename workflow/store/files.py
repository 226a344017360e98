"""Files by the hash of their content: papers, the files of rooms, requests and analyses."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from workflow.conflicts import NotStored
from workflow.kept import StoredFile
from workflow.media_types import media_type
from workflow.store.session import Session
from workflow.store.tables.cases import stored_file


class StoredFiles:
    """See `workflow.ports.Files`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, content: bytes, at: datetime) -> StoredFile:
        """Keep a file; the same content is kept once."""
        kept = StoredFile(sha256(content).hexdigest(), len(content), media_type(content))
        self._session.execute(
            self._session.insert(stored_file)
            .values(
                sha256=kept.sha256,
                size_bytes=kept.size_bytes,
                media_type=kept.media_type,
                content=content,
                stored_at=at,
            )
            .on_conflict_do_nothing()
        )
        return kept

    def get(self, sha256: str) -> tuple[StoredFile, bytes]:
        """A file. Raises NotStored."""
        found = select(stored_file.c.content).where(stored_file.c.sha256 == sha256)
        return self.about(sha256), bytes(self._session.execute(found).scalar_one())

    def about(self, sha256: str) -> StoredFile:
        """A file without its content. Raises NotStored."""
        known = stored_file.c
        found = select(known.sha256, known.size_bytes, known.media_type).where(known.sha256 == sha256)
        row = self._session.execute(found).one_or_none()
        if row is None:
            raise NotStored("There is no such file.", sha256[:12])
        return StoredFile(row.sha256, row.size_bytes, row.media_type)
