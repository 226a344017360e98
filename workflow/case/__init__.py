"""The case as a pure state machine over the table of its procedure.

`open_case` and `apply` turn a command and facts into events; `replay` turns events into the state. No
clock, no database, no look-up: whatever else is needed comes in as `workflow.facts.Facts`.
"""

from workflow.case.apply import HANDLERS, Applied, apply, open_case
from workflow.case.evolve import evolve, replay
from workflow.case.moving import hindrances

__all__ = ["HANDLERS", "Applied", "apply", "evolve", "hindrances", "open_case", "replay"]
