"""Formatted text as Telegram tells it, as HTML of the few tags that stay: bold, italic, links."""

from itertools import pairwise
from typing import Any

from markupsafe import escape

TAGS = {"bold": "b", "italic": "i"}


def html_of(text: str, entities: list[dict[str, Any]]) -> str:
    """The text with its bold, italic and linked parts marked, all else escaped.

    Offsets are counted in units of UTF-16 (https://core.telegram.org/bots/api#messageentity); only links to the web
    are kept.
    """
    units = text.encode("utf-16-le")
    marks = [(e["offset"], e["offset"] + e["length"], *marked) for e in entities if (marked := _tags(e))]
    edges = sorted({0, len(units) // 2, *(edge for mark in marks for edge in mark[:2])})
    parts = []
    for start, end in pairwise(edges):
        part = str(escape(units[start * 2 : end * 2].decode("utf-16-le", "replace")))
        for first, last, opening, closing in marks:
            if first <= start and end <= last:
                part = f"{opening}{part}{closing}"
        parts.append(part)
    return "".join(parts)


def _tags(entity: dict[str, Any]) -> tuple[str, str] | None:
    tag = TAGS.get(entity["type"])
    if tag:
        return f"<{tag}>", f"</{tag}>"
    address = str(entity.get("url") or "")
    if entity["type"] == "text_link" and address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}">', "</a>"
    return None
