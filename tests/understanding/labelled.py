"""Sentences with what they mean, and what is answered otherwise."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reading import read_lines

SENTENCES = Path(__file__).parent
FILES = {
    "understand": (
        "examples/queries", "examples/people_queries", "sentences/questions", "by_others/questions",
        "set_aside/questions",
    ),
    "dates": (
        "examples/dates", "examples/people_dates", "sentences/dates", "by_others/dates", "by_others/announcements",
        "set_aside/dates",
    ),
    "reminder": (
        "examples/reminders", "examples/people_reminders", "sentences/reminders", "by_others/reminders",
        "set_aside/reminders",
    ),
}  # fmt: skip
GIVEN = ("text", "lang", "now", "zone", "event_start", "edition")
Labelled = dict[str, Any]


def lines(path: Path) -> list[Labelled]:
    """The labelled sentences of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def wrong(command: str, sentence: Labelled) -> dict[str, tuple[Any, Any]]:
    """The slots that are answered otherwise than labelled: what is wanted and what is answered."""
    out = io.StringIO()
    read_lines(command, [json.dumps({key: sentence[key] for key in GIVEN if key in sentence})], {}, False, out)
    answer = json.loads(out.getvalue())
    if sentence.get("place") and answer.get("place"):
        answer["place"] = {key: answer["place"][key] for key in sentence["place"]}
    slots = ({*sentence} | {*answer} if command != "understand" else {*sentence}) - {*GIVEN}
    compared = {slot: (_plain(sentence.get(slot)), _plain(answer.get(slot))) for slot in slots}
    return {slot: pair for slot, pair in compared.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    """Moments as instants: the offset in which one is written does not count."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value
