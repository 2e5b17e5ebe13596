"""What the examples mean, through the commands that people call."""

import io
import json
from typing import Any

import pytest

from bot.reading import read_lines
from tests.understanding.labelled import SENTENCES, lines


def _examples(name: str) -> list[dict[str, Any]]:
    return lines(SENTENCES / "examples" / f"{name}.jsonl")


def _answer(command: str, example: dict[str, Any]) -> dict[str, Any]:
    out = io.StringIO()
    assert read_lines(command, [json.dumps(example)], {}, False, out) == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.mark.parametrize("example", _examples("queries"), ids=lambda e: e["text"][:50])
def test_a_question(example: dict[str, Any]) -> None:
    answer = _answer("understand", example)
    if example["place"]:
        assert answer["place"] is not None
        answer["place"] = {key: answer["place"][key] for key in example["place"]}
    assert {key: answer[key] for key in example if key in answer} == {k: v for k, v in example.items() if k in answer}


@pytest.mark.parametrize("example", _examples("dates"), ids=lambda e: e["text"][:50])
def test_dates(example: dict[str, Any]) -> None:
    answer = _answer("dates", example)
    assert {key: value for key, value in answer.items() if key != "text"} == {
        key: value for key, value in example.items() if key in ("sessions", "error")
    }


@pytest.mark.parametrize("example", _examples("reminders"), ids=lambda e: e["text"][:50])
def test_a_reminder(example: dict[str, Any]) -> None:
    answer = _answer("reminder", example)
    assert {key: value for key, value in answer.items() if key != "text"} == {
        key: value for key, value in example.items() if key in ("at", "error")
    }


def test_an_unreadable_line_gets_an_error_on_its_line_and_the_rest_go_on() -> None:
    out = io.StringIO()
    given = [
        "{broken",
        '{"text": 5}',
        '{"text": "Lille", "now": "yesterday"}',
        '{"text": "Lille", "zone": "Mars/Base"}',
        b"r\xe9union \xe0 Lille".decode(errors="surrogateescape"),
        "Lille",
    ]
    assert read_lines("understand", given, {"now": "2016-11-07T10:00:00+01:00"}, False, out) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer.get("error") for answer in answers] == ["unreadable"] * 5 + [None]
    assert answers[5]["place"]["name"] == "Lille"
