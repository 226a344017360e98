"""Requests made up from the document, as three roles: nothing fails, every answer is as the document says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.specs.openapi import checks as of_documents

from api.app import routes
from tests.api.http.asked import FIXED, THINGS
from tests.api.http.serving import Site, copied, site_on
from tests.workflow.offices import ADMIN, ASKER, KASI

ROUTES = sorted(routes())
NAMES = FIXED | {name: things["own"] for name, things in THINGS.items()}
CHECKS = [
    checks.not_a_server_error,
    of_documents.status_code_conformance,
    of_documents.content_type_conformance,
    of_documents.response_headers_conformance,
    of_documents.response_schema_conformance,
    of_documents.negative_data_rejection,
]


@pytest.fixture(scope="module")
def fuzzed(populated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site in which anything may happen."""
    with site_on(copied(populated, tmp_path_factory.mktemp("fuzzed"))) as one:
        yield one


@pytest.fixture(scope="module")
def operations(fuzzed: Site) -> dict[str, Any]:
    """The operations of its document, by route."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", fuzzed.app)
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{one.method.upper()} {one.path}": one for one in found}


def fuzz(site: Site, operation: Any, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=operation.as_strategy(), person=st.sampled_from([KASI, ASKER, ADMIN]), known=st.booleans())
    def ask(case: Any, person: str, known: bool) -> None:
        if known:
            # Names that are there, and the version that is there: else all would end at the door.
            case.path_parameters.update({k: v for k, v in NAMES.items() if k in case.path_parameters})
            if "if-match" in (case.headers or {}) and "case" in case.path_parameters:
                case.headers["if-match"] = site.version()
        headers = dict(site.as_(person).headers)
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


@pytest.mark.parametrize("route", ROUTES)
def test_no_request_makes_it_fail(fuzzed: Site, operations: dict[str, Any], route: str) -> None:
    fuzz(fuzzed, operations[route], 3)


@pytest.mark.soak
@pytest.mark.parametrize("route", ROUTES)
def test_no_request_of_many_makes_it_fail(fuzzed: Site, operations: dict[str, Any], route: str) -> None:
    fuzz(fuzzed, operations[route], 30)
