"""What a page or a feed is asked with, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection

from conversations.exchange import World
from conversations.wording.catalogue import Wording


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the records as they are `now`, in whose words, what the address says (`named` its parts, `query`
    what stands behind the question mark), and the public address of all pages (`base`, no slash at the end).
    """

    tx: Connection
    now: datetime
    world: World
    w: Wording
    path: str
    named: Mapping[str, str]
    query: Mapping[str, str]
    base: str

    def at(self, path: str, **query: object) -> str:
        """The address of another page, in this language where it has one: `/e/2016-001` becomes `/fr/e/2016-001`."""
        said = {name: value for name, value in query.items() if value not in (None, "")}
        return f"/{self.w.language}{path}" + (f"?{urlencode(said)}" if said else "")


class Answer(NamedTuple):
    """A page, feed or file: its bytes, media type and status; under which name it is kept as a file."""

    body: bytes
    kind: str
    status: int = 200
    name: str | None = None


class NotFound(Exception):
    """Nothing is at this address, nor ever was."""


class Elsewhere(Exception):
    """It is at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
