"""Errors of deciding."""

from __future__ import annotations

from capacity.errors import TitipError


class Disagreement(TitipError):
    """Two independent parts of Titip came to different results; nothing may be answered."""

    code = "deciders-disagree"
