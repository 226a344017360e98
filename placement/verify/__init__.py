"""Checks placements from first principles, without the ledger and the solver.

`Verifier.verify` judges a set of placements under every loss; `Verifier.verify_one` gives the same
verdict for one request from tables made once. One module per concern.
"""

from placement.verify.findings import RULES, Unknown, Verdict, Violation
from placement.verify.verifier import Verifier

__all__ = ["RULES", "Unknown", "Verdict", "Verifier", "Violation"]
