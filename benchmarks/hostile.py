"""`make bench`, third part: the longest that any input takes, in milliseconds.

Inputs are those of the tests that want to hurt, the examples' texts glued together, and random heaps of the words
that the rules know. Each is read three times and its best time taken: what the machine does beside is not ours.
"""

import argparse
import contextlib
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from benchmarks.measuring import timed
from conversations.understanding.place import Gazetteer
from conversations.understanding.question import prepare, understand
from conversations.understanding.time import NotUnderstood, read_moment, read_sessions
from tests.understanding.hostile import NASTY, WORDS
from tests.understanding.labelled import SENTENCES, lines

NOW = datetime(2016, 11, 7, 9, tzinfo=UTC)
START, PARIS = NOW + timedelta(days=8), ZoneInfo("Europe/Paris")


def inputs(count: int, seed: int) -> Iterator[str]:
    """The texts that want to hurt, then so many random ones of up to 4,096 characters."""
    yield from NASTY
    chance = random.Random(seed)
    words = [*WORDS, *(word for line in lines(SENTENCES / "examples/queries.jsonl") for word in line["text"].split())]
    for _ in range(count):
        yield " ".join(chance.choices(words, k=chance.choice((5, 20, 80, 700))))[:4096]


def main() -> None:
    """The slowest question, date and reminder, and how its text begins."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    gazetteer = Gazetteer.load()
    prepare()

    def dates(text: str) -> None:
        with contextlib.suppress(NotUnderstood):
            read_sessions(text, NOW, "Europe/Paris")

    def reminder(text: str) -> None:
        with contextlib.suppress(NotUnderstood):
            read_moment(text, START, NOW, PARIS)

    readers: dict[str, Callable[[str], object]] = {
        "question": lambda text: understand(text, NOW, gazetteer),
        "dates": dates,
        "reminder": reminder,
    }
    for name, read in readers.items():
        read("15 listopada 14h-16h")  # what is loaded at the first use only
        texts = inputs(options.inputs, options.seed)
        slowest = max((min(timed(partial(read, text))[0] for _ in range(3)), text) for text in texts)
        print(f"{name}: at most {slowest[0]:.1f} ms, for {slowest[1][:60]!r}…")


if __name__ == "__main__":
    main()
