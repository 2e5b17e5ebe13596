"""For screen readers: every step a message of its own, words in the place of signs, text in the place of toasts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from conversations.exchange import AnyButton, Card, PassOn, Reply, Rows, Say, Show, Strip, Toast
from conversations.wording.catalogue import Wording

KEPT = frozenset("°´")  # signs that are read aloud; so are those of mathematics, but for these
SILENT = frozenset("⋯＋")
JOINERS = ("\ufe0f", "\u200d")  # what emoji are made of besides
SIGNS = {  # what a sign alone says
    "☑": "chosen", "●": "chosen", "✓": "chosen", "✔": "chosen", "☐": "not_chosen", "✗": "no", "⚠": "attention",
    "▾": "change", "🟠": "empty", "◔": "quarter", "◑": "half", "◕": "three_quarters",
}  # fmt: skip
_STRUCK = re.compile(r"^<s>(.*?)</s>$", re.MULTILINE | re.DOTALL)
_TAG_S = re.compile(r"</?s>")
_GAPS = re.compile(r"[ \t]{2,}")
_BEFORE_COMMA = re.compile(r" +(?=,)")
_EDGES = re.compile(r"^[ \t·]+|[ \t]+$", re.MULTILINE)


def spoken(w: Wording, replies: Sequence[Reply]) -> list[Reply]:
    """The same replies, as they can be followed by ear: nothing is edited, pops up or is told by a sign."""
    return [told for reply in replies if (told := _spoken(w, reply)) is not None]


def _spoken(w: Wording, reply: Reply) -> Reply | None:
    match reply:
        case Show():
            return Say(_card(w, reply.card), subject=reply.subject)
        case Say():
            return replace(reply, card=_card(w, reply.card))
        case Toast():
            return Say(Card(Markup(in_words(w, str(Markup.escape(reply.text))))))
        case PassOn():
            return replace(reply, caption=Markup(in_words(w, str(reply.caption))))
        case Strip():
            return None
    return reply


def _card(w: Wording, card: Card) -> Card:
    rows: Rows = [[_label(w, button) for button in row] for row in card.rows]
    keyboard = card.keyboard and [
        [in_words(w, key) if isinstance(key, str) else replace(key, label=in_words(w, key.label)) for key in row]
        for row in card.keyboard
    ]
    return replace(card, text=Markup(in_words(w, str(card.text))), rows=rows, keyboard=keyboard)


def _label(w: Wording, button: AnyButton) -> AnyButton:
    return replace(button, label=in_words(w, button.label) or button.label)


def in_words(w: Wording, text: str) -> str:
    """A text without its signs, those that say something by themselves in words; what is struck out says so."""
    text = _TAG_S.sub("", _STRUCK.sub(lambda found: w.plain("spoken.before", told=found.group(1)), text))
    told = "".join(_sign(w, char) for char in text)
    return _EDGES.sub("", _BEFORE_COMMA.sub("", _GAPS.sub(" ", told))).strip()


def _sign(w: Wording, char: str) -> str:
    if char in SIGNS:
        return w.plain(f"spoken.{SIGNS[char]}")
    if char in JOINERS:
        return ""
    is_picture = ord(char) > 127 and unicodedata.category(char) in ("So", "Sk") and char not in KEPT
    return " " if is_picture or char in SILENT else char
