"""Making room: the fewest, then cheapest moves of standing equipment that let a request in."""

from placement.moves.plan import MadeRoom, Move, MovePlan, after_moves, make_room

__all__ = ["MadeRoom", "Move", "MovePlan", "after_moves", "make_room"]
