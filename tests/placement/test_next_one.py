"""One more of a request: why it fits nowhere once others have been placed."""

from __future__ import annotations

from capacity.ledger import Ledger
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT
from placement.explain import Reason
from placement.headroom import headroom
from placement.next_one import after_own, next_one, with_group
from placement.placed import Placed
from placement.plan import plan
from tests.builders import PAIR, TODAY, app, group, host, ledger, need, rack, room, server

KEPT = Reason("keep", 0, 0, None, None, None)
HERE = Placed("Q1", 1, "R1", 2, "front", PAIR)


def test_a_request_with_a_reason_keeps_it() -> None:
    """More than the rack carries: the same as a check says, with the place it is short at."""
    answer = next_one(ledger(), server(weight_g=150_000, quantity=7))
    (reason,) = answer.reasons
    assert (answer.decision, reason.rule, reason.least_short, reason.nearest) == (
        DOES_NOT_FIT,
        "weight",
        50,
        "R1",
    )


def test_one_of_a_group_that_would_fit_by_itself_is_kept_out_by_the_group() -> None:
    """The rule is another request's, which a check of this one does not see."""
    answer = next_one(ledger(), server(group="g"))
    assert (answer.decision, answer.reasons, answer.conflicts) == (DOES_NOT_FIT, (KEPT,), (("keep",),))
    assert answer.placement == ()


def test_one_that_nothing_keeps_out_gets_no_reason() -> None:
    """The search was ended before it came to it; no rule is blamed."""
    answer = next_one(ledger(), server())
    assert (answer.decision, answer.reasons, answer.conflicts) == (DOES_NOT_FIT, (), ())


def test_what_is_not_modelled_stays_undecided() -> None:
    """A server of 0U."""
    assert next_one(ledger(), server(height_hu=0)).decision == CANNOT_DECIDE


def test_an_application_is_asked_of_the_hosts() -> None:
    """One host of 16 processors."""
    (reason,) = next_one(ledger(room(hosts=(host("N1"),))), app(vcpu=20)).reasons
    assert (reason.rule, reason.least_short) == ("hosting", 4)


def test_items_of_a_request_keep_to_each_other_without_a_group() -> None:
    """Apart by rack: where the first stands no second may, and that is the only reason."""
    asked = server(keep=("apart:rack",))
    (reason,) = after_own(ledger(), asked, [HERE]).reasons
    assert (reason.rule, reason.racks, reason.only_blocker) == ("keep", 1, 1)
    assert with_group(asked).group not in (None, "")
    assert with_group(server(group="g", keep=("apart:rack",))).group == "g"
    assert with_group(server()).group is None


def test_what_was_placed_counts_for_the_next_one() -> None:
    """Eight free units left: none in one piece for nine."""
    (reason,) = after_own(ledger(), server(height_hu=18), [Placed("Q1", 1, "R1", 2, "front", PAIR)]).reasons
    assert reason.rule == "space"


def test_the_reservations_of_the_request_stay_released() -> None:
    """A ledger without them is read further without them."""
    held = room(racks=(rack(height_u=4),))
    released = Ledger(held, TODAY, {"Q1"})
    assert after_own(released, server(), [HERE]).reasons == ()


def test_a_headroom_that_ports_end_says_so() -> None:
    """Eight ports, three each: two, and one port is lacking for the third."""
    found = headroom(room(ports=(group("SWA", 8),)), server(power_w=10, ports=(need(3),)), TODAY)
    (reason,) = found.reasons
    assert found.headroom == 2
    assert [(s.limit.name, s.short) for s in found.binding] == [("ports SWA/10gbase-x-sfpp", 1)]
    assert (reason.rule, reason.least_short, reason.unit) == ("ports", 1, "ports")
    assert found.conflicts == (("ports",),)


def test_a_headroom_that_keep_rules_end_says_so() -> None:
    """One rack, one item."""
    found = headroom(room(), server(keep=("apart:rack",)), TODAY)
    assert (found.headroom, [reason.rule for reason in found.reasons]) == (1, ["keep"])


def test_a_headroom_that_limits_end_has_no_other_reasons() -> None:
    """4 kW on a PDU, 1.5 kW each: two."""
    found = headroom(room(), server(height_hu=2, weight_g=0, power_w=1_500), TODAY)
    assert found.headroom == 2
    assert [stop.limit.rule for stop in found.binding] == ["power"]
    assert found.reasons == ()


def test_a_headroom_of_nothing_has_the_reasons_of_a_check() -> None:
    """With what would make it fit."""
    found = headroom(room(), server(power_w=4_500), TODAY)
    assert found.headroom == 0
    assert {reason.rule for reason in found.reasons} == {"power"}
    assert {"power_w": 4_000} in found.would_fit_if


def test_the_rest_of_a_request_kept_apart_is_out_of_every_limit_s_reach() -> None:
    """Three in different racks, one rack: no more of any limit would help the other two."""
    found = plan(room(), [server(quantity=3, keep=("apart:rack",))], TODAY)
    (request,) = found.requests
    assert len(request.placement) == 1
    assert [reason.rule for reason in request.reasons] == ["keep"]
    assert found.shortfalls.unreachable == ("Q1",)
    assert found.shortfalls.stops == ()
