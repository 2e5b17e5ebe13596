"""How pages are put together: templates, which escape whatever they are given, in the words of one language."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.pages.visit import Answer, Visit
from conversations.wording.catalogue import LANGUAGES, wording

FOLDER = Path(__file__).parent
HTML = "text/html; charset=utf-8"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["urlencode_said"] = _said
    return made


def _said(query: dict[str, object]) -> str:
    return urlencode({name: value for name, value in query.items() if value not in (None, "")})


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
        other_address=f"/{other}{visit.path.removeprefix(f'/{visit.w.language}')}",
        **values,
    )
    return Answer(text.encode(), HTML)


def rendered_xml(template: str, **values: Any) -> bytes:
    """A feed from its template."""
    return _templates().get_template(template).render(**values).encode()
