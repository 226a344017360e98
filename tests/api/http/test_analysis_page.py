"""The workbench: places side by side with their limits, an own place tried, what the analysis speaks for."""

from __future__ import annotations

import re

from tests.api.http.serving import CASE, WHO, Site
from tests.api.http.visiting_pages import get, plain
from tests.workflow.handling.carrying import Carrier, request

AT = f"/cases/{CASE}/analysis"


def refused(site: Site) -> str:
    """The address of the analysis of a request that does not fit."""
    carrier = Carrier(site.store, site.now).file(request("does-not-fit-gpu")).to("3").analyse()
    site.now = carrier.now
    return f"/cases/{carrier.name}/analysis"


def opened(text: str) -> list[str]:
    """The outcomes whose forms stand open."""
    forms = re.findall(r'<details class="outcome"( open)?>.*?name="outcome" value="(\w+)"', text, re.DOTALL)
    return [outcome for is_open, outcome in forms if is_open]


def test_the_best_place_of_each_rack_has_limits_of_its_own_with_the_binding_one_marked(shared: Site) -> None:
    got = get(shared, "kasi", AT)
    section = got.text.partition('id="beside-head"')[2].partition("</section>")[0]
    tables = re.findall(r"<table.*?</table>", section, re.DOTALL)
    limits = [one for one in tables if "Limits before and after" in one]
    assert len(limits) == 3
    assert all(one.count("binding") == 2 for one in limits), "a class and a word"
    assert len(set(limits)) == 3
    assert section.count('<svg class="rack"') == 3
    assert "keep_long_runs" not in section


def test_an_own_place_is_judged_by_a_link_of_the_drawing(shared: Site) -> None:
    first = get(shared, "kasi", AT)
    links = re.findall(r'<a href="\?rack=(\w+)&amp;u=(\d+)&amp;face=front#own"', first.text)
    assert links
    rack, unit = links[0]
    told = get(shared, "kasi", f"{AT}?rack={rack}&u={unit}&face=front")
    notice = plain(told.text.partition('role="status">')[2].partition("</div>")[0])
    assert notice.startswith(f"rack {rack}, U{unit}, front:")
    assert "it can stand there" in notice
    assert f'name="rack" value="{rack}"' in told.text
    assert 'value="own" checked' in told.text


def test_what_is_physical_is_refused_with_its_reason_and_not_chosen_in_the_form(shared: Site) -> None:
    told = get(shared, "kasi", f"{AT}?rack=A01&u=1&face=front", "id")
    notice = plain(told.text.partition('role="status">')[2].partition("</div>")[0])
    assert "tidak dapat ditempatkan, dan tidak dapat dikesampingkan" in notice
    assert "Tidak tersedia ruang kosong" in notice
    assert 'value="own" checked' not in told.text


def test_a_place_that_is_none_is_not_judged(shared: Site) -> None:
    for query in ("rack=XX&u=1", "rack=A03&u=x", "rack=A03&u=nan", "rack=A03&u=inf", "rack=A03&u=1e400"):
        got = get(shared, "kasi", f"{AT}?{query}&face=front")
        assert got.code == 200
        assert "On to the decision" not in got.text


def test_the_form_of_the_outcome_that_the_analysis_speaks_for_is_open(site: Site) -> None:
    assert opened(get(site, "kasi", AT).text) == ["fits"]
    got = get(site, "kasi", refused(site), "id")
    assert opened(got.text) == ["does_not_fit"]
    comment = got.text.partition('id="decide-does_not_fit-comment"')[2].partition("</textarea>")[0]
    assert "Panas perangkat melampaui" in comment


def test_a_refusal_names_rules_in_words_and_what_would_make_it_fit(site: Site) -> None:
    got = get(site, "kasi", refused(site))
    row = next(row for row in got.rows("reasons-head") if row[0].startswith("Heat of the rack"))
    assert row[1] == "7 / 14"
    assert row[4] == "448 W"
    works = plain(got.text.partition('id="works-head"')[2].partition("</ol>")[0])
    assert "Move simpeg-app-1 from A02 unit 11 to A03 unit 7: then it fits in A02 unit 11." in works
    assert "About 9 hours of work." in works


def test_several_items_are_placed_one_by_one(site: Site) -> None:
    carrier = Carrier(site.store, site.now).file(request(quantity=2)).to("3").analyse()
    site.now = carrier.now
    got = get(site, "kasi", f"/cases/{carrier.name}/analysis")
    assert 'name="rack-2"' in got.text
    caller = site.as_(WHO["kasi"])
    with site.store.read() as unit:
        version = str(unit.cases.get(carrier.name).version)
    form = {"version": version, "form": "decide-fits", "from": "analysis", "outcome": "fits", "place": "own"}
    form |= {"rack-1": "A03", "position_u-1": "7", "face-1": "front"}
    form |= {"rack-2": "A03", "position_u-2": "9", "face-2": "front", "reason": "Berdampingan."}
    answer = site.client.post(
        f"/cases/{carrier.name}/decide",
        headers=caller.headers,
        data={**form, "item": ["1", "2"]},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    with site.store.read() as unit:
        choice = unit.cases.get(carrier.name).choice
    assert choice is not None
    assert [(one.rack, one.position_hu) for one in choice.items] == [("A03", 14), ("A03", 18)]


def test_a_superior_gives_the_step_to_somebody_and_more_time(site: Site) -> None:
    page = f"/cases/{CASE}"
    assert f'action="{page}/reassign"' in get(site, "kabid", page).text
    assert f'action="{page}/reassign"' not in get(site, "kasi", page).text
    caller = site.as_(WHO["kabid"])
    with site.store.read() as unit:
        before = unit.cases.get(CASE)
    form = {"version": str(before.version), "form": "extend", "comment": "Menunggu data."}
    bad = site.client.post(f"{page}/extend", headers=caller.headers, data=form | {"due": "soon"})
    assert bad.status_code == 422
    sent = form | {"due": "2026-06-12T10:00"}
    good = site.client.post(f"{page}/extend", headers=caller.headers, data=sent, follow_redirects=False)
    assert good.status_code == 303
    with site.store.read() as unit:
        after = unit.cases.get(CASE)
    assert before.step is not None
    assert after.step is not None
    assert after.step.due is not None
    assert before.step.due is not None
    assert after.step.due > before.step.due
    to = str(WHO["kabid"])
    sent = {"version": str(after.version), "form": "reassign", "to": to, "comment": "Kasi sakit."}
    good = site.client.post(f"{page}/reassign", headers=caller.headers, data=sent, follow_redirects=False)
    assert good.status_code == 303
    with site.store.read() as unit:
        step = unit.cases.get(CASE).step
    assert step is not None
    assert step.holder == to


def test_officials_read_the_recommendation_with_its_risks_and_what_the_place_takes(site: Site) -> None:
    carrier = Carrier(site.store, site.now)
    carrier.name = CASE
    carrier.accept()
    got = get(site, "kabid", f"/cases/{CASE}")
    told = plain(got.text.partition('id="advice-head"')[2].partition("</section>")[0])
    assert "The analysis: It fits. Proposed: It can be placed. Place: rack" in told
    assert "Limits used to 90% or more" in told
    assert "binding" in told
    assert 'id="advice-head"' not in get(site, "agency", f"/cases/{CASE}").text
