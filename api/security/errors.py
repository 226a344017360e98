"""What a person who signs in, or a request without a right, meets; each with a stable code."""

from __future__ import annotations

from capacity.errors import TitipError


class NotSignedIn(TitipError):
    """Nobody is signed in, or the session or token counts no more."""

    code = "not-signed-in"


class SignInFailed(TitipError):
    """Login or password is wrong, or the account is disabled: which of them is not told."""

    code = "sign-in-failed"


class TooManyAttempts(TitipError):
    """Too many sign-ins have failed; `retry_after_s` is when the next one is looked at, in whole seconds."""

    code = "too-many-attempts"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Too many sign-ins have failed; try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class HashingBusy(TitipError):
    """More sign-ins at once than there is memory for: try again in a moment."""

    code = "busy"


class WeakPassword(TitipError):
    """A new password that is too short, too common or too plain."""

    code = "weak-password"
