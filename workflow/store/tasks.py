"""The inbox: one open task per case, for the officials with some roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Row, and_, delete, insert, or_, select, update

from workflow.conflicts import AlreadyClaimed
from workflow.kept import Task
from workflow.state import Case
from workflow.store.session import Session
from workflow.store.tables.cases import task, task_role


class Inbox:
    """See `workflow.ports.Tasks`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self, case: Case, roles: Sequence[str]) -> None:
        """Close what is not the case's open step, and keep that."""
        step = case.step
        others = and_(task.c.case_name == case.name, task.c.status == "open")
        if step is not None:
            others = and_(others, task.c.visit != step.visit)
        self._session.execute(update(task).where(others).values(status="closed"))
        if step is None:
            return
        key = {"case_name": case.name, "visit": step.visit}
        values = {
            "step": step.no,
            "agency": case.agency,
            "since": step.since,
            "due": step.due,
            "holder": step.holder,
        }
        found = update(task).where(task.c.case_name == case.name, task.c.visit == step.visit)
        if self._session.execute(found.values(**values)).rowcount == 0:
            self._session.execute(insert(task).values(**key, **values, status="open"))
        self._give(case.name, step.visit, set(roles))

    def _give(self, case: str, visit: int, roles: set[str]) -> None:
        """Have the task lie in the inboxes of these roles; another version of a procedure may name others."""
        mine = and_(task_role.c.case_name == case, task_role.c.visit == visit)
        before = set(self._session.execute(select(task_role.c.role).where(mine)).scalars())
        if gone := before - roles:
            self._session.execute(delete(task_role).where(mine, task_role.c.role.in_(sorted(gone))))
        if new := roles - before:
            rows = [{"case_name": case, "visit": visit, "role": role} for role in sorted(new)]
            self._session.execute(insert(task_role), rows)

    def claim(self, case: str, visit: int, person: str) -> None:
        """Take a task; again for its holder is no harm. Raises AlreadyClaimed."""
        free = or_(task.c.holder.is_(None), task.c.holder == person)
        where = and_(task.c.case_name == case, task.c.visit == visit, task.c.status == "open", free)
        if self._session.execute(update(task).where(where).values(holder=person)).rowcount != 1:
            raise AlreadyClaimed("Somebody else has the task, or it is closed.", case)

    def inbox(self, roles: Collection[str], person: str | None = None) -> tuple[Task, ...]:
        """Open tasks of the roles by due date, without those that somebody else holds."""
        mine = select(task_role.c.role).where(
            task_role.c.case_name == task.c.case_name,
            task_role.c.visit == task.c.visit,
            task_role.c.role.in_(sorted(roles)),
        )
        where = and_(task.c.status == "open", mine.exists())
        if person is not None:
            where = and_(where, or_(task.c.holder.is_(None), task.c.holder == person))
        order = (task.c.due.is_(None), task.c.due, task.c.case_name)
        return self._tasks(self._session.execute(select(task).where(where).order_by(*order)))

    def of_case(self, case: str) -> Task | None:
        """The open task of a case."""
        where = and_(task.c.case_name == case, task.c.status == "open")
        found = self._tasks(self._session.execute(select(task).where(where)))
        return found[0] if found else None

    def _tasks(self, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[Task, ...]:
        found = list(rows)
        roles: dict[tuple[str, int], list[str]] = {}
        names = sorted({row.case_name for row in found})
        asked = select(task_role).where(task_role.c.case_name.in_(names)).order_by(task_role.c.role)
        for row in self._session.execute(asked) if names else ():
            roles.setdefault((row.case_name, row.visit), []).append(row.role)
        return tuple(
            Task(
                case=row.case_name,
                visit=row.visit,
                step=row.step,
                agency=row.agency,
                roles=tuple(roles.get((row.case_name, row.visit), ())),
                since=row.since,
                due=row.due,
                holder=row.holder,
            )
            for row in found
        )
