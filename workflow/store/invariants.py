"""What must hold of the stored data whatever happened: one query each, which finds what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import text

from workflow.store.session import Session

MOST_SHOWN = 20

# Name -> the query; each row names what is wrong. The queries run on both databases as they are.
INVARIANTS: Mapping[str, str] = MappingProxyType(
    {
        "two things take the same units": """
            SELECT a.name, b.name FROM occupancy a JOIN occupancy b ON a.rack_id = b.rack_id AND a.id < b.id
            WHERE a.status = 'live' AND b.status = 'live'
            AND a.start_hu < b.end_hu AND b.start_hu < a.end_hu
            AND a.face_from < b.face_to AND b.face_from < a.face_to AND NOT (a.exempt AND b.exempt)""",
        "a thing stands in a rack of another room": """
            SELECT o.name FROM occupancy o JOIN rack r ON r.id = o.rack_id WHERE r.room_id <> o.room_id""",
        "a case holds an item twice": """
            SELECT case_name, item FROM occupancy
            WHERE status = 'live' AND kind = 'hold' AND case_name IS NOT NULL AND item IS NOT NULL
            GROUP BY case_name, item HAVING count(*) > 1""",
        "a loaded thing belongs to a case": """
            SELECT name FROM occupancy WHERE source = 'imported' AND case_name IS NOT NULL""",
        "a firm place has lapsed": """
            SELECT name FROM occupancy WHERE status = 'lapsed' AND expires IS NULL""",
        "a place lapsed before it expired": """
            SELECT name FROM occupancy WHERE status = 'lapsed' AND ended_at < expires""",
        "a counter differs from what is taken": """
            SELECT c.what, c.name FROM counter c WHERE c.used <> c.others + coalesce((
                SELECT sum(m.amount) FROM amount m JOIN occupancy o ON o.id = m.occupancy_id
                WHERE o.room_id = c.room_id AND o.status = 'live' AND m.what = c.what AND m.name = c.name
            ), 0)""",
        "something is taken that is not counted": """
            SELECT DISTINCT o.name, m.what, m.name FROM amount m JOIN occupancy o ON o.id = m.occupancy_id
            WHERE o.status = 'live' AND NOT EXISTS (
                SELECT 1 FROM counter c WHERE c.room_id = o.room_id AND c.what = m.what AND c.name = m.name
            )""",
        "more is taken than there is": """
            SELECT what, name FROM counter WHERE used > bound OR bound < capacity
            OR (bound IS NULL) <> (capacity IS NULL)""",
        "a room has no files of its version": """
            SELECT r.name FROM room r WHERE NOT EXISTS (
                SELECT 1 FROM room_file f WHERE f.room_id = r.id AND f.number = r.number
            )""",
        "a case is not at the version of its events": """
            SELECT c.name FROM case_file c WHERE c.version <> coalesce((
                SELECT max(e.number) FROM event e WHERE e.stream = 'case' AND e.name = c.name
            ), 0)""",
        "events of a case are missing": """
            SELECT name FROM event WHERE stream = 'case' GROUP BY name
            HAVING count(number) <> max(number) OR min(number) <> 1""",
        "events tell of a case that is not there": """
            SELECT DISTINCT e.name FROM event e WHERE e.stream = 'case'
            AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.name = e.name)""",
        "the head of the audit log is not its last entry": """
            SELECT h.seq FROM chain_head h WHERE h.seq <> (SELECT coalesce(max(seq), 0) FROM event)
            OR (h.seq > 0 AND h.sha256 <> (SELECT e.sha256 FROM event e WHERE e.seq = h.seq))""",
        "the audit log has no head": """
            SELECT count(*) FROM chain_head HAVING count(*) <> 1""",
        "an open case has no task": """
            SELECT c.name FROM case_file c WHERE c.status = 'open' AND NOT EXISTS (
                SELECT 1 FROM task t WHERE t.case_name = c.name AND t.status = 'open' AND t.step = c.step
            )""",
        "a closed case has an open task": """
            SELECT c.name FROM case_file c JOIN task t ON t.case_name = c.name
            WHERE c.status <> 'open' AND t.status = 'open'""",
        "a case that was withdrawn or cancelled holds a place": """
            SELECT c.name FROM case_file c JOIN occupancy o ON o.case_name = c.name
            WHERE c.status IN ('withdrawn', 'cancelled') AND o.status = 'live' AND o.kind = 'hold'""",
        "a number of a register of letters is missing": """
            SELECT r.name, r.year, r.last FROM register r
            WHERE EXISTS (SELECT 1 FROM letter l WHERE l.register = r.name)
            AND r.last <> (
                SELECT count(*) FROM letter l
                WHERE l.register = r.name AND l.year = r.year AND l.count <= r.last
            )""",
        "a job has been tried more often than it may": """
            SELECT id FROM job WHERE attempts > most_attempts""",
        "a job ended at no time, or is to be done though it ended": """
            SELECT id FROM job WHERE (state IN ('done', 'dead')) <> (ended_at IS NOT NULL)""",
        "an idempotency key has no answer": """
            SELECT key FROM request_key WHERE answer IS NULL""",
        "a session or token outlived a change of its account": """
            SELECT a.person FROM account a JOIN session s ON s.person = a.person
            WHERE a.disabled OR s.created < a.changed_at
            UNION SELECT a.person FROM account a JOIN api_token t ON t.person = a.person
            WHERE a.disabled OR t.created < a.changed_at""",
    }
)


def faults(session: Session) -> Iterator[str]:
    """A sentence for every contradiction, the first `MOST_SHOWN` of each kind."""
    for name, query in INVARIANTS.items():
        for row in session.execute(text(f"SELECT * FROM ({query}) AS found LIMIT {MOST_SHOWN}")):
            yield f"{name}: {' '.join(map(str, row))}"
