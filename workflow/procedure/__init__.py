"""The procedure as data: read from a file, checked, published under a hash, compared with another version."""

from workflow.procedure.checks import CHECKS, problems_of
from workflow.procedure.differences import Difference, differences
from workflow.procedure.duration import Duration
from workflow.procedure.reading import read_procedure, shipped
from workflow.procedure.values import (
    Actor,
    Authority,
    Closing,
    Head,
    Initials,
    Outcome,
    Paper,
    Path,
    Procedure,
    Step,
    Text,
)
from workflow.procedure.version import AlteredVersion, Published, publish, restore
from workflow.procedure.walks import usual_walk

__all__ = [
    "CHECKS",
    "Actor",
    "AlteredVersion",
    "Authority",
    "Closing",
    "Difference",
    "Duration",
    "Head",
    "Initials",
    "Outcome",
    "Paper",
    "Path",
    "Procedure",
    "Published",
    "Step",
    "Text",
    "differences",
    "problems_of",
    "publish",
    "read_procedure",
    "restore",
    "shipped",
    "usual_walk",
]
