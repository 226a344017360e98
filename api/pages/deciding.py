"""The decision that a form says: outcome, comment, papers, and the place that is taken."""

from __future__ import annotations

from api.office import letters_of
from api.pages.forms import Form
from api.pages.page import Page
from api.pages.seen import OutcomeForm, see
from workflow.commands import Decide
from workflow.errors import BadValue, NoSuchChoice
from workflow.issuing.letter_desk import file_name
from workflow.papers import ItemPlace, NewPaper, PlaceChoice


def decision(page: Page, form: Form, case: str) -> Decide:
    """The command; papers that Titip writes are written now. Raises what letters and files may raise."""
    outcome = form.text("outcome")
    with page.read() as unit:
        seen = see(unit, page, case, "case.decide")
    # Without a form of that outcome it is somebody else's turn by now: the case says so itself.
    asked = next((one for one in seen.forms if one.outcome.id == outcome), None)
    if asked is None and seen.my_turn:
        raise NoSuchChoice(f"The open step has no outcome '{outcome}'.", case)
    return Decide(
        by=page.person,
        at=page.at,
        version=form.version,
        outcome=outcome,
        comment=form.text("comment"),
        papers=() if asked is None else tuple(_papers(page, form, case, asked)),
        choice=_choice(form) if asked is not None and asked.takes_place else None,
    )


def _papers(page: Page, form: Form, case: str, asked: OutcomeForm) -> list[NewPaper]:
    found = []
    for one in asked.papers:
        paper = form.paper(page, one.paper, signed=one.signed)
        if paper is None and one.written and not one.signed and form.text(f"write-{one.paper}") == "yes":
            paper = _written(page, case, one.paper)
        if paper is not None:
            found.append(paper)
    return found


def _written(page: Page, case: str, paper: str) -> NewPaper:
    """The paper as Titip writes it: the letter itself where nobody signs it, else its draft."""
    letters = letters_of(page.served.settings, page.served.desk)
    with page.read() as unit:
        found = unit.cases.get(case)
        procedure = unit.office.procedure(found.procedure).procedure
    from workflow.issuing.kinds import made_now

    number, dated = "", None
    if made_now(paper, found, procedure):
        made = letters.make(case, paper, by=page.person, at=page.at)
        content, number, dated = made.pdf, made.issued.number, made.issued.dated
    else:
        content = letters.pdf(letters.draft(case, paper, at=page.at))
    return page.served.desk.keep_paper(
        content, page.at, paper=paper, name=file_name(case, paper), number=number, dated=dated
    )


def _choice(form: Form) -> PlaceChoice | None:
    """The place: one of the analysis by its number, or an own one by rack, unit and face, or a host."""
    chosen = form.text("place")
    if not chosen:
        return None
    if chosen != "own":
        number = form.whole("place")
        return PlaceChoice("", "first" if number == 1 else "other", number=number)
    reason = form.text("reason")
    rows = form.many("item")
    items = tuple(_item(form, int(row), f"-{row}") for row in rows if row.isdecimal()) or (
        _item(form, 1, ""),
    )
    return PlaceChoice("", "own", reason, items=items)


def _item(form: Form, number: int, end: str) -> ItemPlace:
    """Where an item goes, by the fields whose names have this end."""
    if form.text(f"host{end}"):
        return ItemPlace(number, host=form.text(f"host{end}"))
    try:
        position_hu = 2 * float(form.text(f"position_u{end}").replace(",", "."))
    except ValueError:
        raise BadValue("Give the lowest unit of the place as a number.", "position_u") from None
    if position_hu != int(position_hu):
        raise BadValue("Positions go in steps of half a unit.", "position_u")
    return ItemPlace(
        number,
        form.text(f"rack{end}"),
        int(position_hu),
        form.text(f"face{end}") or "front",
        tuple(form.text(f"cords{end}").split()),
        tuple(form.text(f"ports{end}").split()),
    )
