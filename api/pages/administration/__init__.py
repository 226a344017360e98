"""What an administrator keeps, and an auditor reads: people, accounts, calendar, rooms, audit log, mails."""

from fastapi import APIRouter

from api.pages.administration.accounts import router as accounts
from api.pages.administration.audit import router as audit
from api.pages.administration.calendar import router as calendar
from api.pages.administration.hub import router as hub
from api.pages.administration.mail import router as mail
from api.pages.administration.people import router as people
from api.pages.administration.rooms import router as rooms

ROUTERS: tuple[APIRouter, ...] = (hub, people, accounts, calendar, rooms, audit, mail)
