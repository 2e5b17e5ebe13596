"""How pages are put together: templates, which escape whatever they are given, in the words of one language."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.pages.visit import Answer, Visit, with_query
from conversations.wording.catalogue import LANGUAGES, wording

FOLDER = Path(__file__).parent
HTML = "text/html; charset=utf-8"
_UNKNOWN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["with_query"] = with_query
    return made


def rendered(visit: Visit, template: str, **values: Any) -> Answer:
    """A page from its template."""
    other = next(each for each in LANGUAGES if each != visit.w.language)
    whole = _templates().get_template(template)
    text = whole.render(
        visit=visit,
        w=visit.w,
        at=visit.at,
        language=visit.w.language,
        other=wording(other),
        other_address=with_query(f"/{other}{visit.path.removeprefix(f'/{visit.w.language}')}", visit.query),
        **values,
    )
    return Answer(text.encode(), HTML)


def rendered_xml(template: str, **values: Any) -> bytes:
    """A feed from its template, without the signs that XML knows none of."""
    return _UNKNOWN.sub("", _templates().get_template(template).render(**values)).encode()
