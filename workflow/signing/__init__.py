"""Electronic signatures of letters: the port of a signer, a test signer, and the check of signed PDFs."""

from workflow.signing.values import Found, Passphrase, Signer, Stamp, Verified

__all__ = ["Found", "Passphrase", "Signer", "Stamp", "Verified"]
