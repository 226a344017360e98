"""What a person reads of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.render.plan import print_plan
from api.render.planned import asked_short
from api.render.proof import gap_words
from api.render.spots import in_lines, racks_and_units, unit_spans
from capacity.limits.limit import Limit
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Proof, Touched
from placement.batch.blockers import Stop
from placement.explain import Reason
from placement.missing import Missing
from placement.placed import Placed
from placement.plan import Objective, Plan, PlannedRequest, plan
from placement.request import Request
from placement.shortfall import Shortfalls
from tests.api.running import SAMPLE, TODAY, Run, sample
from tests.builders import app, check, device, host, rack, room, server

DAY = date.fromisoformat(TODAY)
PROVED = Proof("cp-sat", "optimal", 1, 0.0, 1, True, {"ortools": "9", "highspy": "1"})
POWER = Reason("power", 13, 6, 101, "W", "A03")


def made(*requests: PlannedRequest, **more: object) -> Plan:
    """A plan of these requests, proved optimal with a value of 1."""
    placed = tuple(each for request in requests for each in request.placement)
    plain = Plan(
        placed, sum(r.asked for r in requests), (Objective("priority of placed items", "priority", 1, 1),),
        requests, Shortfalls(), 1, PROVED, "0123456789abcdef", "test-1",
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def shown(found: Plan, capsys: pytest.CaptureFixture[str], where: Room | None = None, **more: object) -> str:
    """What is printed of a plan of servers."""
    asked = [server(name=each.request, quantity=each.asked, **more) for each in found.requests]
    print_plan(where if where is not None else room(), asked, found, 0.1, today=DAY)
    return capsys.readouterr().out


def left(name: str = "Q1", asked: int = 1, **more: object) -> PlannedRequest:
    """A request of which nothing is placed, for power."""
    plain = PlannedRequest(name, DOES_NOT_FIT, asked, (), (POWER,), (("power",),))
    return replace(plain, **more)  # type: ignore[arg-type]


def fits(name: str, *placed: Placed) -> PlannedRequest:
    return PlannedRequest(name, FITS, len(placed), placed)


def test_a_plan_of_the_sample_says_where_what_is_left_over_and_why(titip: Run) -> None:
    """The count first, then objective, requests, groups, the rest with its reasons, conditions."""
    out = titip("plan", SAMPLE, sample("requests.csv"), "--today", TODAY).out
    first = next(line for line in out.splitlines() if line.strip())
    assert "14 OF 15 PLACED" in first
    assert "1 item left over" in first
    for words in (
        "9 of 10 requests in full, as of 2026-11-24",
        "priority of placed items 43 of 44 proved optimal",
        "Left over: 1 item",
        "of PS-2026-128 with a draw of at most 249 W instead of 350 W",
        "The least that these limits would have to give more for one item to fit as well:",
        "Rules that together stand in the way",
        "decided by CP-SAT and HiGHS · verified · reproducible · policy denpasar-2026-1 · input ",
    ):
        assert words in " ".join(out.split())
    (rest,) = [line for line in out.splitlines() if "PS-2026-128" in line and "power" in line]
    assert rest.split() == [
        "PS-2026-128",
        "1",
        "of",
        "1",
        "power",
        "13",
        "of",
        "14",
        "6",
        "101",
        "W",
        "at",
        "A03",
    ]
    (short,) = [line for line in out.splitlines() if line.strip().startswith("ups UPS-B")]
    assert short.split()[2:4] == ["ATS-A", "lost"]
    assert short.split()[-2:] == ["101", "W"]


def test_groups_are_shown_with_where_their_items_stand(titip: Run) -> None:
    """Racks, rows or zones by the rule, with members that stand there already."""
    out = titip("plan", SAMPLE, sample("requests.csv"), "--today", TODAY).out
    rows = {
        line.split()[0]: line for line in out.split("Kept apart and together")[1].splitlines() if line.split()
    }
    assert "2 items" in rows["rme-db"]
    assert "in different racks" in rows["rme-db"]
    assert "1 item + 2 there" in rows["arsip"]
    assert rows["arsip"].split()[-1] == "A06"
    assert "members of the group that stand in the room already" in out


def test_one_row_and_several_zones_of_a_group_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Two in one row and in different cooling zones, beside a member whose place is not known."""
    racks = (rack("R1"), rack("R2", cooling_zone="Z2"), rack("R3", row="B", cooling_zone="Z3"))
    keep = ("apart:cooling", "together:row")
    placed = [Placed("A", n, f"R{n}", 2, "front") for n in (1, 2)]
    asked = [server(name="A", quantity=2, group="g", keep=keep)]
    lost = device("D1", rack=None, group="g")
    for there, row in (((), "A"), ((lost,), "?, A")):
        print_plan(room(*there, racks=racks), asked, made(fits("A", *placed)), 0.1, today=DAY)
        out = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
        assert f"in one row {row}" in out
    assert "g 2 items + 1 there in different cooling zones ?, Z1, Z2" in out


