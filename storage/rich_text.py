"""Text with the few tags that a chat and a page show: bold, italic, links to the web. All else is escaped."""

import re

_PART = re.compile(r'<(?P<bare>b|i)>|<(?P<link>a) href="https?://[^"<>\s]{1,2000}">|</(?P<close>b|i|a)>|[^<>]+')


def is_rich_text(html: str) -> bool:
    """Whether it is nothing but such text, every tag closed where it should be."""
    opened: list[str] = []
    end = 0
    for part in _PART.finditer(html):
        if part.start() != end:
            return False
        end = part.end()
        if tag := part["bare"] or part["link"]:
            opened.append(tag)
        elif (tag := part["close"]) and (not opened or opened.pop() != tag):
            return False
    return end == len(html) and not opened
