"""A forecast: when the room is full and what fills it first, how sure that is, and on what it rests."""

from __future__ import annotations

from datetime import timedelta

from rich.text import Text

from api.render.text import Screen, clean, columns, count, number
from placement.forecast.draw import LEAST_PERCENT, WINDOW, YEAR
from placement.forecast.run import Forecast

MOST_LIMITS = 6


def print_forecast(room: str, found: Forecast, seconds: float) -> None:
    """Print a forecast for a person."""
    screen = Screen()
    screen.blank()
    full, draws = found.times[0], len(found.draws)
    years = f"{number(found.setting.days / YEAR, 1)} years"
    said = f": full on {_day(found, full.p50)} in the middle case" if full.p50 is not None else ""
    if not said:
        said = f": not full within {years} in more than half of the futures"
    screen.line((" FORECAST ", "bold reverse"), "  ", (clean(room), "bold"), said)
    of_asked = f" (ended early: {number(found.swept.asked)} were asked for)" if found.swept.cancelled else ""
    told = f"{count(draws, 'future')}{of_asked} of {years} from {found.setting.today}"
    screen.line((told, "dim"), indent=3)
    if not draws:
        return
    screen.head("When")
    table = columns(("", "<"), ("one in ten", ">"), ("half", ">"), ("nine in ten", ">"), ("futures", ">"))
    for times in found.times:
        name = "the room is full" if times is full else f"{times.dimension} stops a request"
        cells = [_day(found, value) for value in (times.p10, times.p50, times.p90)]
        table.add_row(Text(clean(name)), *cells, f"{times.draws * 100 // draws} %")
    screen.put(table)
    note = f"By that day; {screen.glyphs.dash}: later than the forecast looks. Full: fewer than "
    note += f"{LEAST_PERCENT} of 100 of the last {WINDOW} items found a place."
    screen.line((note, "dim"), indent=3)
    _print_limits(screen, found)
    _print_basis(screen, found)
    screen.blank()
    done = f"seed {found.setting.seed} {screen.glyphs.dot} {number(seconds, 1)} s"
    screen.line((done, "dim"), indent=3)


def _day(found: Forecast, days: float | None) -> str:
    return "–" if days is None else (found.setting.today + timedelta(days=int(days))).isoformat()


def _print_limits(screen: Screen, found: Forecast) -> None:
    screen.head("What stops the first request without a place")
    if not found.first_limits:
        screen.line("Nothing: every request found a place in every future.", indent=3)
        return
    table = columns(("limit", "<"), ("futures", ">"))
    for limit, draws in found.first_limits[:MOST_LIMITS]:
        table.add_row(Text(clean(limit, 80)), number(draws))
    rest = found.first_limits[MOST_LIMITS:]
    if rest:
        table.add_row(f"{count(len(rest), 'other limit')}", number(sum(draws for _, draws in rest)))
    screen.put(table)


def _print_basis(screen: Screen, found: Forecast) -> None:
    """The model in sentences, its error, and the price of not knowing what comes."""
    setting, tested = found.setting, found.backtest
    history, model = setting.history, setting.demand
    screen.head("On what it rests")
    shares = sorted(model.shares.items(), key=lambda each: (-each[1], each[0]))
    kinds = ", ".join(f"{clean(name)} {round(100 * share)} %" for name, share in shares)
    points = [
        f"{count(len(history.past), 'request')} in {count(history.periods, 'month')}; now "
        f"{number(model.level, 1)} a month: {kinds}.",
        f"Of what comes {round(100 * setting.stays.beyond(3 * YEAR))} % stay longer than three years.",
    ]
    if setting.queue:
        points.append(f"{count(len(setting.queue), 'request')} waiting, placed first.")
    if history.incomplete:
        points.append(
            f"{count(len(history.incomplete), 'request')} of the history lack figures: they count as "
            "arrivals, but no future request is made after them."
        )
    if tested.spans:
        points.append(
            f"Tried on the past: {tested.covered} of {count(tested.spans, 'span')} of {tested.ahead} months "
            "lay in the band of one in ten to nine in ten (8 of 10 should); it was "
            f"{number(tested.error, 1)} requests off on average, of {number(tested.mean, 1)} "
            f"('as in the last year' {number(tested.naive, 1)})."
        )
    else:
        points.append("The history is too short to try the model on it: its error is not known.")
    points += [
        f"Placed one by one, {each.online} of {count(each.came, 'item')} find a place where nothing leaves; "
        f"a plan that knew all of them places {each.planned}, none more than {each.bound}: not knowing "
        f"costs {number(100 * each.price, 1)} % at most."
        for each in found.myopia
    ]
    screen.points(points)
