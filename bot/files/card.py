"""The picture beside a link to an event that is passed on: its title, when and where it is."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.files.fonts import BOLD, REGULAR
from conversations.shown.facts import Facts
from conversations.wording.catalogue import Wording
from conversations.wording.moments import stretch, zone

WIDTH, HEIGHT, EDGE = 1200, 630, 72
GROUND, INK, MARK = "#1b2a5c", "#ffffff", "#ffd166"
TITLE, TEXT = 68, 36  # sizes of type
MOST_LINES = 4


def card_png(facts: Facts, w: Wording) -> bytes:
    """A PNG of 1200 by 630 points; takes some tens of milliseconds."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, HEIGHT), fill=MARK)
    small, large = ImageFont.truetype(REGULAR, TEXT), ImageFont.truetype(BOLD, TITLE)
    draw.text((EDGE, 64), facts.week, MARK, small)
    top = 140.0
    for line in _lines(draw, facts.title, large)[:MOST_LINES]:
        draw.text((EDGE, top), line, INK, large)
        top += TITLE * 1.2
    for position, line in enumerate(_facts(facts, w)):
        draw.text((EDGE, HEIGHT - 160 + position * TEXT * 1.4), _lines(draw, line, small)[0], INK, small)
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _facts(facts: Facts, w: Wording) -> list[str]:
    where = zone(facts.timezone)
    first = min(facts.sessions, key=lambda each: each.starts_at)
    times = stretch(w, first.starts_at.astimezone(where), first.ends_at.astimezone(where), year=True)
    place = facts.answers.place.name if facts.where and facts.answers.place else w.plain("attendance.online")
    return [times.replace("\u202f", " "), f"{place} · {facts.organisation}"]


def _lines(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines that fit the picture."""
    lines, line = [], ""
    for word in text.replace("\u202f", " ").split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font) > WIDTH - 2 * EDGE:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]
