"""The price of myopia: what placing one by one costs against a plan that knows all that will come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from placement.batch.batch import Batch
from placement.batch.solve import solve
from placement.forecast.draw import YEAR, Player
from placement.forecast.ranker import Refusal, place
from placement.request import Request

LONGEST = 30 * YEAR
REFUSED, MOST = 30, 400  # items: the stream ends when so many found no place, or so many came
SECONDS, WORK = 60.0, 4.0


@dataclass(frozen=True, slots=True)
class Myopia:
    """Items of one stream: how many came, found a place one by one, in the plan, and in no plan more than.

    `reproducible` is False where the clock ended the plan's search.
    """

    came: int
    online: int
    planned: int
    bound: int
    reproducible: bool

    @property
    def price(self) -> float:
        """Part of the bound that is lost by not knowing what will come: at most this."""
        return (self.bound - self.online) / max(1, self.bound)


def myopia(player: Player, number: int) -> Myopia:
    """Compare on the arrivals of a draw, item by item, without keep rules; nothing leaves.

    That is the hardest case for the ranker: a bad place is never given back.
    """
    setting = replace(player.setting, days=LONGEST)
    ledger = player.ledger
    ledger.reset()
    asked: list[Request] = []
    refused = 0
    for arrival in setting.stream(number):
        for item in range(1, arrival.request.quantity + 1):
            name = f"{arrival.request.name}-{item}"
            single = replace(arrival.request, name=name, quantity=1, priority=1, group=None, keep=())
            asked.append(single)
            refused += isinstance(place(ledger, single, player.choose), Refusal)
        if refused >= REFUSED or len(asked) >= MOST:
            break
    names = {request.name for request in setting.queue}
    held = {r.request for r in setting.room.reservations if r.request is not None}
    batch = Batch.of(Ledger(setting.room, setting.today, names & held), asked)
    solved = solve(batch, seconds=SECONDS, seed=setting.seed, work=WORK)
    planned = solved.standing.value
    return Myopia(len(asked), len(asked) - refused, planned, max(planned, solved.bound), solved.reproducible)
