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
