"""The routes, one file for each kind of thing."""

from fastapi import APIRouter

from api.routes.accounts import router as accounts
from api.routes.audit import router as audit
from api.routes.calendar import router as calendar
from api.routes.case_commands import router as case_commands
from api.routes.cases import router as cases
from api.routes.checks import router as checks
from api.routes.computations import router as computations
from api.routes.figures import router as figures
from api.routes.files import router as files
from api.routes.letters import router as letters
from api.routes.me import router as me
from api.routes.notifications import router as notifications
from api.routes.office import router as office
from api.routes.procedures import router as procedures
from api.routes.rooms import router as rooms
from api.routes.scenarios import router as scenarios
from api.routes.sessions import router as sessions
from api.routes.tables import router as tables

ROUTERS: tuple[APIRouter, ...] = (
    sessions,
    me,
    accounts,
    cases,
    case_commands,
    letters,
    files,
    rooms,
    checks,
    computations,
    tables,
    scenarios,
    office,
    procedures,
    calendar,
    notifications,
    figures,
    audit,
)
