"""Vector bin packing as planning: bins are racks, items are servers, and few racks are to be opened."""
