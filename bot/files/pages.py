"""A table as pages to print and take to a meeting: A4, a block a row, the longest answers below one another."""

from fpdf import FPDF

from bot.files import fonts
from conversations.shown.tables import Table

MARGIN, LINE = 15.0, 4.6  # millimetres
HEADING, TITLE, TEXT = 14, 11, 9  # points
MOST = 300  # rows: more are no pages to take to a meeting
HEAD = (0, 5)  # the columns that head a block: number and title
BLOCK = 40.0  # millimetres that a block wants on its page
GREY = (90, 90, 90)


def pages_of(table: Table) -> bytes:
    """A PDF; takes some ten milliseconds a page."""
    pdf = Pages(table.heading)
    pdf.add_page()
    for row in table.rows[:MOST]:
        pdf.block(table.heads, row)
    if len(table.rows) > MOST:
        pdf.block(("", ""), ("…", f"+ {len(table.rows) - MOST} (CSV)"))
    return bytes(pdf.output())


class Pages(FPDF):
    """A4 pages with a heading, and their numbers."""

    def __init__(self, heading: str) -> None:
        super().__init__(format="A4")
        self._heading = heading
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        fonts.add_to(self)
        self.set_title(heading)

    def header(self) -> None:
        """On each page what it is of."""
        self.set_font(fonts.FAMILY, "B", HEADING)
        self.multi_cell(0, 7, fonts.drawable(self, self._heading), new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def footer(self) -> None:
        """The number of the page."""
        self.set_y(-MARGIN + 3)
        self.set_font(fonts.FAMILY, "", TEXT)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.page_no()}", align="R")
        self.set_text_color(0, 0, 0)

    def block(self, heads: tuple[str, ...], row: tuple[str, ...]) -> None:
        """One row: its first cells as its head, the others with their names, those that are empty left out."""
        if self.will_page_break(BLOCK):
            self.add_page()
        self.set_font(fonts.FAMILY, "B", TITLE)
        heading = " · ".join(cell for position, cell in enumerate(row) if position in HEAD or len(row) == 2)
        self.multi_cell(0, LINE + 1, fonts.drawable(self, heading), new_x="LMARGIN", new_y="NEXT")
        for position, (head, cell) in enumerate(zip(heads, row, strict=True)):
            if cell and head and position not in HEAD:
                self.set_font(fonts.FAMILY, "B", TEXT)
                self.write(LINE, f"{fonts.drawable(self, head)}  ")
                self.set_font(fonts.FAMILY, "", TEXT)
                self.write(LINE, fonts.drawable(self, cell))
                self.ln(LINE)
        self.ln(2)
        self.set_draw_color(200, 200, 200)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(3)
