"""Chains of power in many shapes, generous at first; `tighten` makes them fit."""

from __future__ import annotations

from capacity.room import PowerNode
from tests.properties.random_rooms.draft import Draft

PLENTY = 1_000_000


def build_chain(draft: Draft) -> None:
    """Build the upstream in one of several shapes, then the pdus of every rack."""
    if draft.chance(0.05):
        return
    draft.files.add("power.csv")
    shape = draft.pick(
        (("2N", 12), ("shared ups", 1), ("shared panel", 1), ("N+1", 7), ("transfer", 7), ("flat", 2))
    )
    ends = _upstream(draft, shape)
    for rack in draft.racks:
        plan = draft.plans[rack.name]
        short = "cords" in plan.short
        _pdus(draft, rack.name, ends, short)
    for node in list(draft.power):
        _details(draft, node)


def _node(draft: Draft, name: str, kind: str, *fed_by: str, **more: object) -> str:
    draft.power.append(PowerNode(name, kind, PLENTY, fed_by=fed_by, **more))  # type: ignore[arg-type]
    return name


def _upstream(draft: Draft, shape: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return what feeds the A and the B pdus, and how."""
    source = [_node(draft, "UTIL", "utility")]
    if draft.chance(0.85 if "utility" in draft.policy.survive else 0.25):
        source.append(_node(draft, "GEN", "generator"))
        if draft.chance(0.05 if "panel" in draft.policy.survive else 0.5):
            source = [_node(draft, "ATS", "panel", *source, feeding="transfer")]
    feeding = "transfer" if len(source) > 1 else "share"
    if shape == "flat":
        return {path: (tuple(source), feeding) for path in "AB"}
    ups = ["UA"] if shape == "shared ups" else ["UA", "UB"] if shape != "N+1" else ["U1", "U2", "U3"]
    for name in ups:
        _node(draft, name, "ups", *source, feeding=feeding)
    if shape == "shared ups":
        panels = {path: _node(draft, f"P{path}", "panel", "UA") for path in "AB"}
    elif shape == "shared panel":
        panel = _node(draft, "P", "panel", *ups)
        panels = dict.fromkeys("AB", panel)
    elif shape == "transfer":
        panels = {
            "A": _node(draft, "PA", "panel", "UA", feeding="transfer"),
            "B": _node(draft, "PB", "panel", "UB", "UA", feeding="transfer"),
        }
    elif shape == "N+1":
        by_path = {"A": draft.rng.sample(ups, draft.rng.choice((1, 2, 3))), "B": draft.rng.sample(ups, 2)}
        panels = {path: _node(draft, f"P{path}", "panel", *some) for path, some in by_path.items()}
    elif draft.chance(0.3):
        return {"A": (("UA",), "share"), "B": (("UB",), "share")}
    else:
        panels = {path: _node(draft, f"P{path}", "panel", f"U{path}") for path in "AB"}
    return {path: ((panel,), "share") for path, panel in panels.items()}


def _pdus(draft: Draft, rack: str, ends: dict[str, tuple[tuple[str, ...], str]], short: bool) -> None:
    """Hang pdus into a rack: a pair, mostly; a rack that is short has no pair, or none that lives."""
    fault = draft.rng.choice(("one", "path", "same", "none")) if short else None
    if fault and draft.request.cords != 2:
        fault = "none"
    paths = {"one": draft.rng.choice("AB"), "none": ""}.get(fault or "", "AB")
    if fault is None and all(one.cords == 1 for one in draft.requests) and draft.chance(0.3):
        paths = draft.rng.choice("AB")
    for path in paths:
        fed_by, feeding = ends["A" if fault == "same" else path]
        if draft.chance(0.08) and fault is None:
            fed_by, feeding = tuple(dict.fromkeys((*fed_by, *ends["AB"[path == "A"]][0]))), "transfer"
        named = None if fault == "path" and path == "B" else path
        phases = 3 if draft.chance(0.12 if draft.others else 0.3) else 1
        name = f"{rack}-{path}"
        _node(draft, name, "pdu", *fed_by, feeding=feeding, path=named, rack=rack, phases=phases)
    if len(paths) == 2 and draft.chance(0.15):
        pair, own = (f"{rack}-A", f"{rack}-B"), draft.rng.choice(("A", "B", None))
        _node(draft, f"{rack}-X", "pdu", *pair, feeding="transfer", path=own, rack=rack)
    elif paths and fault is None and draft.chance(0.08):
        path = draft.rng.choice(paths)
        fed_by, feeding = ends[path]
        _node(draft, f"{rack}-{path}2", "pdu", *fed_by, feeding=feeding, path=path, rack=rack)


def _details(draft: Draft, node: PowerNode) -> None:
    """Give a node its deratings, and now and then a load of its own."""
    usable = draft.pick(((None, 7), (1_000_000, 1), (750_000, 1), (642_857, 1)))
    failover = draft.pick(((None, 4), (1_000_000, 5), (900_000, 1), (700_000, 1)))
    other = draft.rng.randint(1, 400) if draft.chance(0.12) else 0
    draft.set_node(node.name, usable_ppm=usable, failover_ppm=failover, other_w=other)
