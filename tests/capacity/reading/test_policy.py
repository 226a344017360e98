"""policy.toml: exact types, exact numbers, and no key that is silently ignored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from capacity.errors import Problem
from capacity.policy import RANKING_DEFAULTS, Policy
from capacity.reading.policy import policy_from, read_policy
from capacity.reading.problems import Problems


def read(text: str | bytes) -> tuple[Policy, list[Problem]]:
    problems = Problems()
    policy = read_policy(text.encode() if isinstance(text, str) else text, problems)
    return policy, problems.listed()


def test_every_key_is_read_into_base_units() -> None:
    """Millionths, half units, g and mm, as the policy keeps them."""
    policy, problems = read(
        'version = "7"\n[power]\nusable_fraction = 0.9\nsurvive = ["utility", "ups"]\nmax_imbalance = 0.15\n'
        "nameplate_factor = 0.7\n[cooling]\nspare = 2\n[space]\nkeep_free_u = 1.5\n[weight]\nheavy_kg = 35\n"
        "heavy_below_u = 20\n[network]\nriser_m = 2.5\nin_rack_m = 1\n"
        "[hosting]\nspare = 0\nvcpu_overcommit = 2.5\n"
        '[standards]\nunlisted = "refuse"\nexpired = "refuse"\n[ranking]\nleg_balance = 9\n'
        '[unknown]\ndraw_w_per_u = 250\nweight_kg_per_u = 12.5\nlimits = "condition"\n'
    )
    assert not problems
    assert policy == Policy(
        version="7",
        usable_ppm=900_000,
        survive=("utility", "ups"),
        max_imbalance_ppm=150_000,
        nameplate_ppm=700_000,
        cooling_spare=2,
        keep_free_hu=3,
        heavy_g=35_000,
        heavy_below_hu=40,
        riser_mm=2_500,
        in_rack_mm=1_000,
        hosting_spare=0,
        overcommit_ppm=2_500_000,
        unlisted="refuse",
        expired="refuse",
        ranking={**RANKING_DEFAULTS, "leg_balance": 9},
        draw_w_per_u=250,
        weight_g_per_u=12_500,
        unknown_limits="condition",
    )


def test_an_empty_policy_is_the_contract_s_default() -> None:
    """Nothing written, nothing changed; nothing survives is something else."""
    assert read("")[0] == Policy()
    assert read("[power]\nsurvive = []\n")[0].survive == ()
    assert read("[cooling]\nspare = 1000000000\n")[0].cooling_spare == 10**9


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("[powr]\nusable_fraction = 0.8\n", "powr"),
        ("usable_fraction = 0.8\n", "usable_fraction"),
        ("[power]\nfoo = 1\n", "power.foo"),
        ("power = 3\n", "power"),
        ("[[power]]\nusable_fraction = 0.8\n", "power"),
        ("[power]\nusable_fraction = nan\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = -inf\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = 8e-1\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = 80\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = 0.1234567\n", "power.usable_fraction"),
        ('[power]\nusable_fraction = "0.8"\n', "power.usable_fraction"),
        ("[power]\nusable_fraction = true\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = [0.8]\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = {a = 1}\n", "power.usable_fraction"),
        ("[power]\nusable_fraction = 2026-01-01\n", "power.usable_fraction"),
        ('[power]\nsurvive = "ups"\n', "power.survive"),
        ('[power]\nsurvive = ["batteries"]\n', "power.survive"),
        ("[power]\nsurvive = [1]\n", "power.survive"),
        ('[cooling]\nspare = "one"\n', "cooling.spare"),
        ("[cooling]\nspare = -1\n", "cooling.spare"),
        ("[cooling]\nspare = 0.5\n", "cooling.spare"),
        (f"[cooling]\nspare = {'9' * 3900}\n", "cooling.spare"),
        ('[unknown]\nlimits = "maybe"\n', "unknown.limits"),
        ('[unknown]\nlimits = ""\n', "unknown.limits"),
        ("[space]\nkeep_free_u = 0.25\n", "space.keep_free_u"),
        ("[ranking]\nbeauty = 1\n", "ranking.beauty"),
        ("version = 3\n", "version"),
        ('version = "a\\u001bb"\n', "version"),
        ('"\\u001b[2J" = 1\n', "\\x1b[2J"),
        ("reference = 1\n", "reference"),
        ("[reference]\nu_height = 1\n", "reference"),
        ("[[reference]]\nu_hight = 1\n", "reference[1].u_hight"),
        ("[[reference]]\n[[reference]]\nu_height = 1.25\n", "reference[2].u_height"),
        ("[[reference]]\nrequest = 5\n", "reference[1].request"),
    ],
)
def test_what_is_not_as_described_is_refused(text: str, column: str) -> None:
    """Unknown sections and keys, wrong types, and numbers that cannot be kept exactly."""
    _, (problem,) = read(text)
    assert (problem.file, problem.row, problem.column) == ("policy.toml", None, column)
    assert problem.advice


@pytest.mark.parametrize(
    "text",
    [
        "power:\n  usable_fraction: 0.8\n",
        b"[power]\n\xe9 = 1\n",
        "a = " + "[" * 3_000,
        "a" + ".a" * 20_000 + " = 1\n",
        f"[cooling]\nspare = {'9' * 5000}\n",
        "[power]\n[power]\n",
    ],
)
def test_what_is_no_toml_is_refused(text: str | bytes) -> None:
    """YAML, other encodings, and texts made to exhaust the parser."""
    policy, (problem,) = read(text)
    assert problem.file == "policy.toml"
    assert policy == Policy()


def test_all_problems_of_a_policy_come_at_once() -> None:
    """A wrong section does not hide a wrong key."""
    _, problems = read("[x]\n[power]\nfoo = 1\nusable_fraction = 2\n[cooling]\nspare = 1.5\n")
    assert [p.column for p in problems] == ["cooling.spare", "power.foo", "power.usable_fraction", "x"]


def test_references_are_kept_as_they_stand() -> None:
    """A decimal keeps its text, so that a request made of it is exact."""
    policy, problems = read("[[reference]]\nu_height = 2\nweight_kg = 20.50\nkeep = ['apart:rack']\n")
    assert not problems
    assert policy.references == ({"u_height": 2, "weight_kg": "20.50", "keep": ["apart:rack"]},)


def test_a_policy_can_be_laid_over_another() -> None:
    """A scenario changes some keys and leaves the others as they were."""
    base = replace(Policy(), usable_ppm=700_000, ranking={"leg_balance": 5})
    problems = Problems()
    changed = policy_from(
        {"cooling": {"spare": 0}, "power": {"nameplate_factor": Decimal("0.7")}}, problems, base=base
    )
    assert not problems.listed()
    assert (changed.cooling_spare, changed.usable_ppm, changed.nameplate_ppm) == (0, 700_000, 700_000)
    assert changed.ranking["leg_balance"] == 5
