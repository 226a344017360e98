"""What if: scenarios applied to copies of a room, looked at side by side, with what they change."""

from placement.whatif.compare import Outcome, WhatIf, whatif
from placement.whatif.plain import whatif_json
from placement.whatif.prepare import Prepared, prepare

__all__ = ["Outcome", "Prepared", "WhatIf", "prepare", "whatif", "whatif_json"]
