"""A service with the office, a room and cases, whose pages are asked for over HTTP."""

from __future__ import annotations

from tests.api.http.conftest import populated, shared, site
from tests.workflow.conftest import file_template

__all__ = ["file_template", "populated", "shared", "site"]
