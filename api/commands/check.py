"""titip check: one request, or each of several by itself against the room as it stands."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

from api.room_at import room_at
from placement.answer import Answer, answer_json
from placement.check import Checker
from placement.own import own_place
from placement.reading import read_request, read_requests

EXIT = {"fits": 0, "does not fit": 3, "cannot decide": 4}
WORST = (4, 3, 0)


def run_check(
    room_text: str,
    request_path: Path,
    today: date,
    alternatives: int | None,
    *,
    certify: bool,
    remedies: bool,
    own: tuple[str, int, str] | None,
    as_json: bool,
) -> int:
    """Check and print; returns the exit code, for several requests the worst."""
    room, catalogue_of_room = room_at(room_text)
    catalogue = catalogue_of_room()
    several = request_path.suffix.lower() == ".csv"
    requests = read_requests(request_path, catalogue) if several else (read_request(request_path, catalogue),)
    checker = Checker(room, today)
    answers: list[tuple[Answer, float]] = []
    for request in requests:
        started = time.perf_counter()
        if own is not None:
            answer = own_place(checker, request, *own)
        else:
            answer = checker.check(
                request,
                alternatives=alternatives,
                one_per_rack=not as_json,
                certify=certify or None,
                remedies=remedies,
            )
        answers.append((answer, time.perf_counter() - started))
    if as_json:
        _print_json(answers, several=several)
    else:
        from api.render.check import print_answer, print_answers

        checked = [(request, *said) for request, said in zip(requests, answers, strict=True)]
        if len(checked) == 1:
            print_answer(room, *checked[0], own=own, today=today)
        else:
            print_answers(room, checked, today=today)
    return next((code for code in WORST if code in {EXIT[a.decision] for a, _ in answers}), 0)


def _print_json(answers: list[tuple[Answer, float]], *, several: bool) -> None:
    said = [answer_json(answer, seconds) for answer, seconds in answers]
    print(json.dumps(said if several else said[0], indent=1, ensure_ascii=True))
