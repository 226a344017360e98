"""Carries out what people ask of cases: one command, one transaction, everything of it or nothing.

`Desk` is the door. A command's papers are looked up, the facts that the case needs are gathered from the
store, the case decides (`workflow.case`), and what it decided is kept and carried out: state, log, inbox,
places, timers, mail.
"""

from workflow.handling.desk import Desk, Done
from workflow.handling.filing import Filing
from workflow.handling.together import file_draft

__all__ = ["Desk", "Done", "Filing", "file_draft"]
