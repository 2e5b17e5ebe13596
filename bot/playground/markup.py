"""Telegram's HTML: text and entities out of tags. https://core.telegram.org/bots/api#html-style"""

import html
import re
from typing import Any

from bot.playground.refusals import bad_request

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_ENTITY = re.compile(r"&(?:#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities. Raises Refused for what Telegram cannot parse."""
    text = ""
    entities: list[tuple[int, dict[str, Any]]] = []
    open_tags: list[tuple[str, dict[str, Any], int]] = []
    at = 0
    while at < len(source):
        if source[at] == "<":
            tag = _TAG.match(source, at)
            if tag is None:
                raise _unparsed(source, at)
            name = tag.group(2).lower()
            if tag.group(1):
                entities += _close(open_tags, name, text, source, at)
            else:
                open_tags.append(_open(name, tag.group(3), text, source, at))
            at = tag.end()
        else:
            end = source.find("<", at)
            end = len(source) if end < 0 else end
            text += _ENTITY.sub(lambda found: html.unescape(found.group()), source[at:end])
            at = end
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    in_order = [entity for _, entity in sorted(entities, key=lambda opened: opened[0])]
    return _trimmed(text, in_order)


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _unparsed(source: str, at: int) -> Exception:
    name = re.match(r"</?([^\s>]*)", source[at:])
    tag = name.group(1) if name else ""
    return bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {_byte(source, at)}')


def _open(name: str, attributes: str, text: str, source: str, at: int) -> tuple[str, dict[str, Any], int]:
    if name not in KINDS and not (name == "span" and "tg-spoiler" in attributes):
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_byte(source, at)}')
    entity: dict[str, Any] = {"type": KINDS.get(name, "spoiler"), "offset": units(text)}
    values = {m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(attributes)}
    if name == "a":
        entity["url"] = html.unescape(values.get("href", ""))
    return name, entity, at


def _close(
    open_tags: list[tuple[str, dict[str, Any], int]], name: str, text: str, source: str, at: int
) -> list[tuple[int, dict[str, Any]]]:
    if not open_tags:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {_byte(source, at)}")
    opened, entity, opened_at = open_tags.pop()
    if opened != name:
        raise bad_request(
            f"can't parse entities: Unmatched end tag at byte offset {_byte(source, at)},"
            f' expected "</{opened}>", found "</{name}>"'
        )
    entity["length"] = units(text) - entity["offset"]
    kept = entity["length"] and not (entity["type"] == "text_link" and not entity["url"])
    return [(opened_at, entity)] if kept else []


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram cuts white space at both ends, and entities with it."""
    left = units(text) - units(text.lstrip())
    trimmed = text.strip()
    length = units(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        end = min(length, entity["offset"] + entity["length"] - left)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return trimmed, sorted(kept, key=lambda e: (e["offset"], -e["length"]))
