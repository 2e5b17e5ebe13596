"""The QR code that opens an event: as a picture to print, and as lines that can be made as large as a wall."""

from io import BytesIO

import segno

SCALE = 16  # points of the picture for each of the code's
QUIET = 4  # modules of margin, as ISO/IEC 18004 wants


def qr_png(link: str) -> bytes:
    """A PNG of about 600 points a side."""
    return _saved(link, "png")


def qr_svg(link: str) -> bytes:
    """An SVG."""
    return _saved(link, "svg")


def modules(link: str) -> list[list[bool]]:
    """The code's rows, dark where True, without its margin."""
    return [[bool(module) for module in row] for row in _code(link).matrix]


def _code(link: str) -> segno.QRCode:
    return segno.make(link, error="q", micro=False)


def _saved(link: str, kind: str) -> bytes:
    out = BytesIO()
    _code(link).save(out, kind=kind, scale=SCALE, border=QUIET)
    return out.getvalue()
