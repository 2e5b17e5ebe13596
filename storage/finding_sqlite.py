"""What the search needs of SQLite: an R*Tree of places and times, FTS5 for words."""

from typing import Any

from sqlalchemy import Connection

from storage.quick import Quick

# The tree holds 32-bit floats, rounded outwards: what it finds is looked at again. CROSS fixes that it goes first.
AROUND = "session_places cross join sessions on sessions.id = session_places.id"
BOX = "north >= :south and south <= :north and east >= :west and west <= :east"
FROM_LONG = "sessions indexed by sessions_long"
HAVING = "session_words cross join sessions on sessions.id = session_words.rowid"
MATCH = "session_words match :words"
# To ask the index whether one session has a word costs as much as all that have it; to read its terms does not.
EACH = "(select {} from session_words where rowid = sessions.id)"

_places = Quick("insert into session_places values (:id, :lat, :lat, :lon, :lon, :starts, :ends)")
_words = Quick("insert into session_words (rowid, terms) values (:id, :terms)")
_forget_place = Quick("delete from session_places where id = :id")
_forget_words = Quick("delete from session_words where rowid = :id")
MERGED = 500  # pages at once, a hundredth of a second
# Each transaction that publishes leaves a part of the index of its own, and a question looks into all of them:
_merge = Quick(f"insert into session_words (session_words, rank) values ('merge', -{MERGED})")


def at_the_time(since: bool, until: bool, short: bool) -> list[str]:
    """That sessions are at the time asked for, however long it is."""
    return [*(["closes > :start"] if since else []), *(["opens < :end"] if until else [])]


def matching(terms: list[str], months: list[str]) -> dict[str, object]:
    """All of these terms, and one of the months if there are any, as `MATCH` takes them."""
    all_of, any_of = (" AND ".join(f'"{term}"' for term in terms), " OR ".join(f'"{month}"' for month in months))
    return {"words": f"{all_of} AND ({any_of})" if months else all_of}


def having_each(terms: list[str]) -> tuple[str, dict[str, object]]:
    """That the session that is looked at has all of these terms, and the values of that."""
    values: dict[str, object] = {f"word{n}": f" {term} " for n, term in enumerate(terms)}
    return EACH.format(" and ".join(f"instr(terms, :{name})" for name in values)), values


def index(tx: Connection, rows: list[dict[str, Any]]) -> None:
    """Makes sessions findable by `terms`, and where they are `on_site` by `lat`, `lon`, `starts` and `ends`."""
    _places.run_each(tx, [row for row in rows if row["on_site"]])
    _words.run_each(tx, [row | {"terms": f" {' '.join(row['terms'])} "} for row in rows])


def unindex(tx: Connection, key: int) -> None:
    """Takes a session out of both indexes."""
    _forget_place.run(tx, {"id": key})
    _forget_words.run(tx, {"id": key})


def tidy(tx: Connection) -> None:
    """Puts parts of the index of words together, as many as that takes little time for."""
    _merge.run(tx, {})
