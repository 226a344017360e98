"""titip serve: the HTTP service, with a worker inside unless told otherwise."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import uvicorn

from api.app import make_app
from api.commands.setup import install_shipped
from api.security.gate import Gate
from api.security.passwords import Passwords
from api.security.sessions import cookie_for
from api.settings import URL, Settings, bad_setting, read_settings
from api.store import open_store
from api.trust import desk_of
from api.web.collector import set_collector
from api.web.given import Services, clock_time
from api.work import QUEUES, handlers, set_timers
from capacity.errors import TitipError
from capacity.reading.catalogue import Catalogue, read_catalogue
from workflow.ports import Store, UnitOfWork
from workflow.worker import Outcome, Worker

_log = logging.getLogger("titip")
STOP_S = 20  # how long requests under way have to end


def run_serve(host: str, port: int, *, with_worker: bool) -> int:
    """Serve until SIGTERM or SIGINT, which let requests and the job at hand be finished; 0.

    An empty database is made first, and one of an older Titip brought up to date. Raises BadInput for
    settings that do not go together, NotStored for a database of a newer Titip.
    """
    settings = read_settings()
    catalogue = read_catalogue()
    set_collector()
    with open_store(settings, make=True) as store:
        store.run(install_shipped)
        services = services_of(settings, store, catalogue)
        app = make_app(services, origins=(settings.url,))
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="info",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_S,
            # The address of whoever asks comes from a proxy only where it stands on this machine.
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1,::1",
        )
        with _worker(settings, store, catalogue) if with_worker else _nothing():
            uvicorn.Server(config).run()
    return 0


def services_of(settings: Settings, store: Store, catalogue: Catalogue) -> Services:
    """What the app is made of. Raises BadInput for an address without TLS that is not this machine's."""
    address = urlsplit(settings.url)
    try:
        cookie = cookie_for(address.scheme, address.hostname or "")
    except ValueError as error:
        raise bad_setting(
            URL, f"{error}.", "Give an https address, with a proxy that holds the key."
        ) from None
    with store.read() as unit:
        zone = ZoneInfo(unit.office.calendar().zone)
    gate = Gate(store, Passwords(), zone=zone)
    return Services(settings, store, desk_of(settings, store, catalogue), gate, cookie)


@contextmanager
def _worker(settings: Settings, store: Store, catalogue: Catalogue) -> Iterator[None]:
    """A worker in a thread of its own, for as long as the service runs."""

    def set_all(unit: UnitOfWork) -> None:
        set_timers(unit, clock_time())
        unit.commit()

    store.run(set_all)
    known = handlers(settings, catalogue)
    worker = Worker(store, known, QUEUES, tell=_tell, trouble=_trouble)
    thread = threading.Thread(target=worker.run, name="worker")
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join()


def _tell(outcome: Outcome) -> None:
    if outcome.result == "failed":
        _log.warning("a job (%s) failed: %s", outcome.job.kind, outcome.error)


def _trouble(error: TitipError) -> None:
    _log.warning("the worker cannot reach the store: %s", error)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
