"""The document of the API: as it is kept, complete, and with one shape for whatever is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.openapi import FILE, document_text
from api.security.limits import RequestLimits
from api.web.described import Problem
from tests.api.http.serving import Site
from tests.workflow.offices import KASI

DOCUMENT: dict[str, Any] = json.loads(document_text())
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def test_the_kept_document_is_that_of_the_app() -> None:
    kept = FILE.read_text(encoding="utf-8")
    assert kept == document_text(), "openapi.json is not up to date: run `python -m api.openapi`"


def test_the_app_serves_the_same_document(shared: Site) -> None:
    served = shared.as_(None).get("/openapi.json").json()
    served["components"]["securitySchemes"]["session"]["name"] = "__Host-titip"
    assert served == DOCUMENT


def test_every_operation_has_a_name_of_its_own_a_sentence_and_a_tag() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "." not in name or name.startswith("other.")]
    assert not [where for where, one in OPERATIONS if not one["summary"].rstrip().endswith((".", ":"))]
    known = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tag for _, operation in OPERATIONS for tag in operation["tags"]} == known


def test_whatever_is_refused_has_one_shape() -> None:
    shape = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert {"Problem", "Fault"} <= set(DOCUMENT["components"]["schemas"])
    for where, operation in OPERATIONS:
        refusals = {status: one for status, one in operation["responses"].items() if status >= "400"}
        assert "503" in refusals, where
        for refusal in refusals.values():
            name = refusal["$ref"].rpartition("/")[2]
            assert DOCUMENT["components"]["responses"][name]["content"] == shape


def test_whatever_is_refused_says_so_in_that_shape(shared: Site) -> None:
    kasi = shared.as_(KASI)
    refusals = [
        kasi.get("/nix"),
        kasi.send("PATCH", "/me"),
        kasi.get("/cases?limit=0"),
        kasi.get("/rooms/nowhere"),
        kasi.post("/cases/PS-2026-0001/claims"),
        kasi.put("/rooms/-x", files={"file": ("x.zip", b"no zip")}),
        kasi.post("/files", content=b"x" * (RequestLimits().upload_bytes + 1)),
        shared.as_(None).get("/me"),
        kasi.get("/me", headers={"Authorization": "Bearer nonsense"}),
        kasi.post("/tokens", headers={"Sec-Fetch-Site": "cross-site"}),
    ]
    for answer in refusals:
        assert answer.headers["content-type"] == "application/problem+json"
        told = Problem.model_validate(answer.json())
        assert told.status == answer.status_code
    statuses = [answer.status_code for answer in refusals]
    assert statuses == [404, 405, 422, 404, 428, 422, 413, 401, 401, 403]


def test_unsafe_operations_on_cases_ask_for_the_version_seen() -> None:
    for where, operation in OPERATIONS:
        if "/cases/{case}/" in where and not where.startswith("GET") and "letters" not in where:
            asked = {one["name"]: one["required"] for one in operation["parameters"]}
            assert asked["if-match"] is True, where
            assert asked["idempotency-key"] is False, where


@pytest.mark.parametrize("name", ["", "/start.js", "/swagger-ui.css", "/swagger-ui-bundle.js"])
def test_swagger_ui_comes_from_the_package_under_the_sites_own_policy(shared: Site, name: str) -> None:
    answer = shared.as_(None).get(f"/api/docs{name}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    if not name:
        assert "<script>" not in answer.text
        assert "https:" not in answer.text
        assert 'data-url="/api/v1/openapi.json"' in answer.text
