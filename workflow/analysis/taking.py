"""A place of the analysis, taken: the first, or another of those it lists."""

from __future__ import annotations

from workflow.analysis.frozen import Frozen
from workflow.analysis.places import from_answer, in_words
from workflow.errors import NoSuchChoice
from workflow.papers import PlaceChoice


def take(frozen: Frozen, number: int = 1) -> PlaceChoice:
    """The place of that number: 1 is the first, the next are the alternatives, best first.

    Raises NoSuchChoice where the analysis has no such place.
    """
    places = [frozen.answer["placement"]] if frozen.answer["placement"] else []
    places += [other["placement"] for other in frozen.answer["alternatives"]]
    if not 1 <= number <= len(places):
        told = f"1 to {len(places)}" if places else "none"
        raise NoSuchChoice(f"The analysis has no place {number}; its places are {told}.", frozen.case)
    items = from_answer(places[number - 1])
    return PlaceChoice(
        place=in_words(items),
        kind="first" if number == 1 else "other",
        room=frozen.room.name,
        items=items,
        number=number,
    )
