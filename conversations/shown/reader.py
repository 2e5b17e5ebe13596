"""In whose words something is said that nobody asked for."""

from sqlalchemy import Connection

from conversations.exchange import World
from conversations.wording.catalogue import Wording, wording
from storage import people


def words_of_reader(tx: Connection, world: World, person: int) -> Wording:
    """The wording of somebody's language, as it is now; the bot's own for who is not known."""
    known = people.person_with(tx, person)
    return wording((known.language if known else None) or world.default_language)
