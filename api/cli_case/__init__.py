"""The command line of cases: `titip case ...`, which carries a case as any role.

The shell knows no sign-in: whoever may open the database acts as the person that `--as` names.
"""

import typer

from api.cli_case import afterwards, deciding, letters, reading, steering, working
from api.cli_case.app import case

__all__ = ["add_to", "afterwards", "deciding", "letters", "reading", "steering", "working"]


def add_to(app: typer.Typer) -> None:
    """Add the commands of cases to the program's."""
    app.add_typer(case, name="case")
