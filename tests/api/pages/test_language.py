"""Every sentence of the pages is there in both languages, and nothing is translated that no page says."""

from __future__ import annotations

import ast
import re
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from api.pages import words
from api.pages.fields import FIELDS, LABELS
from api.pages.language import CATALOGUES, catalogue
from api.pages.page import TEMPLATES
from workflow.procedure import Text

NAMES = {"CSV", "Host", "No.", "Port", "Register", "SRIKANDI", "Status", "Titip", "XLSX"}
WORD = re.compile(r"[^\W\d_]{2,}")


def said() -> set[str]:
    """The messages of the templates."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    found: set[str] = set()
    for file in TEMPLATES.glob("*.html"):
        for _, _, message, _ in babel_extract(BytesIO(file.read_bytes()), ("_", "gettext"), (), options):
            found.add(message if isinstance(message, str) else str(message[0]))
    return found


def translated() -> dict[str, str]:
    with (CATALOGUES / "id.po").open("rb") as source:
        return {str(one.id): str(one.string) for one in read_po(source) if one.id}


def test_every_sentence_of_the_templates_is_translated_and_no_other() -> None:
    known = translated()
    assert {"missing": sorted(said() - set(known)), "unused": sorted(set(known) - said())} == {
        "missing": [],
        "unused": [],
    }
    assert not [name for name, text in known.items() if not text.strip()]


def test_translations_fill_in_the_same_values() -> None:
    def holes(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s", text))

    assert not [name for name, text in translated().items() if holes(name) != holes(text)]


def test_the_catalogue_is_what_pages_are_shown_with() -> None:
    assert catalogue("id").gettext("Sign in") == "Masuk"
    assert catalogue("en").gettext("Sign in") == "Sign in"


def test_templates_say_nothing_outside_of_the_catalogue() -> None:
    """What stands between tags is asked from the catalogue; bare words would stay in one language."""
    bare = []
    for file in TEMPLATES.glob("*.html"):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", file.read_text(), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "\n", text)
        bare += [f"{file.name}: {word}" for word in WORD.findall(text) if word not in NAMES]
    assert bare == []


def test_attributes_that_are_read_out_come_from_the_catalogue() -> None:
    read_out = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]*)"')
    wrong = [
        f"{file.name}: {value}"
        for file in TEMPLATES.glob("*.html")
        for value in read_out.findall(file.read_text())
        if WORD.search(re.sub(r"\{\{.*?\}\}", "", value))
    ]
    assert wrong == []


def test_texts_in_python_say_it_in_both_languages() -> None:
    tables = [
        value
        for name, value in vars(words).items()
        if name.isupper() and isinstance(value, dict | type(words.STATUS))
    ]
    texts = [text for table in tables for text in table.values()]
    texts += [text for field in FIELDS.values() for text in (field.label, field.hint) if text is not None]
    texts += list(LABELS.values())
    assert len(texts) > 60
    assert not [
        text for text in texts if not (isinstance(text, Text) and text.id.strip() and text.en.strip())
    ]


def test_pages_in_python_hold_no_sentence_of_their_own() -> None:
    """What `render` shows comes from texts in two languages; f-strings for people are not made there."""
    for file in Path(words.__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text())
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "render":
                for keyword in call.keywords:
                    text = getattr(keyword.value, "value", None)
                    assert not (isinstance(text, str) and " " in text), (file.name, text)
