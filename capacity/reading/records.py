"""From the bytes of a CSV file to its records, with the row numbers a spreadsheet shows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from capacity.reading.problems import Problems, Refused

MOST_ROWS = 150_000
# Bounds on one record: without them a file of commas alone becomes a row of millions of cells.
_LONGEST_LINE = 200_000
_MOST_LINES_PER_RECORD = 200

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Rows are parsed in blocks, so that the texts of a large file are never all in memory.
_BLOCK = 8_192

# Row numbers, and the cells of each of these rows.
Block = tuple[list[int], list[list[str]]]


def decode(file: str, data: bytes, problems: Problems) -> str | None:
    """The text of a UTF-8 file without its byte order mark; None and a problem if it is none."""
    if data.startswith(_UTF_16):
        problems.add(file, None, "", "The file is UTF-16, not UTF-8.", "Save it as 'CSV UTF-8'.")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(
            file,
            line,
            "",
            f"The byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not UTF-8.",
            "Save the file as 'CSV UTF-8'.",
        )
        return None


class _Lines:
    """The physical lines of a file; refuses lines and records of absurd size.

    Decoding goes along with reading, so that the text of a large file is never whole in memory.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.since_record = 0

    def __iter__(self) -> Iterator[str]:
        for line in io.TextIOWrapper(io.BytesIO(self._data), encoding="utf-8-sig", newline=""):
            self.since_record += 1
            if len(line) > _LONGEST_LINE or self.since_record > _MOST_LINES_PER_RECORD:
                raise Refused(
                    "The row is longer than can be read.", "Look for a quote that is never closed in it."
                )
            yield line


def blocks(file: str, data: bytes, problems: Problems) -> Iterator[Block]:
    """The records that are not blank, in blocks, with their row numbers (1: the file's first record).

    Records are counted as a spreadsheet counts them: blank ones too, and one with a line break
    in a quoted cell once. Malformed CSV ends the iteration with a problem.
    """
    if data.startswith(_UTF_16):
        decode(file, data, problems)
        return
    lines = _Lines(data)
    row = 0
    numbers: list[int] = []
    texts: list[list[str]] = []
    try:
        for cells in csv.reader(lines, strict=True):
            if row == MOST_ROWS:
                raise Refused(f"The file has more than {MOST_ROWS} rows.", "Split the room, or remove rows.")
            row += 1
            lines.since_record = 0
            # The first cell is nearly always filled, so the others are rarely looked at.
            if cells and (cells[0].strip() or any(map(str.strip, cells))):
                numbers.append(row)
                texts.append(cells)
                if len(texts) == _BLOCK:
                    yield numbers, texts
                    numbers, texts = [], []
    except UnicodeDecodeError:
        # Decoded in pieces, the error knows no place in the file: look again.
        decode(file, data, problems)
    except Refused as refused:
        problems.refuse(file, row + 1, "", refused)
    except csv.Error as error:
        problems.refuse(file, row + 1, "", _malformed(str(error)))
    if texts:
        yield numbers, texts


def _malformed(error: str) -> Refused:
    if "unexpected end" in error:
        return Refused("A quote is opened and never closed.", 'Close it, or write a quote in a cell as "".')
    if "field limit" in error:
        return Refused("A cell is far too long.", "Look for a quote that is never closed.")
    return Refused(
        "Text follows a closing quote.", 'Put the whole cell in quotes, and write a quote in it as "".'
    )
