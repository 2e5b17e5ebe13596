"""An edition in figures, as pages: A4, a heading a section, a line a figure."""

from itertools import groupby

from bot.files import fonts
from bot.files.pages import LINE, TEXT, TITLE, Pages
from conversations.shown.tables import Table

FIGURE = 30.0  # millimetres that a figure has
BLOCK = 25.0  # millimetres that a section wants on its page


def report_pdf(table: Table) -> bytes:
    """A PDF of a table of sections, what is counted, and how many."""
    pdf = Pages(table.heading)
    pdf.add_page()
    for section, rows in groupby(table.rows, key=lambda row: row[0]):
        if pdf.will_page_break(BLOCK):
            pdf.add_page()
        pdf.ln(2)
        pdf.set_font(fonts.FAMILY, "B", TITLE)
        pdf.multi_cell(0, LINE + 2, fonts.drawable(pdf, section), new_x="LMARGIN", new_y="NEXT")
        pdf.set_font(fonts.FAMILY, "", TEXT + 1)
        for _, what, figure in rows:
            pdf.cell(pdf.epw - FIGURE, LINE + 1, fonts.drawable(pdf, what))
            pdf.cell(FIGURE, LINE + 1, fonts.drawable(pdf, figure), align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())
