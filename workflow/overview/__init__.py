"""Cases as they are read: what waits for a person, the register, a case's timeline, the office's figures.

Everything here asks one reading unit of work and changes nothing.
"""

from workflow.overview.figures import Figure, Figures, figures
from workflow.overview.inbox import Waiting, inbox, initials_wanted
from workflow.overview.looking import Looking
from workflow.overview.standing import Held, Row, held, register, row, rows
from workflow.overview.timeline import Happening, as_agency_sees, timeline
from workflow.overview.visits import Visit, steps_of

__all__ = [
    "Figure",
    "Figures",
    "Happening",
    "Held",
    "Looking",
    "Row",
    "Visit",
    "Waiting",
    "as_agency_sees",
    "figures",
    "held",
    "inbox",
    "initials_wanted",
    "register",
    "row",
    "rows",
    "steps_of",
    "timeline",
]
