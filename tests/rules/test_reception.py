"""Whatever is said or pressed, in whatever order, gets an answer and raises nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calls import calls_of
from bot.incoming import tap_of
from bot.sample.seed import seed
from conversations import reception
from conversations.exchange import Command, Content, Incoming, InlineQuery, Location, Tap, Text, Unreadable, World
from conversations.understanding.place import Gazetteer
from storage.database import Database
from tests.budget import examples
from tests.rules.databases import migrated

NOW = datetime(2016, 11, 14, 9, tzinfo=UTC)
WORLD = World(Gazetteer.load(), "bot")
TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.sampled_from(
        (
            "Camille Martin, innovation, camille@ville.fr",
            "Ville de Lille <b>",
            "Design d'un guichet unique",
            "Agents et usagers redessinent ensemble l'accueil.",
            "Lille",
            "Saint-Denis",
            "du 14 au 16 novembre de 9h à 17h",
            "oui",
            "https://exemple.fr",
            "quoi de neuf à Lyon ?",
            "◀ Retour",
        )
    ),
)
COMMANDS = st.sampled_from(
    "start propose resume proposals reminders nearby search programme language help admin link".split()
)
VERBS = st.sampled_from((*reception.ROUTES.taps, *reception.ROUTES.in_group))
VALUES = st.sampled_from(
    (
        "",
        *"yes body.local conditions.yes title sessions.yes sessions.2016-11-15 place eve".split(),
        *"themes.health format.workshop accepted time".split(),
    )
)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(Text, TEXTS),
    st.builds(Command, COMMANDS, st.text(max_size=30)),
    st.builds(Tap, VERBS, st.integers(0, 40), st.integers(0, 12), VALUES),
    st.builds(tap_of, st.text(max_size=64)),
    st.builds(Location, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(InlineQuery, st.just("1"), st.text(max_size=60)),
    st.just(Unreadable()),
)


@settings(max_examples=examples(10))
@given(st.lists(st.tuples(CONTENTS, st.sampled_from((5, 6)), st.sampled_from(("fr", "en"))), max_size=25))
def test_any_order_of_anything(said: list[tuple[Content, int, str]]) -> None:
    with migrated() as database:
        with database.tx() as tx:
            seed(tx, WORLD.gazetteer, NOW, events=20)
        _walk(database, said)


def _walk(database: Database, said: list[tuple[Content, int, str]]) -> None:
    for minute, (content, person, language) in enumerate(said):
        incoming = Incoming(person, True, person, "Zoé", language, content, message=1, query="1")
        with database.tx() as tx:
            answered = reception.answer(tx, NOW + timedelta(minutes=minute), WORLD, incoming)
        calls = calls_of(answered.replies, person, "bot", answered.incoming)
        assert calls, content
