"""Bytes to a room: every cell checked, or every problem with its file, row and column."""

from capacity.reading.folder import read_room

__all__ = ["read_room"]
