"""`python -m api.demo`: everything that is shown, one part after the other."""

from __future__ import annotations

import os
import sys

from api.demo import cases, commands, serving


def main() -> int:
    """Show all of it; 0 if each part ended as it should."""
    wrong = commands.show() + cases.show()
    print("\n`.venv/bin/titip --help` lists the commands.")
    if wrong:
        return 1
    return serving.serve() if os.environ.get("SERVE", "1") != "0" else 0


if __name__ == "__main__":
    sys.exit(main())
