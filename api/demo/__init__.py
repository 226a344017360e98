"""What `make demo` shows: the commands on the sample rooms, then cases carried through the procedure."""
