"""Device types of the community library and of NetBox's exports, as rows of a catalogue.

A catalogue (``device_types.csv``) says what a server of a type is: height, depth, weight, draw,
cords. What a type does not say stays empty and is counted in the gaps, never guessed.
"""

from __future__ import annotations

from capacity.reading.device_types.catalogue import (
    Catalogue,
    catalogue_csv,
    write_catalogue,
)
from capacity.reading.device_types.library import import_device_types
from capacity.reading.device_types.model import DeviceType

__all__ = [
    "Catalogue",
    "DeviceType",
    "catalogue_csv",
    "import_device_types",
    "write_catalogue",
]
