"""Batches for rooms of the random cases: the case's own request and others that are as mixed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from placement.request import Request
from tests.properties.random_rooms import Case
from tests.properties.random_rooms.wishes import random_request


def batch(case: Case, count: int) -> tuple[Request, ...]:
    """The case's request and `count` - 1 random ones, of priorities 1 to 3.

    Most of the others want what the room was made for: its zone, network and system; they find places.
    """
    rng = Random(f"batch {case.seed}")
    made = [replace(case.wanted, priority=rng.choice((1, 1, 2, 3)))]
    for number in range(2, count + 1):
        other = random_request(rng)
        if case.wanted.kind == "application" and rng.random() < 0.7:
            sizes = {"vcpu": rng.randint(1, 10), "memory_mb": rng.randint(512, 5_120)}
            other = replace(case.wanted, group=other.group, keep=other.keep, quantity=other.quantity, **sizes)
        elif rng.random() < 0.7:
            wanted = case.wanted
            other = replace(
                other, owner=wanted.owner, security_zone=wanted.security_zone, network=wanted.network,
                os=wanted.os, os_version=wanted.os_version, until=wanted.until,
            )  # fmt: skip
        made.append(replace(other, name=f"Q1-{number}", priority=rng.choice((1, 1, 2, 3))))
    return tuple(made)
