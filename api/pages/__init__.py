"""The pages: server-rendered, one file for each kind, templates in `api/templates/`.

What a page may show and do is decided where the JSON API decides it: `api.security.access`, the shapes
of `api.routes`, and the desk. A form is answered with a way on to a page, so that nothing is sent twice.
"""

from fastapi import APIRouter

from api.pages.acting import router as acting
from api.pages.administration import ROUTERS as ADMINISTRATION
from api.pages.analysis import router as analysis
from api.pages.assets import router as assets
from api.pages.cases import router as cases
from api.pages.chain import router as chain
from api.pages.comparison import router as comparison
from api.pages.devices import router as devices
from api.pages.draft_parts import router as draft_parts
from api.pages.drafts import router as drafts
from api.pages.figures import router as figures
from api.pages.forecasts import router as forecasts
from api.pages.headrooms import router as headrooms
from api.pages.history import router as history
from api.pages.home import router as home
from api.pages.letters import router as letters
from api.pages.notifications import router as notifications
from api.pages.planner import router as planner
from api.pages.ports import router as ports
from api.pages.procedures import router as procedures
from api.pages.register import router as register
from api.pages.requests import router as requests
from api.pages.rooms import router as rooms
from api.pages.scenario_builder import router as scenario_builder
from api.pages.scenarios import router as scenarios
from api.pages.searching import router as searching
from api.pages.sending import router as sending
from api.pages.session import router as session
from api.pages.spreadsheets import router as spreadsheets
from api.pages.verification import router as verification
from api.pages.work import router as work

#: What takes a name from the address comes after what stands at an address of its own.
PAGES: tuple[APIRouter, ...] = (
    assets,
    verification,
    session,
    home,
    register,
    searching,
    figures,
    letters,
    notifications,
    procedures,
    *ADMINISTRATION,
    requests,
    sending,
    spreadsheets,
    drafts,
    draft_parts,
    cases,
    analysis,
    acting,
    rooms,
    planner,
    headrooms,
    history,
    ports,
    devices,
    chain,
    work,
    scenario_builder,
    scenarios,
    comparison,
    forecasts,
)
