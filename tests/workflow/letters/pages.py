"""What stands on the pages of a PDF."""

from __future__ import annotations

import pypdfium2


def pages(pdf: bytes) -> list[str]:
    """The text of each page, every run of white space one blank."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def words(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def dark_square(
    pdf: bytes, page: int, beside: str, left_mm: float, side_mm: float, cells: int
) -> list[list[bool]]:
    """A square left of some text and centred on it, as `cells` by `cells` points that are dark or not."""
    dots = 8
    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[page - 1]
        text = shown.get_textpage()
        found = text.search(beside).get_next()
        assert found is not None
        boxes = [text.get_charbox(number) for number in range(found[0], found[0] + found[1])]
        middle_mm = (
            (shown.get_height() - (max(b[3] for b in boxes) + min(b[1] for b in boxes)) / 2) / 72 * 25.4
        )
        bitmap = shown.render(scale=dots * 25.4 / 72, grayscale=True)
        rows = bytes(bitmap.buffer)
        step = side_mm / cells

        def dark(row: int, column: int) -> bool:
            y = int((middle_mm - side_mm / 2 + (row + 0.5) * step) * dots)
            x = int((left_mm + (column + 0.5) * step) * dots)
            return rows[y * bitmap.stride + x] < 128

        return [[dark(row, column) for column in range(cells)] for row in range(cells)]


def ink_outside(pdf: bytes, left_mm: float, right_mm: float) -> list[int]:
    """Pages (from 1) on which something is printed left or right of the margins."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            bitmap = page.render(scale=1, grayscale=True)
            dots_per_mm = 72 / 25.4
            left, right = int(left_mm * dots_per_mm), bitmap.width - int(right_mm * dots_per_mm)
            rows = bytes(bitmap.buffer)
            for y in range(bitmap.height):
                row = rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]
                if min(row[:left]) < 128 or min(row[right:]) < 128:
                    found.append(number)
                    break
    return found
