"""Settings: what the environment says, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import VARIABLES, Settings, read_settings
from api.store import open_store
from capacity.errors import BadInput
from tests.api.running import Run


def test_without_variables_the_database_is_a_file_in_the_working_folder() -> None:
    assert read_settings({}) == read_settings({"TITIP_DATABASE": " "}) == Settings("sqlite:///titip.db")


def test_an_address_is_taken_as_it_is() -> None:
    assert read_settings({"TITIP_DATABASE": "postgresql://db/titip"}).database == "postgresql://db/titip"


@pytest.mark.parametrize(
    "address", ["titip.db", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://x/y"]
)
def test_an_address_of_nothing_that_titip_can_use_is_bad_input(address: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_settings({"TITIP_DATABASE": address})
    (problem,) = bad.value.problems
    assert (problem.file, problem.column) == ("environment", "TITIP_DATABASE")
    assert address not in problem.problem


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://titip:s3cret@db/titip", "postgresql://titip:***@db/titip"),
        ("postgresql://db/titip?user=titip&password=s3cret", "postgresql://db/titip?user=titip&password=***"),
        ("sqlite:///titip.db", "sqlite:///titip.db"),
    ],
)
def test_a_password_is_shown_nowhere(address: str, shown: str) -> None:
    settings = Settings(address)
    assert settings.shown == shown
    assert "s3cret" not in repr(settings)


def test_every_setting_has_its_variable() -> None:
    assert set(VARIABLES) == set(Settings.__dataclass_fields__)


def test_a_store_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    """Asking for something does not leave an empty database behind."""
    path = tmp_path / "titip.db"
    settings = Settings(f"sqlite:///{path}")
    with pytest.raises(BadInput), open_store(settings):
        pass
    assert not path.exists()
    with open_store(settings, make=True) as store:
        assert store.faults() == ()
    with open_store(settings) as store:
        assert store.faults() == ()


def test_a_file_that_is_no_database_is_bad_input(titip: Run, no_database: Path) -> None:
    """And is left as it is."""
    no_database.write_text("rack,row\n", encoding="utf-8")
    ran = titip("setup", "--json")
    assert ran.code == 2
    assert ran.said["errors"][0]["column"] == "TITIP_DATABASE"
    assert no_database.read_text(encoding="utf-8") == "rack,row\n"


def test_a_folder_in_place_of_the_database_and_one_that_is_missing_are_bad_input(
    titip: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (tmp_path, tmp_path / "none" / "titip.db"):
        monkeypatch.setenv("TITIP_DATABASE", f"sqlite:///{address}")
        assert titip("setup").code == 2


def test_a_server_that_is_not_there_is_a_failure(
    titip: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the input's fault: 70, and one line without the password."""
    monkeypatch.setenv("TITIP_DATABASE", f"postgresql://titip:s3cret@/titip?host={tmp_path}")
    ran = titip("office", "show")
    assert ran.code == 70
    assert ran.err.startswith("titip: store-down:")
    assert "s3cret" not in ran.err


def test_every_variable_stands_in_the_reference() -> None:
    """With its default."""
    text = (Path(__file__).resolve().parents[2] / "docs/reference/settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(TITIP_[A-Z_]+)` \| `?(.*?)`? \|", text, re.MULTILINE))
    assert rows == {variable: str(getattr(Settings(), name)) for name, variable in VARIABLES.items()}
