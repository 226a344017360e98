"""Ways to let in all of a batch that does not fit as a whole: unlike in kind, minimal each, and verified."""

from placement.ways.find import Ways, ways_for
from placement.ways.way import Part, Way, way_json

__all__ = ["Part", "Way", "Ways", "way_json", "ways_for"]
