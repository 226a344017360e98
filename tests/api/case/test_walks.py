"""Cases carried from filing to the end of the stay, as somebody at a terminal does it."""

from __future__ import annotations

import json

from tests.api.case.walking import (
    ADMIN,
    ASKER,
    HEAD,
    KABID,
    KASI,
    OTHER_ASKER,
    REGISTRAR,
    SECRETARY,
    STRANGER,
    Walk,
    asked,
)
from tests.api.running import Run


def test_a_request_is_accepted_installed_and_leaves_again(walk: Walk, titip: Run) -> None:
    ended = walk.accepted()
    assert (ended["status"], ended["path"], ended["stay"]) == ("archived", "accept", "awaited")
    assert ended["place"]["state"] == "firm"
    assert walk.done("receive", *walk.papers("tanda_terima"), by=ASKER)["case"] == walk.name
    record = ["--serial", "SN-1", "--weight-kg", "25.5", "--power-w", "430", "--name", "web-disdikpora"]
    there = walk.done("hand-over", *record, *walk.papers("bast"), by=KASI)
    assert (there["stay"], there["place"]["state"]) == ("installed", "installed")
    room = titip("room", "db:denpasar", "--json", "--today", "2026-06-09").said
    assert room["devices"] == 251
    left = walk.done("end-stay", "--reason", "Dipindahkan ke PDN.", by=KABID)
    assert (left["stay"], left["place"]["state"]) == ("ended", "released")
    assert titip("room", "db:denpasar", "--json", "--today", "2026-06-09").said["devices"] == 250
    assert titip("audit", "verify", "--json").said["holds"] is True
    assert titip("audit", "faults", "--json").said["faults"] == []


def test_a_request_is_refused_and_comes_again_smaller(walk: Walk) -> None:
    walk.file(asked(walk.folder, "does-not-fit-gpu"), subject="Server GPU")
    answer = walk.analysed()["analysis"]["answer"]
    assert answer["decision"] == "does not fit"
    assert walk.refused("decide", "fits", "--place", "1", by=KASI) == (1, "no-such-choice")
    assert walk.refused("decide", "does_not_fit", by=KASI) == (1, "comment-needed")
    walk.done("decide", "does_not_fit", "--comment", "Daya rak tidak cukup.", by=KASI)
    walk.drafted("rancangan_balasan")
    walk.done("decide", "agree", by=KABID)
    signed = walk.done("decide", "sign", *walk.signed("surat_balasan"), by=KABID)
    assert signed["step"] == "8"  # step 7 is left out
    walk.done("send", "--channel", "kurir", by=KASI)
    refused = walk.done("decide", "archive", by=KASI)
    assert (refused["status"], refused["path"], refused["stay"], refused["place"]) == (
        "archived",
        "refuse",
        None,
        None,
    )
    (limit,) = [one["power_w"] for one in answer["would_fit_if"] if "power_w" in one]
    first = walk.name
    again = walk.file(asked(walk.folder, "does-not-fit-gpu", power_w=limit), refers_to=first)
    assert again.code == 0
    assert walk.show()["refers_to"] == first
    assert walk.analysed()["analysis"]["answer"]["decision"] == "fits"


def test_an_application_takes_a_host(walk: Walk) -> None:
    walk.file(asked(walk.folder, "application-fits"), subject="Aplikasi")
    (host,) = walk.analysed()["analysis"]["answer"]["placement"]
    held = walk.done("decide", "fits", "--host", host["host"], by=KASI)
    assert (held["place"]["state"], held["place"]["where"]) == ("held", f"host {host['host']}")


def test_a_question_pauses_the_clock_and_the_answer_may_change_the_request(walk: Walk) -> None:
    analysed = walk.analysed()
    paused = walk.done("ask", "Berapa daya sebenarnya?", by=KASI)
    assert (paused["due"], paused["in_time"], paused["step"]) == (None, None, "3")
    assert paused["asked"] is not None
    assert walk.inbox(KASI) == [("wait", walk.name, "3")]
    assert walk.inbox(OTHER_ASKER) == [("answer", walk.name, "3")]
    assert walk.inbox(STRANGER) == []
    assert walk.refused("decide", "fits", "--place", "1", by=KASI) == (1, "conflict")
    smaller = asked(walk.folder, power_w=300)
    answered = walk.done("answer", "300 W.", "--request", smaller, by=OTHER_ASKER)
    # It stood for two minutes of working time, from the question to the answer, a refused decision between.
    assert (analysed["due"], answered["due"]) == ("2026-06-09T01:03:00+00:00", "2026-06-09T01:05:00+00:00")
    assert answered["asked"] is None
    shown = walk.show()
    assert (shown["request"]["revision"], shown["requesters"]) == (2, [ASKER, OTHER_ASKER])
    assert walk.refused("decide", "fits", "--place", "1", by=KASI) == (1, "not-yet")
    walk.done("analyse", by=KASI)
    assert walk.done("decide", "fits", "--place", 1, by=KASI)["step"] == "4"


