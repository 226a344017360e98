"""The room: what stands in it, what it can carry, what is left."""
