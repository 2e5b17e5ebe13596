"""The message catalogues: gettext, one .po file a language, read once a process.

Messages are HTML as Telegram reads it; what is filled in is escaped, unless it is Markup itself.
"""

import gettext
import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

LANGUAGES = ("fr", "en")
NARROW = "\u202f"  # a narrow space at which no line breaks
_BESIDE_MARKS = re.compile(r" (?=[:;?!»])|(?<=«) ")


class MissingMessage(KeyError):
    """The catalogue lacks a message: add it to both `conversations/wording/*.po`."""


class Wording:
    """One language's messages: `w("results.none", place="Lille")`, `w.n("propose.drafts", 3)`."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._texts: dict[str, str] = {}
        self._plain: dict[str, str] = {}

    def __call__(self, key: str, **values: object) -> Markup:
        """The message, its `{names}` filled in. Raises MissingMessage."""
        text = self._texts.get(key) or self._text(key)
        return _filled(text, values) if values else Markup(text)

    def n(self, key: str, count: int, **values: object) -> Markup:
        """The message in the plural form of `count`, which fills in `{count}`. Raises MissingMessage."""
        found = self._translations.ngettext(key, key, count)
        if found == key:
            raise MissingMessage(f"{key} ({self.language})")
        return _filled(self._set(found), {"count": count, **values})

    def plain(self, key: str, **values: object) -> str:
        """The message as plain text: for labels, toasts and keyboards, where Telegram reads no HTML.

        What is filled in is plain text too. Raises MissingMessage.
        """
        text = self._plain.get(key) or self._plain.setdefault(key, Markup(self._text(key)).unescape())
        return text.format(**values) if values else text

    def _text(self, key: str) -> str:
        found = self._translations.gettext(key)
        if found == key:
            raise MissingMessage(f"{key} ({self.language})")
        return self._texts.setdefault(key, self._set(found))

    def _set(self, text: str) -> str:
        """The text as it is typeset: French has narrow spaces, at which no line breaks, beside its marks."""
        return _BESIDE_MARKS.sub(NARROW, text) if self.language == "fr" else text


def _filled(text: str, values: dict[str, object]) -> Markup:
    """As Markup's own `format` does, in little more than half its time."""
    return Markup(text.format(**{name: escape(value) for name, value in values.items()}))


@cache
def wording(language: str) -> Wording:
    """The wording of `fr` or `en`; any other language gets English."""
    known = language if language in LANGUAGES else "en"
    with (Path(__file__).parent / f"{known}.po").open("rb") as source:
        catalogue = read_po(source, locale=known)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Wording(known, gettext.GNUTranslations(compiled))
