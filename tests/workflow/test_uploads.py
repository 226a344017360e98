"""Files that are handed in: size, kind, name, and what hides in them."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from capacity.errors import BadInput
from workflow.uploads import LONGEST_NAME, PAPERS, UploadLimits, safe_name, take, take_from, take_path

PDF = b"%PDF-1.7\n"
SMALL = UploadLimits(largest_bytes=100)


def office_file(**entries: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("docProps/core.xml", "<c/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def refusal(name: str, content: bytes, limits: UploadLimits | None = None) -> str:
    with pytest.raises(BadInput) as bad:
        take(name, content, limits) if limits else take(name, content)
    (problem,) = bad.value.problems
    assert problem.advice
    return problem.problem


def test_a_paper_is_kept_with_its_kind_size_and_hash() -> None:
    taken = take("Surat Permohonan.pdf", PDF)
    assert (taken.name, taken.media_type, taken.size_bytes) == ("Surat Permohonan.pdf", "application/pdf", 9)
    assert taken.sha256 == sha256(PDF).hexdigest()


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_a_file_has_its_limit_to_the_byte(size: int, fits: bool) -> None:
    content = PDF + b" " * (size - len(PDF))
    if fits:
        assert take("a.pdf", content, SMALL).size_bytes == size
    else:
        assert "larger than" in refusal("a.pdf", content, SMALL)


def test_of_a_stream_no_more_than_the_limit_is_read() -> None:
    class Counted(BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size >= 0
            self.asked += size
            return super().read(size)

    endless = Counted(PDF + b" " * 10_000)
    with pytest.raises(BadInput):
        take_from("a.pdf", endless, SMALL)
    assert endless.asked == 101


def test_a_file_of_the_machine_is_taken_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    assert take_path(tmp_path / "a.pdf") == take("a.pdf", PDF)
    for missing in (tmp_path / "b.pdf", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            take_path(missing)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 50,
        b"\x7fELF\2\1\1\0",
        b"GIF89a\1\0\1\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\0" * 10,
        "é".encode("utf-16"),
    ],
)
def test_the_content_decides_not_the_name(content: bytes) -> None:
    assert "no file of a kind" in refusal("Surat.pdf", content)


def test_an_empty_file_is_none() -> None:
    assert "empty" in refusal("a.pdf", b"")


def test_a_page_with_scripts_is_text_and_is_named_so() -> None:
    taken = take("x.html", b"<script>alert(1)</script>")
    assert (taken.media_type, taken.name) == ("text/plain", "x.html.txt")


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"../../evil": b"x"}, "leads out of it"),
        ({"/etc/passwd": b"x"}, "leads out of it"),
        ({"big": b"\0" * (5 << 20)}, "unpacks to"),
        ({f"f{n}": b"x" for n in range(250)}, "more than 200"),
        ({"word/vbaProject.bin": b"x"}, "macros"),
    ],
)
def test_office_documents_are_looked_into(entries: dict[str, bytes], reason: str) -> None:
    assert take("a.docx", office_file()).media_type.endswith("wordprocessingml.document")
    assert reason in refusal("a.docx", office_file(**entries))


def test_a_damaged_or_plain_zip_is_refused() -> None:
    assert "damaged" in refusal("a.docx", office_file()[:-30])
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "no file of a kind" in refusal("a.zip", made.getvalue())


def test_other_limits_take_other_kinds() -> None:
    only_pdf = UploadLimits(kinds=("application/pdf",))
    assert take("a.pdf", PDF, only_pdf).name == "a.pdf"
    assert "no file of a kind" in refusal("a.txt", b"hello", only_pdf)
    assert "image/svg+xml" not in PAPERS


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Surat No. 12 (revisi).pdf", "Surat No. 12 (revisi).pdf"),
        ("C:\\Users\\sari\\surat.pdf", "surat.pdf"),
        ("../../etc/cron.d/x.pdf", "x.pdf"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("-rf.pdf", "rf.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('a";filename="b.pdf', "a filename= b.pdf"),
        ("\x1b[31mred.pdf", "[31mred.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("a\0.pdf", "a .pdf"),
        ("\ud800.pdf", "pdf"),
        ("<b>x</b>.pdf", "b .pdf"),
        ("ᬲᬸᬭᬢ᭄.pdf", "ᬲᬸᬭᬢ᭄.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_shown_without_what_acts_on_anything(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    short = safe_name("x" * 1000 + ".pdf")
    assert len(short) <= LONGEST_NAME
    assert short.endswith(".pdf")
    assert len(safe_name("x" * 1000)) == LONGEST_NAME
    assert len(safe_name("x." + "y" * 1000)) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "ends"), [("a.PDF", "a.PDF"), ("a", "a.pdf"), ("a.exe", "a.exe.pdf"), ("a.docx", "a.docx.pdf")]
)
def test_a_name_ends_as_what_the_file_is(name: str, ends: str) -> None:
    assert take(name, PDF).name == ends


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.JPEG"])
def test_both_endings_of_a_picture_are_left(name: str) -> None:
    assert take(name, b"\xff\xd8\xff\xe0").name == name
