"""What `titip case` refuses: the exit code, the stable code, and nothing that is done by halves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.api.case.walking import ADMIN, ASKER, HEAD, KABID, KASI, REGISTRAR, STRANGER, Walk, asked
from tests.api.running import Run


def test_a_refusal_is_a_sentence_and_a_code(walk: Walk, titip: Run) -> None:
    walk.file()
    ran = titip("case", "claim", walk.name, "--as", KASI, "--at", "2026-06-08T09:05")
    assert (ran.code, ran.out) == (1, "")
    assert "REFUSED" in ran.err
    assert f"{walk.name}  not-allowed" in ran.err
    assert "This is for Kepala Dinas or Sekretaris Dinas" in ran.err


def test_whoever_comes_second_meets_a_conflict(walk: Walk) -> None:
    walk.file()
    version = walk.show()["version"]
    walk.done("claim", "--version", version, by=HEAD)
    assert walk.refused("claim", "--version", version, by="dewi") == (1, "stale-version")


def test_nobody_decides_his_own_request(walk: Walk, titip: Run) -> None:
    titip("user", "hold", KASI, "agency-disdikpora", "--from", "2026-01-02")
    walk.file(by=KASI)
    walk.done("decide", "forward", *walk.papers("disposisi"), by=HEAD)
    walk.done("decide", "coordinated", *walk.papers("catatan_koordinasi"), by=KABID)
    assert walk.refused("analyse", by=KASI) == (1, "own-request")
    # His superior stands in, finds it in his inbox, and the timeline says so.
    assert walk.inbox(KASI) == []
    assert walk.inbox(KABID) == [("decide", walk.name, "3")]
    walk.done("analyse", by=KABID)
    last = titip("case", "timeline", walk.name, "--json").said["timeline"][-1]
    assert (last["person"], last["role"], last["instead_of"]) == (KABID, "kabid", "kasi")


def test_papers_are_asked_for_and_others_are_not_taken(walk: Walk) -> None:
    walk.file()
    assert walk.refused("decide", "forward", by=HEAD) == (1, "missing-paper")
    assert walk.refused("decide", "forward", *walk.papers("surat_balasan"), by=HEAD) == (1, "not-allowed")
    assert walk.refused("decide", "forward", *walk.papers("nota"), by=HEAD) == (1, "no-such-choice")
    assert walk.refused("decide", "sign", by=HEAD) == (1, "no-such-choice")
    assert walk.show()["step"] == "1b"


def test_somebody_else_s_request_is_not_filed_and_not_seen_to(walk: Walk) -> None:
    ran = walk.file(by=STRANGER)
    assert (ran.code, ran.said["error"]["code"]) == (1, "not-allowed")
    ran = walk.file(refers_to="PS-2020-0001")
    assert (ran.code, ran.said["error"]["code"]) == (1, "not-allowed")
    ran = walk.file(by=REGISTRAR, requester=ASKER, agenda="1")
    assert (ran.code, ran.said["error"]["code"]) == (2, "bad-value")
    assert walk.titip("case", "list", "--json").said["cases"] == []


def test_nothing_happens_before_what_has_happened(walk: Walk) -> None:
    walk.file()
    before = walk.titip("case", "claim", walk.name, "--as", HEAD, "--at", "2026-06-08T09:00:30", "--json")
    assert (before.code, before.said["error"]["code"]) == (2, "bad-value")
    with_zone = "2026-06-08T03:00:30+02:00"  # a minute and a half after nine in Denpasar: 9:00:30 there
    assert walk.titip("case", "claim", walk.name, "--as", HEAD, "--at", with_zone).code == 2
    assert walk.titip("case", "claim", walk.name, "--as", HEAD, "--at", "2026-06-08T09:01").code == 0


def test_the_same_key_has_one_effect(walk: Walk) -> None:
    first = walk.file(key="k1")
    assert walk.file(key="k1").said["case"] == first.said["case"]
    assert walk.file(key="k1", subject="Lain").said["error"]["code"] == "key-reused"
    version = walk.show()["version"]
    words = ["--version", version, "--key", "k2"]
    after = walk.done("claim", *words, by=HEAD)
    assert walk.done("claim", *words, by=HEAD) == after
    analysed = walk.show()["version"]
    assert walk.do("claim", "--key", "k3", by=HEAD).code == 2
    assert walk.show()["version"] == analysed


def test_an_analysis_sent_twice_under_a_key_is_recorded_once(walk: Walk) -> None:
    version = walk.analysed()["version"]
    words = ["--version", version, "--key", "again"]
    first = walk.done("analyse", *words, by=KASI)
    assert walk.done("analyse", *words, by=KASI)["version"] == first["version"]


def test_no_case_of_that_name_is_bad_input(walk: Walk) -> None:
    for command in ("show", "timeline"):
        ran = walk.titip("case", command, "PS-1", "--json")
        assert (ran.code, ran.said["error"]) == (
            2,
            {"code": "not-stored", "message": "There is no such case.", "case": "PS-1"},
        )
    assert walk.titip("case", "claim", "PS-1", "--as", HEAD).code == 2


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["decide", "CASE", "forward", "--paper", "disposisi"], "--paper"),
        (["decide", "CASE", "forward", "--signed", "disposisi=x.txt"], "--attest"),
        (["decide", "CASE", "fits", "--place", "1", "--own", "A03:1"], "--place"),
        (["decide", "CASE", "fits", "--own", "A03"], "--own"),
        (["decide", "CASE", "fits", "--own", "A03:1.3"], "--own"),
        (["decide", "CASE", "fits", "--own", "A03:1:left"], "--own"),
        (["decide", "CASE", "fits", "--place", "1", "--reason", "x"], "--reason"),
        (["analyse", "CASE", "--assume", "power_w=450"], "--assume"),
        (["extend", "CASE", "--until", "tomorrow", "--reason", "x"], "--until"),
        (["claim", "CASE", "--at", "noon"], "--at"),
        (["receive", "CASE", "--paper", "a=b", "--paper", "c=d"], "--paper"),
        (["move-version", "CASE", "--step", "2", "--to", "zz", "--reason", "x"], "--to"),
        (["hand-over", "CASE", "--serial", "A", "--weight-kg", "heavy"], "--weight-kg"),
        (["hand-over", "CASE", "--serial", "A", "--weight-kg", "1", "--weight-kg", "2"], "--weight-kg"),
        (["hand-over", "CASE", "--serial", "A", "--stands", "2=A03:1"], "--stands"),
        (["hand-over", "CASE", "--serial", "A", "--serial", "B", "--name", "web"], "--name"),
        (["hand-over", "CASE", "--serial", "A"], "--paper"),
    ],
)
def test_words_that_make_no_sense_are_named(walk: Walk, words: list[str], column: str) -> None:
    walk.file()
    ran = walk.titip(
        "case", *(walk.name if word == "CASE" else word for word in words), "--as", ADMIN, "--json"
    )
    assert ran.code == 2
    assert [one["column"] for one in ran.said["errors"]] == [column]


def test_files_that_cannot_be_used_are_named(walk: Walk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"power_w": 300, "power_w": 400}', encoding="utf-8")
    assert walk.file(broken).said["errors"][0]["file"] == "broken.json"
    assert walk.file(asked(tmp_path, power_w="much")).said["errors"][0]["column"] == "power_w"
    assert walk.file(channel="pigeon").code == 2
    walk.file()
    for content, told in ((b"", "empty"), (b"MZ\x00\x01program", "no file of a kind")):
        (tmp_path / "nota.bin").write_bytes(content)
        ran = walk.do("attach", f"disposisi={tmp_path / 'nota.bin'}", by=HEAD)
        assert (ran.code, told in ran.said["errors"][0]["problem"]) == (2, True)
    assert walk.do("attach", f"disposisi={tmp_path / 'missing.txt'}", by=HEAD).code == 2


def test_a_diff_needs_two_texts(walk: Walk) -> None:
    walk.file()
    for paper, code in (("rancangan_balasan", 2), ("surat_permohonan", 2), ("permohonan", 2)):
        assert walk.titip("case", "diff", walk.name, paper).code == code
    scan = walk.folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    walk.done("attach", f"surat_permohonan={scan}", by=ASKER)
    ran = walk.titip("case", "diff", walk.name, "surat_permohonan", "--json")
    assert (ran.code, ran.said["error"]["code"]) == (2, "bad-value")


def test_an_unknown_person_has_no_inbox(walk: Walk) -> None:
    ran = walk.titip("case", "inbox", "--as", "komank", "--json")
    assert ran.code == 2
    assert "komang" in ran.said["errors"][0]["advice"]
    assert walk.titip("case", "list", "--status", "lost").code == 2
    assert walk.titip("case", "timeline", "PS-1", "--language", "fr").code == 2


def test_an_act_that_is_to_come_is_refused(walk: Walk) -> None:
    walk.file()
    ahead = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    ran = walk.titip("case", "claim", walk.name, "--as", HEAD, "--at", ahead)
    assert (ran.code, "is to come" in ran.err) == (2, True)
