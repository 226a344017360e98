"""Many items at once: like items become counts per rack and cords, limits become rows over them."""
