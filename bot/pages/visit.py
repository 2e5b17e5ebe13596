"""What a page or a feed is asked with, and what it answers."""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import urlencode

from sqlalchemy import Connection

from conversations.exchange import World
from conversations.wording.catalogue import Wording
from storage.editions import Edition

T = TypeVar("T")


class Kept:
    """What all visits of some seconds share: made once, by its name."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._made: dict[Hashable, tuple[float, Any]] = {}

    def of(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made under this name, else what is made now."""
        made_at, value = self._made.get(name, (0.0, None))
        if value is None or time.monotonic() - made_at >= self._seconds:
            value = make()
            self._made[name] = (time.monotonic(), value)
        return cast(T, value)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the records as they are `now`, in whose words, what the address says (`named` its parts, `query`
    what stands behind the question mark), and the public address of all pages (`base`, no slash at the end).

    `edition` is the one that is meant now; `kept` what was made for others a moment ago.
    """

    tx: Connection
    now: datetime
    world: World
    w: Wording
    path: str
    named: Mapping[str, str]
    query: Mapping[str, str]
    base: str
    edition: Edition | None
    kept: Kept

    def at(self, path: str, **query: object) -> str:
        """The address of another page, in this language where it has one: `/e/2016-001` becomes `/fr/e/2016-001`."""
        return with_query(f"/{self.w.language}{path}", query)


def with_query(address: str, query: Mapping[str, object]) -> str:
    """An address with what stands behind its question mark; empty values are left out."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(said)}" if said else address


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
