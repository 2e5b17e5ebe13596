"""The fonts of the files that are made, and what of a text they can draw."""

from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "DejaVu"
FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"


def add_to(pdf: FPDF) -> None:
    """Gives a document both of them, as `FAMILY`."""
    pdf.add_font(FAMILY, "", REGULAR)
    pdf.add_font(FAMILY, "B", BOLD)


def drawable(pdf: FPDF, text: str) -> str:
    """The text without what the font does not have, such as emoji; its narrow spaces as ordinary ones."""
    known = cast(TTFFont, pdf.fonts[f"{FAMILY.lower()}B"]).cmap
    return "".join(char for char in text.replace("\u202f", "\u00a0") if char == "\n" or ord(char) in known).strip()
