"""`make accuracy`: how much of labelled sentences is understood: exact matches, and each slot by itself.

The sentences set aside were never looked at to better the rules: what they give is what new words would.
"""

import argparse
import io
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reading import read_lines

SENTENCES = Path(__file__).parents[1] / "tests" / "understanding"
FILES = {
    "understand": ("examples/queries", "sentences/questions", "set_aside/questions"),
    "dates": ("examples/dates", "sentences/dates", "set_aside/dates"),
    "reminder": ("examples/reminders", "sentences/reminders", "set_aside/reminders"),
}
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


def report(command: str, name: str, show: bool) -> None:
    """Prints the share of exact matches of a file, and which slots are wrong how often."""
    sentences = lines(SENTENCES / f"{name}.jsonl")
    faults: Counter[str] = Counter()
    exact = 0
    for sentence in sentences:
        found = wrong(command, sentence)
        exact += not found
        faults.update(found.keys())
        if show and found:
            print(f"  {sentence['text']!r}, {sentence['now']}")
            for slot, (wanted, answered) in found.items():
                print(f"    {slot}: {answered} instead of {wanted}")
    each = ", ".join(f"{slot} {1 - count / len(sentences):.1%}" for slot, count in sorted(faults.items()))
    print(f"{name:34}{exact:5} of {len(sentences):4} exact {exact / len(sentences):7.1%}   {each}")


def main() -> None:
    """Every file, or those of one command; `--show` prints what is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("commands", nargs="*", default=list(FILES))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="", help="part of a file's name")
    options = parser.parse_args()
    for command in options.commands:
        for name in FILES[command]:
            if options.only in name:
                report(command, name, options.show and not name.startswith("set_aside"))


if __name__ == "__main__":
    main()
