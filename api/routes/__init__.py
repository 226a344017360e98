"""The routes, one file for each kind of thing."""

from fastapi import APIRouter

from api.routes.case_commands import router as case_commands
from api.routes.files import router as files

ROUTERS: tuple[APIRouter, ...] = (case_commands, files)
