"""Where a person stands: which dialog listens to what they write, and what each keeps, a dataclass a dialog."""

import logging
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from storage.database import JsonDict

log = logging.getLogger(__name__)
DOING = "doing"


class Kept(Protocol):
    """What a dialog keeps of a person: a dataclass under a key of its own."""

    key: ClassVar[str]


K = TypeVar("K", bound=Kept)


class State:
    """What is kept of one person in one chat. `changed()` is what the database is to keep of it.

    What does not fit any more, for an older version of the bot wrote it, is dropped; `lost` then says so.
    """

    def __init__(self, kept: JsonDict) -> None:
        self._before = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
        self._kept = {key: value for key, value in kept.items() if key != DOING}
        self._read: dict[str, Kept] = {}
        doing = kept.get(DOING)
        self.doing = doing if isinstance(doing, str) else None
        self.lost = False

    def of(self, kind: type[K]) -> K | None:
        """What is kept of this kind, or None. It may be changed: what it is at the end is kept."""
        if kind.key not in self._read and kind.key in self._kept:
            try:
                self._read[kind.key] = _adapter(kind).validate_python(self._kept[kind.key])
            except ValidationError:
                log.warning("a state of %s that does not fit any more is dropped", kind.key)
                self.lost = True
                del self._kept[kind.key]
        return cast("K | None", self._read.get(kind.key))

    def keep(self, value: Kept) -> None:
        """Keeps this in place of what was kept of its kind."""
        self._read[value.key] = value

    def drop(self, kind: type[Kept]) -> None:
        """Keeps nothing of this kind any more."""
        self._read.pop(kind.key, None)
        self._kept.pop(kind.key, None)

    def changed(self) -> str | None:
        """All that is kept now, as JSON, where it is not what was kept before; else None."""
        now = self._kept | self._read | ({DOING: self.doing} if self.doing else {})
        text = orjson.dumps(now, default=tuple, option=orjson.OPT_SORT_KEYS)  # a named tuple becomes a list
        return None if text == self._before else text.decode()


@cache
def _adapter(kind: type[Kept]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
