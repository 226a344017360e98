"""The racks, what each is meant to be short of, and the policy."""

from __future__ import annotations

from capacity.room import Rack
from tests.properties.random_rooms.draft import Draft, Plan

SERVER_RULES = (
    ("status", 2),
    ("space", 4),
    ("keep_free", 2),
    ("depth", 5),
    ("weight", 4),
    ("heat", 4),
    ("power", 5),
    ("cords", 3),
    ("outlets", 5),
    ("cooling", 2),
    ("ports", 4),
    ("zone", 2),
    ("dedicated", 3),
    ("keep", 3),
)
APPLICATION_RULES = (("hosting", 6), ("status", 1), ("zone", 1), ("dedicated", 1), ("keep", 2))
SERVER_UNKNOWNS = (
    *("space", "height", "depth", "weight", "load", "heat", "draw"),
    *("cordless", "cooling", "cable", "zone", "keep", "roaming"),
)
APPLICATION_UNKNOWNS = ("hosting", "zone", "keep", "vm")


def lay_out(draft: Draft) -> None:
    """Put up the racks and decide what each is to be short of or unsure about."""
    _policy(draft)
    rng = draft.rng
    low, high = draft.size.racks
    count = rng.randint(min(high, low + (draft.request.quantity > 1)), high)
    origin = (rng.randint(0, 9) * 100, rng.randint(0, 9) * 100)
    same_row = rng.randint(1, max(2, count))
    for index in range(count):
        draft.plans[f"R{index + 1}"] = _plan(draft)
        known = not draft.chance(0.05)
        draft.racks.append(
            Rack(
                name=f"R{index + 1}",
                row=f"row{1 + index // same_row}",
                height_u=rng.randint(*draft.size.height_u),
                first_unit=draft.pick(((1, 7), (2, 1), (20, 1))),
                x_mm=origin[0] + 600 * index if known else None,
                y_mm=origin[1] + rng.randint(0, 4) * 500,
                usable_depth_mm=rng.randint(800, 1000),
                cooling_zone=draft.pick((("Z1", 3), ("Z2", 2))),
                security_zone=draft.request.security_zone or rng.choice(("internal", "dmz", None)),
                dedicated_to=draft.request.owner if draft.chance(0.1) else None,
            )
        )
        rack = draft.racks[-1]
        if draft.chance(0.2):
            units = range(rack.first_unit, rack.first_unit + rack.height_u)
            draft.set_rack(rack.name, blocked_units=frozenset(rng.sample(units, rng.randint(1, 2))))
    _yes_no(draft)


def _plan(draft: Draft) -> Plan:
    """Return what a rack is short of: nothing in about half of the racks, often the same as another."""
    plan = Plan()
    application = draft.request.kind == "application"
    good = 60 + 30 * (draft.request.quantity > 1) + 30 * application + 300 * bool(draft.others)
    fate = draft.pick((("good", good), ("short", 36), ("unsure", 20)))
    if fate == "short":
        rules = APPLICATION_RULES if application else SERVER_RULES
        before = sorted({rule for other in draft.plans.values() for rule in other.short})
        if before and draft.chance(0.4):
            plan.short = {draft.rng.choice(before)}
        else:
            plan.short = {draft.pick(rules) for _ in range(draft.pick(((1, 75), (2, 25))))}
    if fate == "unsure":
        unknowns = APPLICATION_UNKNOWNS if application else SERVER_UNKNOWNS
        plan.unsure = {draft.rng.choice(unknowns) for _ in range(draft.pick(((1, 85), (2, 15))))}
    return plan


def _policy(draft: Draft) -> None:
    rng = draft.rng
    draft.change(
        version=rng.choice((None, "2026-1")),
        usable_ppm=draft.pick(((800_000, 6), (750_000, 1), (1_000_000, 1), (666_667, 1))),
        survive=draft.pick(
            (
                (("ups", "panel", "pdu"), 10),
                (("ups",), 1),
                (("utility",), 1),
                ((), 1),
                (("generator", "panel", "pdu", "ups", "utility"), 1),
            )
        ),
        nameplate_ppm=draft.pick(((1_000_000, 2), (700_000, 2), (333_333, 1))),
        cooling_spare=draft.pick(((1, 6), (0, 2), (2, 1))),
        riser_mm=rng.choice((0, 2_000, 1_500)),
        in_rack_mm=rng.choice((1_000, 2_000)),
        hosting_spare=draft.pick(((1, 4), (0, 2), (2, 1))),
        overcommit_ppm=rng.choice((4_000_000, 1_000_000, 2_500_000)),
        unlisted=draft.pick((("condition", 5), ("allow", 3), ("refuse", 1))),
        expired=draft.pick((("condition", 3), ("refuse", 1))),
        unknown_limits="condition" if draft.chance(0.2) else "undecided",
        draw_w_per_u=rng.randint(50, 300) if draft.chance(0.12) else None,
        weight_g_per_u=rng.randint(20, 120) * 100 if draft.chance(0.12) else None,
        keep_free_hu=draft.pick(((0, 18), (1, 1), (2, 1))),
    )


def _yes_no(draft: Draft) -> None:
    """Make racks unfit, or unclear, by status, zone and dedication."""
    for name, plan in draft.plans.items():
        if "status" in plan.short:
            draft.set_rack(name, status=draft.rng.choice(("planned", "retired")))
        if "dedicated" in plan.short:
            draft.set_rack(name, dedicated_to="kesehatan")
        if "zone" in plan.short or "zone" in plan.unsure:
            if draft.request.security_zone is None:
                draft.wish(security_zone="internal")
                for rack in draft.racks:
                    draft.set_rack(rack.name, security_zone="internal")
            draft.set_rack(name, security_zone="dmz" if "zone" in plan.short else None)
        if "cooling" in plan.unsure and draft.chance(0.5):
            draft.set_rack(name, cooling_zone=None)
