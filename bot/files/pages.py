"""A table as pages to print and take to a meeting: A4, a block a row, the longest answers below one another."""

from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

from conversations.shown.tables import Table

FONTS = Path(__file__).parent / "fonts"
MARGIN, LINE = 15.0, 4.6  # millimetres
HEADING, TITLE, TEXT = 14, 11, 9  # points
MOST = 300  # rows: more are no pages to take to a meeting
HEAD = (0, 5)  # the columns that head a block: number and title
BLOCK = 40.0  # millimetres that a block wants on its page
GREY = (90, 90, 90)


def pages_of(table: Table) -> bytes:
    """A PDF; takes some ten milliseconds a page."""
    pdf = _Pages(table.heading)
    pdf.add_page()
    for row in table.rows[:MOST]:
        pdf.block(table.heads, row)
    if len(table.rows) > MOST:
        pdf.block(("", ""), ("…", f"+ {len(table.rows) - MOST} (CSV)"))
    return bytes(pdf.output())


class _Pages(FPDF):
    def __init__(self, heading: str) -> None:
        super().__init__(format="A4")
        self._heading = heading
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.add_font("Pages", "", FONTS / "DejaVuSans.ttf")
        self.add_font("Pages", "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(heading)

    def header(self) -> None:
        """On each page what it is of."""
        self.set_font("Pages", "B", HEADING)
        self.multi_cell(0, 7, self._drawable(self._heading), new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def footer(self) -> None:
        """The number of the page."""
        self.set_y(-MARGIN + 3)
        self.set_font("Pages", "", TEXT)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.page_no()}", align="R")
        self.set_text_color(0, 0, 0)

    def block(self, heads: tuple[str, ...], row: tuple[str, ...]) -> None:
        """One row: its first cells as its head, the others with their names, those that are empty left out."""
        if self.will_page_break(BLOCK):
            self.add_page()
        self.set_font("Pages", "B", TITLE)
        heading = " · ".join(cell for position, cell in enumerate(row) if position in HEAD or len(row) == 2)
        self.multi_cell(0, LINE + 1, self._drawable(heading), new_x="LMARGIN", new_y="NEXT")
        for position, (head, cell) in enumerate(zip(heads, row, strict=True)):
            if cell and head and position not in HEAD:
                self.set_font("Pages", "B", TEXT)
                self.write(LINE, f"{self._drawable(head)}  ")
                self.set_font("Pages", "", TEXT)
                self.write(LINE, self._drawable(cell))
                self.ln(LINE)
        self.ln(2)
        self.set_draw_color(200, 200, 200)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(3)

    def _drawable(self, text: str) -> str:
        """The text without what the font does not have, such as emoji; its narrow spaces as ordinary ones."""
        known = cast(TTFFont, self.fonts["pagesB"]).cmap
        return "".join(c for c in text.replace("\u202f", "\u00a0") if c == "\n" or ord(c) in known).strip()
