"""The routes, one file for each kind of thing."""

from fastapi import APIRouter

from api.routes.case_commands import router as case_commands
from api.routes.cases import router as cases
from api.routes.checks import router as checks
from api.routes.computations import router as computations
from api.routes.files import router as files
from api.routes.rooms import router as rooms

ROUTERS: tuple[APIRouter, ...] = (cases, case_commands, checks, computations, files, rooms)
