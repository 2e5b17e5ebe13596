"""What the search of the programme needs of SQLite: an R*Tree for places, FTS5 for words."""

from sqlalchemy import Connection, text

BOX = (
    "id in (select id from session_places"
    " where north >= :south and south <= :north and east >= :west and west <= :east)"
)
WORDS = "exists (select 1 from session_words where session_words match :{} and rowid = sessions.id)"

_place = text("insert into session_places values (:id, :lat, :lat, :lon, :lon)")
_words = text("insert into session_words (rowid, title, terms) values (:id, :title, :terms)")
_forget_place = text("delete from session_places where id = :id")
_forget_words = text("delete from session_words where rowid = :id")


def words(terms: list[str]) -> str:
    """The terms as the database's own query: all of them."""
    return " ".join(f'"{term}"' for term in terms)


def title(terms: list[str]) -> str:
    """The same, in the title alone."""
    return f"title : ({words(terms)})"


def index(tx: Connection, key: int, on_site: bool, lat: float, lon: float, title: str, terms: str) -> None:
    """Makes a session findable by place and words."""
    if on_site:
        tx.execute(_place, {"id": key, "lat": lat, "lon": lon})
    tx.execute(_words, {"id": key, "title": title, "terms": terms})


def unindex(tx: Connection, key: int) -> None:
    """Takes a session out of both indexes."""
    tx.execute(_forget_place, {"id": key})
    tx.execute(_forget_words, {"id": key})
