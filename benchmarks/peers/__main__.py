"""``python -m benchmarks.peers RACKS COUNT KIND [SEED [SECONDS [NAME ...]]]``: one comparison as a table."""

from __future__ import annotations

import sys

from benchmarks.compare import PEERS, compare, table


def main(words: list[str]) -> None:
    racks, count, kind, *rest = words
    seed, seconds = int(rest[0]) if rest else 1, float(rest[1]) if len(rest) > 1 else 10.0
    print(table(compare(int(racks), int(count), kind, seed, seconds, rest[2:] or PEERS)))


if __name__ == "__main__":
    main(sys.argv[1:])
