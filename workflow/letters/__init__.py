"""The letters of the procedure: values in, the bytes of a PDF/A or of an editable draft out.

No store, no web: a `Dossier` holds what a case has, an `Outside` what a letter gets from elsewhere (date,
number, signer, verification), a builder for each kind makes a `Letter`, and `render_pdf` or `draft_docx`
prints it.
"""

from workflow.letters.analysis import analysis_sheet
from workflow.letters.coordination import coordination_note
from workflow.letters.cover import cover_letter
from workflow.letters.decision import decision
from workflow.letters.disposition import disposition
from workflow.letters.docx import draft_docx
from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.handover import Deliverer, handover_record
from workflow.letters.numbering import NoRegister, number_of
from workflow.letters.office import LetterOffice, Register, read_office, shipped_office
from workflow.letters.qr import verification
from workflow.letters.racks import rack_drawings
from workflow.letters.render import LetterFailed, LetterTooLarge, render_pdf
from workflow.letters.reply import reply
from workflow.letters.values import Letter, RackDrawing, Verification

__all__ = [
    "DRAFT",
    "Deliverer",
    "Dossier",
    "Letter",
    "LetterFailed",
    "LetterOffice",
    "LetterTooLarge",
    "NoRegister",
    "Outside",
    "RackDrawing",
    "Register",
    "Verification",
    "analysis_sheet",
    "coordination_note",
    "cover_letter",
    "decision",
    "disposition",
    "draft_docx",
    "handover_record",
    "number_of",
    "rack_drawings",
    "read_office",
    "render_pdf",
    "reply",
    "shipped_office",
    "verification",
]
