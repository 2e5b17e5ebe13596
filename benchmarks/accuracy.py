"""`make accuracy`: how much of labelled sentences is understood: exact matches, and each slot by itself.

The sentences set aside were never looked at to better the rules: what they give is what new words would.
"""

import argparse
from collections import Counter

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
