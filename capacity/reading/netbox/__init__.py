"""A room from NetBox: the folder of CSV tables that its export button makes."""

from __future__ import annotations

from capacity.reading.netbox.importing import Import, import_netbox_csv, write_import

__all__ = ["Import", "import_netbox_csv", "write_import"]
