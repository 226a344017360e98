"""How wide a text is, and how it breaks into lines: by the widths that Arial and its likes share."""

from __future__ import annotations

# Thousandths of the font size.
_WIDTHS = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[]ft|\\",
    333: "()-r`",
    355: '"',
    389: "*",
    500: "Jckstvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH_OF = {char: width for width, chars in _WIDTHS.items() for char in chars}
_OTHER = 600
_BOLD = 1.08
# A machine without these fonts takes another, mostly wider one: lines keep this much in reserve.
RESERVE = 1.08


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text at a font size, in the unit of the size, with the reserve."""
    units = sum(_WIDTH_OF.get(char, _OTHER) for char in text)
    return units / 1000 * size * RESERVE * (_BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that are no wider than `room`; a word that is wider is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        while width_of(word, size, bold=bold) > room and len(word) > 1:
            cut = next(
                (n for n in range(len(word) - 1, 0, -1) if width_of(f"{word[:n]}-", size, bold=bold) <= room),
                1,
            )
            slash = word.rfind("/", 0, cut) + 1
            head = word[:slash] if slash else f"{word[:cut]}-"
            lines.append(head)
            word = word[slash or cut :]
        lines.append(word)
    return tuple(lines)
