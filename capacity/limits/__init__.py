"""One file per physical concern: what each limit carries today and what a placement adds to it.

Every concern keeps two figures of what is used: the least that the known data allow and the most.
A positive charge *holds* if the most plus the charge stays within the capacity, is *broken* if
already the least plus the charge exceeds it, and is *unknown* between (see ADR 2).
"""
