"""Dates whose month is named in a neighbour's language: `15 de noviembre`, `15. Dezember`, `3 dicembre`.

Our grammar reads French and English. dateparser is asked for the rest, and believed only where it gives the very
day that the grammar saw.
"""

import re
import warnings

LANGUAGES = ("es", "de", "it", "pt", "nl", "pl", "ca")
MOST = 10  # dates of a text that are asked for
_DATED = re.compile(
    r"\b(?P<day>\d{1,2})\.?\s+(?:de |di |d')?(?P<month>[^\W\d_]{3,12})(?:\s+(?:de |del )?(?P<year>20\d\d))?\b"
)


def with_months_in_numbers(text: str) -> str:
    """The text with such dates as `15/11`; unchanged where there are none."""
    return _DATED.sub(_in_numbers, text, count=MOST)


def _in_numbers(found: re.Match[str]) -> str:
    import dateparser  # rarely needed, and not small

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        date = dateparser.parse(
            f"{found['day']} {found['month']}",
            languages=list(LANGUAGES),
            settings={"REQUIRE_PARTS": ["day", "month"]},
        )
    if date is None or date.day != int(found["day"]):
        return found.group()
    year = f"/{found['year']}" if found["year"] else ""
    return f"{date.day}/{date.month}{year}"
