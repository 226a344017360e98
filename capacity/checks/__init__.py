"""Named consistency checks of a room: what is broken or odd in it today, each with advice.

One module per concern. A check yields `Finding`s; `run_checks` runs them all and puts the findings in order.
"""

from __future__ import annotations

from capacity.checks.finding import Finding
from capacity.checks.run import CHECKS, run_checks

__all__ = ["CHECKS", "Finding", "run_checks"]
