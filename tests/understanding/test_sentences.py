"""A thousand labelled sentences, organisers' and citizens': nearly all must be understood, slot by slot.

`make accuracy` counts them; `--show` prints those that are not understood.
"""

import pytest

from benchmarks.accuracy import SENTENCES, lines, wrong

NEARLY_ALL = 0.98


@pytest.mark.parametrize(
    ("command", "name"), [("understand", "questions"), ("dates", "dates"), ("reminder", "reminders")]
)
def test_nearly_all_sentences_are_understood(command: str, name: str) -> None:
    sentences = lines(SENTENCES / "sentences" / f"{name}.jsonl")
    missed = [sentence["text"] for sentence in sentences if wrong(command, sentence)]
    assert len(missed) <= (1 - NEARLY_ALL) * len(sentences), missed
