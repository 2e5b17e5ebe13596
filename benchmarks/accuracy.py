"""`make accuracy`: how much of labelled sentences is understood: exact matches, and each slot by itself.

The sentences set aside were never looked at to better the rules: what they give is what new words would.
"""

import argparse
from collections import Counter

from tests.understanding import law
from tests.understanding.labelled import FILES, SENTENCES, lines, wrong


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


def report_law(command: str, count: int, seed: int, show: bool) -> None:
    """Prints the share of sentences made by the law of time that are understood."""
    missed = [(each, found) for each in law.sentences(command, count, seed) if (found := wrong(command, each))]
    if show:
        for each, found in missed:
            print(f"  {each['text']!r}, {each['now']}: {found}")
    exact = count - len(missed)
    print(f"{'the law of time, ' + command:34}{exact:5} of {count:4} exact {exact / count:7.1%}")


def main() -> None:
    """Every file, or those of one command; `--show` prints what is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("commands", nargs="*", default=list(FILES))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="", help="part of a file's name")
    parser.add_argument("--made", type=int, default=2000, help="sentences made by the law of time, a command")
    parser.add_argument("--seed", type=int, default=2016, help="of those sentences")
    options = parser.parse_args()
    for command in options.commands:
        for name in FILES[command]:
            if options.only in name:
                report(command, name, options.show and not name.startswith("set_aside"))
        if options.made and not options.only:
            report_law(command, options.made, options.seed, options.show)


if __name__ == "__main__":
    main()
