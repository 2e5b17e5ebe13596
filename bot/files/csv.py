"""A table as CSV that spreadsheets open rightly, and in which nothing that people typed is taken for a formula."""

import csv
import re
from io import StringIO

from conversations.shown.tables import Table

MARK = "\ufeff"  # by which spreadsheets know UTF-8
_NUMBER = re.compile(r"[+-]\d+(?:\.\d+)?")  # a longitude, a telephone
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a cell begins with that is computed: OWASP, "CSV Injection"


def csv_of(table: Table) -> bytes:
    """UTF-8, semicolons between, as spreadsheets in France and most of Europe read it."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([_safe(cell) for cell in row] for row in table.rows)
    return (MARK + out.getvalue()).encode()


def _safe(cell: str) -> str:
    computed = cell.lstrip(" ").startswith(FORMULAS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if computed else cell
