"""``python -m benchmarks.vbp FILE...`` packs ``.vbp`` files: racks opened, the bound, and the peers."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.vbp.compare import OURS, packed
from benchmarks.vbp.problem import parse
from capacity.errors import BadInput

SECONDS = 60.0


def main(names: list[str]) -> int:
    """Print a line per file; 1 where a peer opens fewer racks, 2 where a file is no problem."""
    worse = 0
    for name in names:
        try:
            found = packed(parse(Path(name).read_text(encoding="utf-8"), name), SECONDS)
        except BadInput as bad:
            print("\n".join(map(str, bad.problems)), file=sys.stderr)
            return 2
        worse |= found.worse
        peers = ", ".join(f"{peer} {count}" for peer, count in found.opened.items() if peer != OURS)
        print(
            f"{name}: {found.ours} racks, at least {found.bound}; {peers}; {found.seconds:.1f} s", flush=True
        )
    return int(worse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
