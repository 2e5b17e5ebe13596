"""What is put right in a range: its beginning, `de 14h, non, 15h, à 17h`, or its last hour: `14h-16h, non, 17h`."""

from conversations.understanding.time.ahead import SOFT
from conversations.understanding.time.atoms.saying import CLOCK, DAYS, PART, Atom

PASSED = (*SOFT, "comma")
JOINTS = ("to", "until")
TIMES = (CLOCK, DAYS, PART)


def put_right(atoms: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """The atoms without the ends of ranges in whose place another is said at once, and those left out."""
    kept, left_out = atoms, list[Atom]()
    for correction in [atom for atom in atoms if atom.kind == "correct"]:
        at = kept.index(correction)
        wrong, right = _past(kept, at - 1, -1), _past(kept, at + 1, 1)
        before, behind = _past(kept, wrong - 1, -1), _past(kept, right + 1, 1)
        ends = _kind(kept, before) in JOINTS
        begins = _kind(kept, behind) in JOINTS and _kind(kept, _past(kept, behind + 1, 1)) in TIMES
        kind = _kind(kept, wrong)
        if kind not in TIMES or kind != _kind(kept, right) or ends == begins or (ends and kind != CLOCK):
            continue
        left_out += kept[wrong:right]
        kept = [*kept[:wrong], kept[right], *kept[behind if begins else right + 1 :]]
    return kept, left_out


def _past(atoms: list[Atom], at: int, step: int) -> int:
    while 0 <= at < len(atoms) and atoms[at].kind in PASSED:
        at += step
    return at


def _kind(atoms: list[Atom], at: int) -> str:
    return atoms[at].kind if 0 <= at < len(atoms) else ""
