"""Remedies: what would make a refused request fit, each priced and verified on a copy, the cheapest first."""

from placement.remedies.find import Remedies, remedies_for
from placement.remedies.prices import Prices, read_prices

__all__ = ["Prices", "Remedies", "read_prices", "remedies_for"]