def test_a_question_may_be_dropped(walk: Walk) -> None:
    walk.file()
    walk.done("ask", "Untuk apa?", by=SECRETARY)
    assert walk.refused("drop-question", by=HEAD) == (1, "comment-needed")
    assert walk.done("drop-question", "--reason", "Sudah jelas.", by=HEAD)["asked"] is None


def test_a_draft_goes_back_and_comes_again_as_a_revision(walk: Walk, titip: Run) -> None:
    walk.analysed()
    walk.done("decide", "fits", "--place", 1, by=KASI)
    walk.done("attach", walk.paper("rancangan_balasan", "Dapat ditempatkan di rak A03."), by=KASI)
    walk.drafted("rancangan_penetapan", "surat_pengantar")
    back = walk.done("decide", "disagree", "--comment", "Sebut unitnya.", by=KABID)
    assert back["step"] == "4"
    walk.paper("rancangan_balasan", "Dapat ditempatkan di rak A03 unit 7.")
    drafts = [word for n in ("rancangan_penetapan", "surat_pengantar") for word in ("--paper", walk.paper(n))]
    text = f"rancangan_balasan={walk.folder / 'rancangan_balasan.txt'}"
    walk.done("decide", "submit_draft", "--paper", text, *drafts, by=KASI)
    pieces = titip("case", "diff", walk.name, "rancangan_balasan", "--json").said["pieces"]
    assert [(piece["kind"], piece["text"]) for piece in pieces] == [
        ("same", "Dapat ditempatkan di rak "),
        ("removed", "A03."),
        ("added", "A03 unit 7."),
    ]
    printed = titip("case", "diff", walk.name, "rancangan_balasan").out
    assert "[-A03.-]" in printed
    assert "{+A03 unit 7.+}" in printed
    figures = titip("case", "figures", "--json").said
    assert {one["name"]: one["sent_back"] for one in figures["roles"]} == {
        "kabid": 1,
        "kasi": 0,
        "kepala_dinas": 0,
    }


def test_a_registrar_files_on_paper_and_the_clock_starts_at_his_stamp(walk: Walk) -> None:
    said = walk.file(
        by=REGISTRAR,
        channel="paper",
        agenda="045/12",
        requester=ASKER,
        since="2026-06-08T08:00",
    ).said
    assert said["since"] == "2026-06-08T00:00:00+00:00"
    shown = walk.show()
    assert (shown["channel"], shown["agenda"], shown["filed_by"]) == ("paper", "045/12", REGISTRAR)
    walk.done("ask", "Lampirannya?", by=HEAD)
    assert walk.inbox(REGISTRAR) == [("answer", walk.name, "1b")]


def test_a_step_is_claimed_given_away_and_put_back(walk: Walk) -> None:
    walk.file()
    assert walk.done("claim", by=SECRETARY)["holder"] == SECRETARY
    assert walk.refused("claim", by=HEAD) == (1, "conflict")
    assert walk.inbox(HEAD) == []
    assert walk.done("unclaim", by=SECRETARY)["holder"] is None
    assert walk.inbox(HEAD) == [("decide", walk.name, "1b")]
    assert walk.refused("reassign", "--to", KABID, by=HEAD) == (1, "comment-needed")
    given = walk.done("reassign", "--to", KABID, "--reason", "Rapat.", by=HEAD)
    assert [one["person"] for one in given["turn"]] == [KABID]
    assert walk.inbox(KABID) == [("decide", walk.name, "1b")]
    later = walk.done("extend", "--until", "2026-06-08T15:00", "--reason", "Rapat.", by=HEAD)
    assert later["due"] == "2026-06-08T07:00:00+00:00"
    assert walk.show()["original_due"] == "2026-06-08T02:01:00+00:00"


