"""What the search needs of PostgreSQL: GiST for places and times, a tsvector for words."""

from typing import Any

from sqlalchemy import Connection

from storage.quick import Quick

AROUND = "sessions"
BOX = "on_site and point(lon, lat) <@ box(point(:west, :south), point(:east, :north))"
# Of the two indexes of places and times, one has times first; how the range is written says which is meant.
DURING, DURING_DAYS = "int4range(starts, ends)", "int4range(starts, ends, '[)')"
FROM_LONG = "sessions"
HAVING = "session_words join sessions on sessions.id = session_words.session"
MATCH = "terms @@ cast(:words as tsquery)"
# A subquery of a value, so that it is asked of each session that is looked at, and never of all that have the words.
EACH = f"coalesce((select {MATCH} from session_words where session = sessions.id), false)"

_words = Quick("insert into session_words values (:id, array_to_tsvector(:terms))")
_forget_words = Quick("delete from session_words where session = :id")


def at_the_time(since: bool, until: bool, short: bool) -> list[str]:
    """That sessions are at the time asked for, which is `short` where it is a day or two."""
    if not since and not until:
        return []
    asked = f"int4range({':start' if since else 'null'}, {':end' if until else 'null'})"
    return [f"{DURING_DAYS if short else DURING} && {asked}"]


def matching(terms: list[str], months: list[str]) -> dict[str, object]:
    """All of these terms, and one of the months if there are any, as `MATCH` takes them."""
    all_of, any_of = (" & ".join(f"'{term}'" for term in terms), " | ".join(f"'{month}'" for month in months))
    return {"words": f"{all_of} & ({any_of})" if months else all_of}


def having_each(terms: list[str]) -> tuple[str, dict[str, object]]:
    """That the session that is looked at has all of these terms, and the values of that."""
    return EACH, matching(terms, [])


def index(tx: Connection, rows: list[dict[str, Any]]) -> None:
    """Makes sessions findable by `terms`, each by its `id`; places and times are in the sessions' own index."""
    _words.run_each(tx, [{"id": row["id"], "terms": sorted({*row["terms"]})} for row in rows])


def unindex(tx: Connection, key: int) -> None:
    """Takes a session out of the index of words."""
    _forget_words.run(tx, {"id": key})


def tidy(_tx: Connection) -> None:
    """PostgreSQL does that by itself."""
