"""Cases as they are read: what waits for a person, the register, a case's timeline, the office's figures.

Everything here asks one reading unit of work and changes nothing.
"""

from workflow.overview.inbox import Waiting, inbox, initials_wanted
from workflow.overview.looking import Looking
from workflow.overview.standing import Held, Row, held, register, row

__all__ = ["Held", "Looking", "Row", "Waiting", "held", "inbox", "initials_wanted", "register", "row"]
