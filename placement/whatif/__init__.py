"""What if: scenarios applied to copies of a room, looked at side by side, with what they change."""

from placement.whatif.compare import Outcome, WhatIf, compared, whatif
from placement.whatif.plain import whatif_json
from placement.whatif.prepare import Prepared, prepare
from placement.whatif.search import Asked, Found, search

__all__ = [
    "Asked",
    "Found",
    "Outcome",
    "Prepared",
    "WhatIf",
    "compared",
    "prepare",
    "search",
    "whatif",
    "whatif_json",
]
