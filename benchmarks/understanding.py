"""`make bench`, second part: our reading of questions beside dateparser's search and a fuzzy search of names, in turns.

The peer finds a date with `search_dates` and a place with rapidfuzz over the same names; ours finds all that a
question means. Prints milliseconds a question and the ratio, what each gets right, load time and memory.
"""

import argparse
import os
import statistics
import warnings
from datetime import datetime
from functools import partial
from typing import Any

from benchmarks.measuring import memory_of, timed
from conversations.understanding.place import Gazetteer
from conversations.understanding.question import prepare, understand
from conversations.understanding.text import name_key
from tests.understanding.labelled import SENTENCES, lines

LIKELY = 90  # rapidfuzz's score from which a name is taken


class Ours:
    """The whole of a question."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer.load()
        prepare()

    def read(self, text: str, now: datetime) -> tuple[str | None, datetime | None]:
        """The place's code and the day on which the time begins."""
        question = understand(text, now, self.gazetteer)
        return question.place.code if question.place else None, question.start


class Peer:
    """`search_dates`, and the name that is spelt most like the question's words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        from dateparser.search import search_dates
        from rapidfuzz import fuzz, process

        self._dates, self._process, self._scorer = search_dates, process, fuzz.partial_ratio
        self._codes = {name_key(place.name): place.code for place in gazetteer.all_places()}
        self._names = list(self._codes)

    def read(self, text: str, now: datetime) -> tuple[str | None, datetime | None]:
        """The same two."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = self._dates(text, languages=["fr", "en"], settings={"RELATIVE_BASE": now.replace(tzinfo=None)})
        near = self._process.extractOne(name_key(text), self._names, scorer=self._scorer, score_cutoff=LIKELY)
        return self._codes[near[0]] if near else None, found[0][1] if found else None


def right(answer: tuple[str | None, datetime | None], sentence: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the place and the day are those of the label."""
    place, start = answer
    wanted = datetime.fromisoformat(sentence["start"]).date() if sentence["start"] else None
    return place == (sentence["place"] or {}).get("code"), (start.date() if start else None) == wanted


def main() -> None:
    """Each sentence by each in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sentences", default="examples/queries")
    options = parser.parse_args()
    before = memory_of(os.getpid())
    load, ours = timed(Ours)
    print(f"ours: load {load:.0f} ms, {memory_of(os.getpid()) - before:.0f} MB more")
    before = memory_of(os.getpid())
    load, peer = timed(lambda: Peer(ours.gazetteer))
    print(f"peer: load {load:.0f} ms, {memory_of(os.getpid()) - before:.0f} MB more")
    sentences = lines(SENTENCES / f"{options.sentences}.jsonl")
    readers = {"ours": ours, "peer": peer}
    times: dict[str, list[float]] = {name: [] for name in readers}
    hits: dict[str, list[tuple[bool, bool]]] = {name: [] for name in readers}
    for turn in range(options.rounds + 1):
        for sentence in sentences:
            now = datetime.fromisoformat(sentence["now"])
            for name, reader in readers.items():
                took, answer = timed(partial(reader.read, sentence["text"], now))
                if turn:  # the first round warms both up
                    times[name].append(took)
                    hits[name].append(right(answer, sentence))
    peer_median = statistics.median(times["peer"])
    for name in readers:
        ordered, count = sorted(times[name]), len(hits[name])
        places, days = (sum(hit[n] for hit in hits[name]) / count for n in (0, 1))
        print(
            f"{name}: median {statistics.median(ordered):.2f} ms, p95 {ordered[int(count * 0.95)]:.2f} ms,"
            f" x{peer_median / statistics.median(ordered):.0f}; place right {places:.0%}, day right {days:.0%}"
        )


if __name__ == "__main__":
    main()
