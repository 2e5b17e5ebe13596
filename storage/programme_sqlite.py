"""What the search of the programme needs of SQLite: an R*Tree for places, FTS5 for words."""

from sqlalchemy import Connection, text

SCHEMA = (
    "create virtual table listing_places using rtree(id, south, north, west, east)",
    "create virtual table listing_words using fts5(terms, tokenize = 'ascii')",
)
BOX = (
    "id in (select id from listing_places"
    " where north >= :south and south <= :north and east >= :west and west <= :east)"
)
WORDS = "exists (select 1 from listing_words where listing_words match :words and rowid = listings.id)"

_place = text("insert into listing_places values (:id, :lat, :lat, :lon, :lon)")
_words = text("insert into listing_words (rowid, terms) values (:id, :terms)")
_forget_place = text("delete from listing_places where id = :id")
_forget_words = text("delete from listing_words where rowid = :id")


def words(terms: list[str]) -> str:
    """The terms as the database's own query: all of them."""
    return " ".join(f'"{term}"' for term in terms)


def index(tx: Connection, key: int, on_site: bool, lat: float, lon: float, terms: str) -> None:
    """Makes a listing findable by place and words."""
    if on_site:
        tx.execute(_place, {"id": key, "lat": lat, "lon": lon})
    tx.execute(_words, {"id": key, "terms": terms})


def unindex(tx: Connection, key: int) -> None:
    """Takes a listing out of both indexes."""
    tx.execute(_forget_place, {"id": key})
    tx.execute(_forget_words, {"id": key})
