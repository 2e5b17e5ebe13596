"""Walking along atoms: what the readers of questions and of sessions share."""

from conversations.understanding.saying import CLOCK, PART, Atom, Clock

SOFT = ("passed", "at", "mark")  # atoms that may stand between two others without parting them


class AtomReader:
    """Atoms, asked by place; beyond the end there is nothing."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms

    def _kind(self, at: int) -> str:
        return self.atoms[at].kind if 0 <= at < len(self.atoms) else ""

    def _skip(self, at: int) -> int:
        while self._kind(at) in SOFT:
            at += 1
        return at

    def _moment(self, at: int) -> Clock | None:
        """A clock time, or `midi` as the end or beginning of a range."""
        if self._kind(at) == CLOCK:
            clock: Clock = self.atoms[at].value
            return clock
        if self._kind(at) == PART and self.atoms[at].value[0] == "midday":
            return Clock(12, exact=True)
        return None