def test_agencies_withdraw_and_the_division_cancels(walk: Walk) -> None:
    walk.file()
    assert walk.done("withdraw", by=ASKER)["status"] == "withdrawn"
    walk.file()
    assert walk.refused("cancel", by=KABID) == (1, "comment-needed")
    assert walk.done("cancel", "--reason", "Ganda.", by=KABID)["status"] == "cancelled"
    listed = walk.titip("case", "list", "--status", "withdrawn", "--json").said["cases"]
    assert [one["case"] for one in listed] == ["PS-2026-0001"]
    assert len(walk.titip("case", "list", "--agency", "Disdikpora", "--json").said["cases"]) == 2


def test_an_own_place_is_verified_and_may_override_soft_rules_only(walk: Walk) -> None:
    walk.analysed()
    assert walk.do("decide", "fits", "--own", "A03:1:front", by=KASI).code == 1
    held = walk.done("decide", "fits", "--own", "A03:20", by=KASI)
    assert held["place"]["where"] == "rack A03, unit 20, front"


def test_missing_data_may_be_assumed(walk: Walk) -> None:
    walk.file(asked(walk.folder, "cannot-decide-no-draw"))
    first = walk.analysed()["analysis"]
    assert first["answer"]["decision"] == "cannot decide"
    gaps = [(one["table"], one["name"], one["column"]) for one in first["assumable"]]
    assert ("request", "", "power_w") in gaps
    second = walk.done("analyse", "--assume", "request::power_w=450:nameplate: of a like server", by=KASI)
    assert second["analysis"]["answer"]["decision"] == "fits"
    (sentence,) = second["analysis"]["assumptions"]
    assert sentence.endswith("taken as 450: nameplate: of a like server")


def test_several_items_are_handed_over_with_values_of_their_own(walk: Walk) -> None:
    walk.file(asked(walk.folder, quantity=2))
    walk.accepted()
    words = [
        "--serial",
        "SN-1",
        "--serial",
        "SN-2",
        "--power-w",
        "400",
        "--weight-kg",
        "25",
        "--weight-kg",
        "26",
    ]
    assert walk.do("hand-over", *words, "--name", "web", *walk.papers("bast"), by=KASI).code == 2
    there = walk.done("hand-over", *words, "--name", "2=web-2", *walk.papers("bast"), by=KASI)
    assert there["stay"] == "installed"
    told = walk.titip("case", "timeline", walk.name, "--json").said["timeline"][-1]["text"]["en"]
    assert "SN-1" in told
    assert "SN-2" in told


def test_a_case_moves_to_another_version_after_a_preview(walk: Walk, titip: Run) -> None:
    from tests.api.test_cli_office import PROCEDURE

    walk.file()
    changed = walk.folder / "procedure.yaml"
    text = PROCEDURE.read_text(encoding="utf-8")
    changed.write_text(
        text.replace("version: 1\n", "version: 2\n").replace("time: 2 jam", "time: 3 jam"), encoding="utf-8"
    )
    assert titip("procedure", "publish", changed).code == 0
    found = walk.done("move-version", "--step", "4", "--dry-run", by=ADMIN)["hindrances"]
    assert len(found) == 2  # no walk comes there without a path, and the analysis is lacking
    assert walk.done("move-version", "--step", "1b", "--dry-run", by=ADMIN)["hindrances"] == []
    assert walk.refused("move-version", "--step", "1b", "--reason", "SOP baru", by=KASI) == (1, "not-allowed")
    before = walk.show()["procedure"]
    walk.done("move-version", "--step", "1b", "--reason", "SOP baru", by=ADMIN)
    assert walk.show()["procedure"] != before


def test_the_place_is_printed_as_people_read_it(walk: Walk, titip: Run) -> None:
    walk.analysed()
    at = "2026-06-08T09:30"
    ran = titip("case", "decide", walk.name, "fits", "--place", "2", "--as", KASI, "--at", at)
    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines() if line.strip()]
    assert lines[0] == f"DONE   {walk.name}  Disdikpora: Server web"
    assert lines[1] == "step 4  Drafts the reply letter"
    assert lines[2].startswith("turn of Contoh Komang (Kepala Seksi")
    assert lines[2].endswith("due 2026-06-08 11:30 WITA")
    assert lines[3] == "held until 2026-06-25 09:30 WITA in room denpasar: rack A03, unit 9, front"
    shown = titip("case", "show", walk.name, "--at", at).out
    assert "submit_draft" in shown
    assert json.loads(titip("case", "show", walk.name, "--json").out)["papers"][0]["sha256"][:12] in shown
