"""Defragment: up to so many moves of standing equipment that make room of what is free in pieces."""

from placement.defragment.plan import Defragmented, defragment, defragmented_json

__all__ = ["Defragmented", "defragment", "defragmented_json"]
