"""What a question means, whoever asked it and however."""

from datetime import datetime
from typing import NamedTuple

from conversations.understanding.place import Place
from storage.zones import PARIS

SEVERAL = ("themes", "audiences", "formats", "accessibility")  # of which a question may name several


class Question(NamedTuple):
    """A question understood. Times are aware, half open, None for an open side.

    `reference` is one event's (`2016-042`); `words` is what else to look for;
    `others` are places that were named beside the one that counts. Where nothing was asked that
    the bot can answer (`none`), `seen` is what was understood all the same; of an alert, the same with its subject.
    """

    text: str
    intent: str
    place: Place | None = None
    radius_km: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    attendance: str | None = None
    accessibility: tuple[str, ...] = ()
    words: str = ""
    reference: str | None = None
    seen: "Question | None" = None
    others: tuple[Place, ...] = ()

    @property
    def zone(self) -> str:
        """The place's own time zone, else Paris's."""
        return self.place.timezone if self.place else PARIS
