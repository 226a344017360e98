"""Where: decides, explains and plans placements in a room."""
