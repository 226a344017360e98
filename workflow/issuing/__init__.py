"""Letters of a case made from what is stored: drafts to look at, and letters to be signed.

A letter to be signed bears a number, a date and a code; these are given once and kept (`workflow.issued`).
`LetterDesk` is the door. The letters themselves are `workflow.letters`, which knows no store.
"""

from workflow.issuing.checking import Comparison, Shown, compared, shown
from workflow.issuing.kinds import Particulars
from workflow.issuing.letter_desk import LetterDesk, Made
from workflow.issuing.writing import letter_writer

__all__ = ["Comparison", "LetterDesk", "Made", "Particulars", "Shown", "compared", "letter_writer", "shown"]