def test_all_placed_is_told_in_two_words(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is said of a rest."""
    out = shown(made(fits("A", Placed("A", 1, "R1", 2, "front"))), capsys)
    assert "ALL PLACED" in out
    assert "Left over" not in out
    assert "What is short" not in out


def test_undecided_items_make_it_undecided_and_name_the_cells(capsys: pytest.CaptureFixture[str]) -> None:
    """Each cell once, whatever the number of requests that need it."""
    cell = Missing("devices.csv", 7, "weight_kg", "weight of device d1")
    out = shown(made(*(left(n, decision=CANNOT_DECIDE, missing=(cell,)) for n in "AB")), capsys)
    assert "CANNOT DECIDE" in out
    assert "0 of 2 items placed; 2 cannot be decided" in out
    assert out.count("weight of device d1") == 1
    assert out.count("cannot be decided, see below") == 2


def test_a_gap_and_a_clock_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """How far from the best it may be, the bound, and that the clock ended the search."""
    worth = Objective("priority of placed items", "priority", 250, 251)
    opened = Objective("empty racks opened", "racks", 10, 9)
    out = shown(
        made(left(), objectives=(worth, opened), start=240, proof=replace(PROVED, reproducible=False)), capsys
    )
    assert "What it aims at, in this order" in out
    assert "at most 0.4 % from the best possible (at most 251)" in out
    assert "10 racks" in out
    assert "at most 10 % from the best possible (at least 9 racks)" in out
    assert "Priority is 10 more than by the best of the simple passes" in out
    assert "NOT reproducible: the clock ended the search" in out


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0.0001, "less than 0.1 %"),
        (0.004, "at most 0.4 %"),
        (0.0041, "at most 0.5 %"),
        (1.5, "at most 150 %"),
    ],
)
def test_a_gap_is_rounded_up(gap: float, words: str) -> None:
    """What is said of it stays true."""
    assert gap_words(gap) == f"{words} from the best possible"


def test_many_requests_are_told_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    """More than forty: those in full are counted by row and cluster, those in part are listed."""
    where = room(racks=(rack("R1"), rack("R2", row="B")), hosts=(host("N1", cluster="C1"),))
    names = [f"Q{n}" for n in range(41)]
    whole = [fits(name, Placed(name, 1, "R1" if n % 2 else "R2", 2, "front")) for n, name in enumerate(names)]
    part = PlannedRequest("P", DOES_NOT_FIT, 2, (Placed("P", 1, "R2", 6, "front"),), (POWER,))
    virtual = fits("V", Placed("V", 1, host="N1"))
    asked = [*(server(name=n) for n in names), server(name="P", quantity=2), app(name="V")]
    print_plan(where, asked, made(*whole, part, virtual), 0.1, today=DAY)
    out = capsys.readouterr().out
    assert "Placed in full: 42 requests" in out
    rows = [line.split() for line in out.split("Placed in full")[1].splitlines()[2:5]]
    assert rows[0] == ["A", "20", "20", "1", "40U"]
    assert rows[1] == ["B", "21", "21", "1", "42U"]
    assert rows[2] == ["cluster", "C1", "1", "1", "1", "–"]
    assert "Placed in part: 1 request" in out
    assert "Q7" not in out


def test_what_is_left_over_stays_readable_when_it_is_much(capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve are told, the highest priorities first; the others by what stops them."""
    rest = [left(f"Q{n}", would_fit_if=({"power_w": 100},)) for n in range(30)]
    asked = [server(name=each.request, priority=9 if each.request == "Q29" else 1) for each in rest]
    print_plan(room(), asked, made(*rest), 0.1, today=DAY)
    out = capsys.readouterr().out
    told = out.split("Left over: 30 items")[1]
    assert told.splitlines()[2].split()[0] == "Q29"
    assert "18 more requests, by what stops most of it:" in told
    assert ["power", "18", "18"] in [line.split() for line in told.splitlines()]
    assert told.count("with a draw of at most 100 W instead of 500 W") == 6
    assert "24 more requests; --json lists all." in told


def test_a_keep_rule_of_another_request_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    """By itself it would fit; no limit is short."""
    kept = left(reasons=(Reason("keep", 0, 0, None, None, None),), conflicts=(("keep",),))
    out = shown(made(kept, shortfalls=Shortfalls(asked=1)), capsys)
    assert "by itself it would fit" in out
    assert "No limit is short" in out


def test_an_item_that_the_search_did_not_come_to_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing stops it, so nothing is blamed."""
    out = shown(made(left(reasons=(), conflicts=()), shortfalls=Shortfalls(asked=1)), capsys)
    assert "the search ended before it came to it" in out
    assert "What is short" not in out


def test_shortfalls_are_told_by_their_worst_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """One row per limit; an estimate is called one; requests that no limit helps are named."""

    def short(scenario: str, by: int) -> Stop:
        return Stop(
            Touched(Limit("power", "panel P1", scenario, "W", 1, 9_000, 8_000, 8_000), 9_000 + by), by, 1
        )

    cold = Limit("cooling", "cooling Z1 Z2", "CRAC-1 lost", "W", 1, 5_000, 4_000, 4_000)
    gaps = Limit("space", "runs of 5 U in R1", "", "runs", 1, 0, 0, 0)
    stops = (
        short("UA lost", 50),
        short("UB lost", 70),
        Stop(Touched(cold, 5_100), 100, 1),
        Stop(Touched(gaps, 1), 1, 1),
    )
    found = made(left(), left("Q2"), shortfalls=Shortfalls(stops, ("Q2",), (("power", "zone"),), False, 3))
    out = shown(found, capsys)
    assert "Enough, if not the least, that these limits would have to give more for all 3 items" in out
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "panel P1 UB lost 9,070 9,000 W 70 W" in rows
    assert not [row for row in rows if "UA lost" in row]
    assert "cooling of Z1 Z2 CRAC-1 lost 5,100 5,000 W 100 W" in rows
    assert "free runs of 5U in R1 1 0 runs 1 run" in rows
    assert "More of a limit would not help Q2" in out
    assert "· power and security zone" in out


def test_shortfalls_that_were_not_worked_out_are_not_made_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is told but that."""
    out = shown(made(left(), shortfalls=Shortfalls(exact=False, asked=900)), capsys)
    assert "Too much is left over to work out" in out


def test_a_condition_is_told_once_with_the_number_of_its_requests(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of most requests first; of those that differ in names and figures only, three."""
    requests = [
        replace(
            left(f"Q{n}"), conditions=("Of all.", f"Legs of P{n} are {n}.5 % out.", *(["Of two."] * (n < 2)))
        )
        for n in range(5)
    ]
    out = shown(made(*requests), capsys).split("Conditions")[1]
    assert out.splitlines()[1].strip() == "· Of all. (all requests)"
    assert "· Of two. (2 requests)" in out
    assert out.count("Legs of") == 3
    assert "and 2 more like this" in out


def test_places_are_told_by_rack_and_units() -> None:
    """Units that touch are one span; beyond some racks their number."""
    placed = [Placed("A", n, "R1", bottom, "front") for n, bottom in enumerate((2, 6, 20), 1)]
    assert racks_and_units(placed, 4, "×") == ["R1 U1-4 U10-11 ×3"]
    assert racks_and_units([Placed("A", 1, "R1", 7, "rear")], 3, "×") == ["R1 U3.5-4.5 rear"]
    far = [Placed("A", n, f"R{n}", 2, "front") for n in range(1, 8)]
    assert racks_and_units(far, 2, "×") == ["R1 U1", "R2 U1", "R3 U1", "R4 U1", "and 3 more racks"]
    hosts = [Placed("A", n, host="N1") for n in (1, 2)]
    assert racks_and_units(hosts, None, "×") == ["N1 ×2"]
    assert unit_spans([2, 4, 8], 2) == ["1-2", "4"]
    assert in_lines(["R1 U1", "R2 U1", "R3 U1"], 12) == "R1 U1, R2 U1\nR3 U1"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (server(owner="bps"), "bps: 2U, 500 W, zone internal"),
        (server(height_hu=None, power_w=None, security_zone=None), "? U, ? W"),
        (server(depth="half", cords=1, security_zone=None), "2U, 500 W, half depth, 1 cord"),
        (app(), "4 vCPU, 8,192 MB"),
    ],
)
def test_what_is_asked_for_in_few_words(asked: Request, words: str) -> None:
    """What is not known is a question mark."""
    assert asked_short(asked) == words


@pytest.mark.parametrize("width", ["80", "120"])
def test_a_plan_fits_the_page(titip: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    """Whatever the width, plain when piped."""
    monkeypatch.setenv("COLUMNS", width)
    lines = titip("plan", SAMPLE, sample("requests.csv"), "--today", TODAY).out.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) <= int(width)


def test_names_that_steer_terminals_are_harmless_in_plans(capsys: pytest.CaptureFixture[str]) -> None:
    """Names of requests, racks, groups, limits, cells and conditions are cleaned wherever they stand."""
    evil = "x\x1b[2J\u202e"
    limit = Limit("power", f"pdu {evil}", f"{evil} lost", "W", 1, 10, 5, 5)
    request = PlannedRequest(
        evil, CANNOT_DECIDE, 3, (Placed(evil, 1, evil, 2, "front"), Placed(evil, 2, host=evil)),
        (Reason("heat", 1, 1, 5, "W", evil),), (), (evil,), (Missing(evil, 1, evil, evil),),
        ({"power_w": 1},),
    )  # fmt: skip
    found = made(
        request,
        objectives=(Objective(evil, "priority", 1, 2),),
        shortfalls=Shortfalls((Stop(Touched(limit, 20), 10, 1),), (evil,), (("zone",),), True, 1),
        policy_version=evil,
    )
    where = room(racks=(rack(evil, row=evil),), hosts=(host(evil, cluster=evil),))
    asked = Request(evil, owner=evil, quantity=3, group=evil, keep=("apart:rack",), security_zone=evil)
    print_plan(where, [asked], found, 0.1, today=DAY)
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_a_plan_made_here_and_now_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """One server more than the rack has units for: the engine's own plan, not one made by hand."""
    where = room(racks=(rack(height_u=3),))
    asked = [server(name="A", quantity=2)]
    assert check(where).decision == FITS
    print_plan(where, asked, plan(where, asked, DAY), 0.1, today=DAY)
    out = capsys.readouterr().out
    assert "1 OF 2 PLACED" in out
    assert "R1 U1-2" in out or "R1 U2-3" in out
    assert "space" in out.split("Left over")[1]
