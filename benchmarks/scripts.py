"""What people do in a benchmark: questions, steps of a proposal, presses of buttons; alone or mixed 60 : 30 : 10."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import orjson

EXAMPLES = Path(__file__).parents[1] / "tests" / "understanding" / "examples" / "queries.jsonl"
STRETCH = 10  # turns that a chat does one kind of thing
KINDS = ("question", "question", "question", "question", "question", "question", "step", "step", "step", "tap")


def questions() -> list[str]:
    """The questions of the examples that ask for events."""
    lines = (json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines())
    return [
        line["text"] for line in lines if line["intent"] in ("nearby", "search") and (line["place"] or {}).get("code")
    ]


class Mix:
    """The script of a run: `only` one kind, or the mix."""

    def __init__(self, only: str | None = None) -> None:
        self._only = only
        self._questions = questions()
        self._turn: dict[int, int] = {}
        self._chat: dict[int, int] = {}
        self._fresh = count(10_000)

    def __call__(self, slot: int, last: Any) -> dict[str, Any]:
        turn = self._turn[slot] = self._turn.get(slot, -1) + 1
        kind = self._only or KINDS[(slot + turn // STRETCH) % len(KINDS)]
        act: Callable[[int, int, Any], dict[str, Any]] = getattr(self, f"_{kind}")
        return act(slot, turn, last)

    def _question(self, slot: int, turn: int, last: Any) -> dict[str, Any]:
        return _text(slot + 1, self._questions[(slot * 7 + turn) % len(self._questions)])

    def _tap(self, slot: int, turn: int, last: Any) -> dict[str, Any]:
        if turn % STRETCH == 0:
            return _text(slot + 1, "Paris")
        turning = [data for data in _buttons(last) if data.startswith("page:")]
        return _tap(slot + 1, turning[0] if turning else "page:1:1")

    def _step(self, slot: int, turn: int, last: Any) -> dict[str, Any]:
        """A newcomer proposes, up to the place; then another does."""
        steps = (
            "/propose",
            "Camille Martin, chargée d'innovation, camille.martin@ville.fr",
            0,
            2,
            "Ville de Lille",
            "Design d'un guichet unique",
            "Agents et usagers redessinent ensemble l'accueil de la mairie.",
            1,
            2,
            15,
        )
        step = steps[turn % len(steps)]
        if turn % len(steps) == 0:
            self._chat[slot] = next(self._fresh)
        chat = self._chat[slot]
        if isinstance(step, str):
            return _text(chat, step)
        buttons = _buttons(last)
        return _tap(chat, buttons[min(step, len(buttons) - 1)] if buttons else "choose:1:1")


def _buttons(message: Any) -> list[str]:
    """The callback data of a message's buttons."""
    markup = message.get("reply_markup") or {}
    markup = orjson.loads(markup) if isinstance(markup, str) else markup
    return [button.get("callback_data", "") for row in markup.get("inline_keyboard", []) for button in row]


def _user(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Zoé", "language_code": "fr"}


def _message(chat: int) -> dict[str, Any]:
    return {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private", "first_name": "Zoé"}}


def _text(chat: int, text: str) -> dict[str, Any]:
    return {"message": {**_message(chat), "from": _user(chat), "text": text}}


def _tap(chat: int, data: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "b"}
    message = {**_message(chat), "from": bot, "text": "x"}
    return {"callback_query": {"id": "1", "from": _user(chat), "chat_instance": "1", "data": data, "message": message}}
