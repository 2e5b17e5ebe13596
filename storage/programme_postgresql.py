"""What the search of the programme needs of PostgreSQL: GiST for places, a tsvector for words."""

from sqlalchemy import Connection, text

SCHEMA = (
    "create table listing_words (listing integer primary key references listings (id), terms tsvector not null)",
    "create index listing_words_terms on listing_words using gin (terms)",
    "create index listing_places on listings using gist (point(lon, lat)) where on_site",
)
BOX = "point(lon, lat) <@ box(point(:west, :south), point(:east, :north))"
WORDS = "exists (select 1 from listing_words where listing = listings.id and terms @@ to_tsquery('simple', :words))"

_words = text("insert into listing_words values (:id, to_tsvector('simple', :terms))")
_forget_words = text("delete from listing_words where listing = :id")


def words(terms: list[str]) -> str:
    """The terms as the database's own query: all of them."""
    return " & ".join(f"'{term}'" for term in terms)


def index(tx: Connection, key: int, on_site: bool, lat: float, lon: float, terms: str) -> None:
    """Makes a listing findable by words; its place is in the listing's own index."""
    tx.execute(_words, {"id": key, "terms": terms})


def unindex(tx: Connection, key: int) -> None:
    """Takes a listing out of the index of words."""
    tx.execute(_forget_words, {"id": key})
