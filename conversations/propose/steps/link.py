"""The address at which one follows online: https only."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from conversations.form.steps import Asked, Given, Reading, Said, Scene, Unclear, always, typed
from conversations.tidying import length_of, one_line
from storage.answers import Answers

LONGEST_LINK = 300  # characters


@dataclass(frozen=True)
class LinkStep:
    """Reads `https://…`."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question."""
        return Asked(scene.w("propose.link.ask"))

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The address, if a browser would go there and nobody can listen on the way."""
        link = one_line(typed(said, scene.w("propose.link.example")))
        if not is_https(link):
            raise Unclear("propose.link.wrong")
        return Given({self.field: link})


def is_https(typed: str) -> bool:
    """Whether the text is one https address with a host, of at most `LONGEST_LINK` characters."""
    if length_of(typed) > LONGEST_LINK or any(char.isspace() for char in typed):
        return False
    try:
        parts = urlsplit(typed)
        names_somebody = parts.username is not None or parts.password is not None
        return parts.scheme == "https" and "." in (parts.hostname or "") and parts.port != 0 and not names_somebody
    except ValueError:
        return False
