"""What the search of the programme needs of PostgreSQL: GiST for places, a tsvector for words."""

from sqlalchemy import Connection, text

BOX = "point(lon, lat) <@ box(point(:west, :south), point(:east, :north))"
WORDS = "exists (select 1 from session_words where session = sessions.id and terms @@ to_tsquery('simple', :{}))"

_words = text(
    "insert into session_words values"
    " (:id, setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :terms), 'D'))"
)
_forget_words = text("delete from session_words where session = :id")


def words(terms: list[str]) -> str:
    """The terms as the database's own query: all of them."""
    return " & ".join(f"'{term}'" for term in terms)


def title(terms: list[str]) -> str:
    """The same, in the title alone."""
    return " & ".join(f"'{term}':A" for term in terms)


def index(tx: Connection, key: int, on_site: bool, lat: float, lon: float, title: str, terms: str) -> None:
    """Makes a session findable by words; its place is in the session's own index."""
    tx.execute(_words, {"id": key, "title": title, "terms": terms})


def unindex(tx: Connection, key: int) -> None:
    """Takes a session out of the index of words."""
    tx.execute(_forget_words, {"id": key})
