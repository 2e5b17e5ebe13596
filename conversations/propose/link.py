"""The address at which one follows online: https only."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from conversations.exchange import Card, Content, Turn
from conversations.form import Condition, Unclear, always, typed
from conversations.tidying import length_of, one_line
from conversations.wording.catalogue import Wording
from storage.proposals import Answers, Proposal

LONGEST = 300


@dataclass(frozen=True)
class LinkStep:
    """Reads `https://…`."""

    field: str
    when: Condition = always

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question."""
        return Card(turn.w("propose.link.ask"))

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The address, if a browser would go there and nobody can listen on the way."""
        said = one_line(typed(content, turn.w("propose.link.example")))
        if not is_https(said):
            raise Unclear("propose.link.wrong")
        return answers.model_copy(update={"link": said})

    def show(self, w: Wording, answers: Answers) -> str:
        """The address."""
        return answers.link or ""


def is_https(typed: str) -> bool:
    """Whether the text is one https address with a host, of at most `LONGEST` characters."""
    if length_of(typed) > LONGEST or any(char.isspace() for char in typed):
        return False
    try:
        parts = urlsplit(typed)
        return parts.scheme == "https" and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        return False
