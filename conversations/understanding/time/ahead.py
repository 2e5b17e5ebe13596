"""Atoms, looked at from a place: what stands there, before it and behind it. Nothing is changed."""

from conversations.understanding.text import Token
from conversations.understanding.time.atoms.saying import CLOCK, DAYS, PART, Atom, words_in

SOFT = ("passed", "at", "mark")  # what may stand between two words of time without parting them
PARTING = ("and", "comma", "slash", "semicolon", "line")
CLAUSE_ENDS = (".", "!", "?")
INTO = words_in("joints", "into")  # that begin what is said of days: `au mois prochain`, `à la semaine 47`


class Ahead:
    """The atoms of a text and its tokens, asked by place."""

    def __init__(self, atoms: list[Atom], tokens: list[Token]) -> None:
        self.atoms, self.tokens = atoms, tokens
        self.kinds = [atom.kind for atom in atoms]

    def kind(self, at: int) -> str:
        """The kind of the atom there; empty beyond the ends."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else ""

    def before(self, at: int) -> str:
        """The kind of what stands before, past what parts nothing."""
        return next((atom.kind for atom in reversed(self.atoms[:at]) if atom.kind not in SOFT), "")

    def skip(self, at: int) -> int:
        """Past what parts nothing."""
        while self.kind(at) in SOFT:
            at += 1
        return at

    def is_welcome(self, at: int) -> bool:
        """`10.00 for 10.30`."""
        joint = self.skip(at + 1)
        return self.kind(joint) == "word" and self.atoms[joint].value == "for" and self.kind(joint + 1) == CLOCK

    def apart(self, end: int, at: int) -> bool:
        """Whether a comma stands between."""
        return any(atom.kind == "comma" for atom in self.atoms[end:at])

    def is_into(self, at: int) -> bool:
        """Whether a joint to a day stands there."""
        if self.kind(at) == DAYS:
            return self.leads_into(at)
        return self.kind(at) == "to" and self.kind(self.skip(at + 1)) == DAYS

    def leads_into(self, at: int) -> bool:
        """`au mois prochain`, `à la semaine 47`: the joint is part of what is said."""
        return self.tokens[self.atoms[at].first].key in INTO

    def joins(self, at: int, kind: str) -> bool:
        """Whether a range to something of that kind begins there."""
        joint = self.skip(at + 1)
        target = self.skip(joint + 1)
        noon = kind == CLOCK and self.kind(target) == PART and self.atoms[target].value[0] == "midday"
        return self.kind(joint) in ("to", "until") and (self.kind(target) == kind or noon)

    def past(self, at: int) -> int:
        """Past that, and past what leads to a time."""
        while self.kind(at) in (*SOFT, "to", "from", "between"):
            at += 1
        return at
