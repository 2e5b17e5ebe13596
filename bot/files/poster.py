"""The poster of an event: A4, to be read from two metres away.

Whoever stands two metres away reads letters of 5 mm with ease, which is a type of 20 points: nothing here that
matters is smaller than 22.
"""

from datetime import datetime, timedelta
from typing import cast

from fpdf import FPDF

from bot.files import fonts
from bot.files.qr import modules
from conversations.shown.facts import Facts
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, hour, zone
from storage.sessions import Session

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0  # millimetres
BAND = 42.0
CODE = 58.0
SMALLEST, LARGEST_TITLE = 22, 60  # points
BLUE, RED, INK = (0, 0, 145), (225, 0, 15), (22, 22, 22)
MOST_RUNS = 3  # of days
TITLE, PLACE = 86.0, 44.0  # millimetres
DAY = timedelta(days=1)
POINT = 25.4 / 72  # millimetres
SPACING = 1.25  # of lines


def poster(facts: Facts, w: Wording) -> bytes:
    """A page of PDF in the reader's language."""
    return _Poster(facts, w).page()


class _Poster:
    def __init__(self, facts: Facts, w: Wording) -> None:
        self._facts, self._w = facts, w
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margins(MARGIN, MARGIN)
        fonts.add_to(self._pdf)
        self._pdf.set_title(facts.title)
        self._pdf.set_author(facts.organisation)
        self._pdf.set_lang(w.language)
        self._pdf.add_page()

    def page(self) -> bytes:
        """The whole page, from top to bottom."""
        facts, below = self._facts, HEIGHT - MARGIN - CODE
        self._band()
        top = self._block(facts.title, BAND + 14, TITLE, LARGEST_TITLE, BLUE, bold=True)
        top = self._block("\n".join(self._times()), top + 6, below - PLACE - top - 6, 30, INK, bold=True)
        where = "\n".join(reversed(facts.where)) if facts.where else self._w.plain("attendance.online")
        self._block(where, top + 6, below - top - 10, 26, INK)
        self._code(below)
        return bytes(self._pdf.output())

    def _band(self) -> None:
        pdf = self._pdf
        pdf.set_fill_color(*BLUE)
        pdf.rect(0, 0, WIDTH, BAND, style="F")
        pdf.set_fill_color(*RED)
        pdf.rect(0, BAND, WIDTH, 2.5, style="F")
        self._block(self._facts.week, 8, BAND - 14, 30, (255, 255, 255), bold=True)

    def _times(self) -> list[str]:
        """When it is, two lines each: the day, or days in a row at the same hours, and the hours."""
        runs: list[list[Session]] = []
        for session in (each for each in self._facts.sessions if each.takes_place):
            if runs and self._goes_on(runs[-1][-1], session):
                runs[-1].append(session)
            else:
                runs.append([session])
        lines = [line for run in runs[:MOST_RUNS] for line in self._time(run[0], run[-1])]
        rest = sum(map(len, runs[MOST_RUNS:]))
        return [*lines, str(self._w.n("poster.more", rest).unescape())] if rest else lines

    def _goes_on(self, before: Session, after: Session) -> bool:
        """Whether it is the day after, at the same hours."""
        (start, end), (next_start, next_end) = self._local(before), self._local(after)
        return (start + DAY, end + DAY) == (next_start, next_end)

    def _local(self, session: Session) -> tuple[datetime, datetime]:
        where = zone(self._facts.timezone)
        return session.starts_at.astimezone(where), session.ends_at.astimezone(where)

    def _time(self, first: Session, last: Session) -> list[str]:
        w, (start, end) = self._w, self._local(first)
        begins, ends = day(w, start), day(w, self._local(last)[0])
        if end.date() != start.date():
            return [f"{begins}, {hour(w, start)} –", f"{day(w, end)}, {hour(w, end)}"]
        hours = f"{hour(w, start)} – {hour(w, end)}"
        return [begins if begins == ends else w.plain("poster.days", first=begins, last=ends), hours]

    def _code(self, top: float) -> None:
        """The QR code, and beside it that all may come, and who invites."""
        pdf, rows = self._pdf, modules(self._facts.link)
        side = CODE / len(rows)
        pdf.set_fill_color(*INK)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:  # a hair wider, so that no line shows between two
                    pdf.rect(MARGIN + across * side, top + down * side, side + 0.02, side + 0.02, style="F")
        left = MARGIN + CODE + 10
        free = self._w.plain("poster.free")
        under = self._block(free, top, CODE / 2, 26, RED, bold=True, left=left)
        self._block(self._facts.organisation, under + 4, top + CODE - under - 4, SMALLEST, INK, left=left)

    def _block(
        self,
        text: str,
        top: float,
        height: float,
        size: int,
        colour: tuple[int, int, int],
        *,
        bold: bool = False,
        left: float = MARGIN,
    ) -> float:
        """Text in as large a type as fits, cut where even the smallest does not; gives where it ends."""
        pdf, width = self._pdf, WIDTH - MARGIN - left
        text = fonts.drawable(self._pdf, text)
        pdf.set_text_color(*colour)
        lines: list[str] = []
        for points in range(size, min(size, SMALLEST) - 1, -2):
            pdf.set_font(fonts.FAMILY, "B" if bold else "", points)
            laid = pdf.multi_cell(width, points * POINT * SPACING, text, dry_run=True, output="LINES", align="L")
            lines = cast(list[str], laid)
            wide = max((pdf.get_string_width(word) for word in text.split()), default=0.0)
            if len(lines) * points * POINT * SPACING <= height and wide <= width:
                break
        step = points * POINT * SPACING
        room = max(1, int(height / step))
        if len(lines) > room:
            lines = [*lines[: room - 1], lines[room - 1].rstrip(" .,;") + "…"]
        for line in lines:
            pdf.set_xy(left, top)
            pdf.cell(width, step, line)
            top += step
        return top
