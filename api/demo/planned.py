"""Scenarios of the sample room, one of them planned; what the service works out as soon as it runs."""

from __future__ import annotations

import tomllib
from datetime import datetime

from capacity.data import data_path
from capacity.reading.catalogue import Catalogue
from workflow import planning
from workflow.computing import ForecastQuestion, WhatIfQuestion, ask
from workflow.ports import Store, UnitOfWork
from workflow.scenarios import Content

ROOM, PLANNER = "denpasar", "gede"
SCENARIOS = {
    "lose-ups-a": ("UPS A dilepas", "Siapa yang padam, dan apakah UPS B sendiri cukup?"),
    "four-racks": ("Empat rak tambahan", "Baris A diperpanjang pada panel yang ada."),
    "ten-old-servers": ("Sepuluh server lama keluar", "Setelah masa garansi habis."),
}


def plan(store: Store, catalogue: Catalogue, now: datetime) -> int:
    """Keep the scenarios, plan the second, and ask for a comparison and a forecast; how many there are."""

    def work(unit: UnitOfWork) -> None:
        kept = []
        for file, (name, note) in SCENARIOS.items():
            table = tomllib.loads(data_path(f"scenarios/{file}.toml").read_text())
            content = Content(name, tuple(table["changes"]), note)
            kept.append(planning.keep(unit, ROOM, content, PLANNER, now, catalogue).id)
        planning.promote(unit, kept[1], 1, due=None, note="Anggaran perubahan", by=PLANNER, at=now)
        compared = WhatIfQuestion(ROOM, tuple((one, 1) for one in kept), now.date(), queue=True)
        for question in (compared, ForecastQuestion(ROOM, now.date())):
            ask(unit, question, PLANNER, catalogue, now)
        unit.commit()

    store.run(work)
    return len(SCENARIOS)
