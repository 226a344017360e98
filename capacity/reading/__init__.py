"""Bytes to a room: every cell checked, or every problem with its file, row and column."""

from capacity.reading.folder import read_files, read_room, room_files

__all__ = ["read_files", "read_room", "room_files"]
