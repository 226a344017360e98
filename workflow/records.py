"""Events and cases as plain data for a store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.events import EVENTS, Event
from workflow.plain import from_plain, to_plain
from workflow.state import Case

_BY_NAME: Mapping[str, type[Event]] = {kind.__name__: kind for kind in EVENTS}


def event_to_plain(event: Event) -> dict[str, Any]:
    """The event as a mapping; ``event`` holds its name."""
    return {"event": type(event).__name__, **to_plain(event)}


def event_from_plain(node: Mapping[str, Any], file: str = "events") -> Event:
    """The event that a mapping describes. Raises BadInput, and KeyError for an event that is not known."""
    kind = _BY_NAME[node["event"]]
    return from_plain(kind, {key: value for key, value in node.items() if key != "event"}, file)


def case_to_plain(case: Case) -> dict[str, Any]:
    """The state of a case as a mapping."""
    plain: dict[str, Any] = to_plain(case)
    return plain


def case_from_plain(node: Mapping[str, Any], file: str = "cases") -> Case:
    """The state that a mapping describes. Raises BadInput."""
    return from_plain(Case, node, file)
