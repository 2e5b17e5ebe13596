"""What people hear, and what it means: a message is recognised by its key, whatever it was filled in with."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from markupsafe import Markup

from conversations.wording.catalogue import LANGUAGES

ROOT = Path(__file__).parents[1]
_BLANK, _TAG = re.compile(r"{\w+}"), re.compile(r"<[^>]+>")


class Heard(str):
    """What somebody was told, of which one may ask what it means."""

    __slots__ = ()

    def means(self, key: str) -> bool:
        """Whether the message of that key is part of it, in either language, whatever it was filled in with."""
        return any(pattern.search(self) for pattern in _patterns(key))


@cache
def _patterns(key: str) -> list[re.Pattern[str]]:
    """What a message looks like, whatever fills it in, in each language and number."""
    texts = [text for language in LANGUAGES for text in _texts(language)[key]]
    return [re.compile(".+?".join(map(re.escape, _BLANK.split(text))), re.DOTALL) for text in texts]


@cache
def _texts(language: str) -> dict[str, list[str]]:
    with (ROOT / "conversations" / "wording" / f"{language}.po").open("rb") as source:
        messages = [message for message in read_po(source, locale=language) if message.id]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: [
            Markup(_TAG.sub("", text)).unescape()
            for text in ([message.string] if isinstance(message.string, str) else message.string or ())
        ]
        for message in messages
    }


def seen(text: str) -> Heard:
    """A text as a person sees it: a firm space is a space, and so is a narrow one."""
    return Heard(text.replace("\u00a0", " ").replace("\u202f", " "))
