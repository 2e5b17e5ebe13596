"""A message to many: seen before it leaves, behind all else, once to each, paused and stopped."""

import pytest

from bot.pace import Bucket, Limits
from storage import acts, broadcasts, notices
from storage.broadcasts import Broadcast
from tests.people import Person
from tests.published import published
from tests.week import Week


@pytest.fixture
def ada(week: Week) -> Person:
    """Whoever operates the bot."""
    return week.administrator()


def write(ada: Person, *way: str, french: str = "Du nouveau", english: str = "Some news") -> None:
    """From /admin to the look at it."""
    ada.says("/admin")
    ada.taps("admin.broadcast")
    for each in way:
        ada.taps(each) if each.startswith("broadcast.") or each in ada.buttons else ada.says(each)
    ada.says(french)
    ada.says(english)


def got(week: Week, person: Person, text: str) -> int:
    """How often somebody got it."""
    return sum(text in message.get("text", "") for message in week.messages(person.chat))


def press(ada: Person, key: int, *acts: str) -> None:
    """One button after another, before anything else is done."""
    for act in acts:
        data = f"broadcast:{key}:0:{act}"
        ada.week.act("tap", person=ada.id, chat=ada.chat, message=ada.last["message_id"], data=data)
    ada.week.settle()


def test_everybody_gets_it_once_in_their_language(week: Week, ada: Person) -> None:
    zoe, sam = week.citizen("Zoé"), week.citizen("Sam", "en")
    silent, gone = week.citizen("Muet"), week.citizen("Parti")
    for each in (zoe, sam, gone):
        each.says("/start")
    week.act("block", person=gone.id, blocked=True)
    week.settle()
    write(ada, "broadcast.way.all", french="Du nouveau <pour tous>")
    assert "3 personnes" in ada.sees and ada.card("Du nouveau <pour tous>") and ada.card("Some news")
    ada.taps(ada.w("broadcast.begin", count=3))
    week.later(seconds=6)
    assert got(week, zoe, "Du nouveau <pour tous>") == 1 and got(week, sam, "Some news") == 1
    assert not got(week, silent, "Du nouveau") and not got(week, gone, "Du nouveau")
    assert ada.w("broadcast.state.done") in ada.card("3 / 3")["text"]
    week.later(hours=2)
    assert got(week, zoe, "Du nouveau <pour tous>") == 1
    assert ada.forges("broadcast:1:0:begin").means("form.moved_on")
    assert [each.what for each in week.stored(lambda tx: acts.newest(tx, 1))] == ["broadcast_begun"]


def test_it_is_for_a_region_for_organisers_or_for_who_waits_for_an_event(week: Week, ada: Person) -> None:
    zoe, leo = week.citizen("Zoé"), week.citizen("Léo")
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = published(week, organiser=camille.id)
    zoe.says("Lille")
    zoe.taps("1")
    zoe.taps("remind.eve")
    leo.says("Marseille")
    for way, reader in (
        (("broadcast.way.organisers",), camille),
        (("broadcast.way.region", "Provence-Alpes-Côte d'Azur"), leo),
        (("broadcast.way.event", reference), zoe),
    ):
        write(ada, *way, french=f"Pour {reader.name}", english="=")
        assert "1 personne." in ada.sees, (reader.name, ada.sees)
        ada.taps(ada.w("broadcast.begin", count=1))
        week.later(seconds=6)
        assert [got(week, each, f"Pour {reader.name}") for each in (zoe, leo, camille)] == [
            each is reader for each in (zoe, leo, camille)
        ]


@pytest.mark.parametrize(("kind", "times"), [("500", 1), ("cut", None), ("timeout", None)])
def test_where_telegram_fails_nobody_gets_it_twice(week: Week, ada: Person, kind: str, times: int | None) -> None:
    """It is said again where Telegram says that it has not taken it, and not where nobody knows."""
    zoe, leo = week.citizen("Zoé"), week.citizen("Léo")
    for each in (zoe, leo):
        each.says("/start")
    write(ada, "broadcast.way.all")
    week.fails(kind, chat=zoe.chat, left=1, seconds=4)
    ada.taps(ada.w("broadcast.begin", count=3))
    week.wait_for(leo.chat, "Du nouveau")
    week.later(seconds=6)
    week.restart()
    week.later(hours=1)
    assert got(week, leo, "Du nouveau") == 1
    assert got(week, zoe, "Du nouveau") == times if times else got(week, zoe, "Du nouveau") <= 1
    assert ada.card(ada.w("broadcast.state.done"))


def test_a_restart_in_an_outage_loses_nobody(week: Week, ada: Person) -> None:
    zoe, leo = week.citizen("Zoé"), week.citizen("Léo")
    zoe.says("/start")
    write(ada, "broadcast.way.all")
    week.fails("500", chat=zoe.chat, left=1_000)
    data = "broadcast:1:0:begin"
    week.act("tap", person=ada.id, chat=ada.chat, message=ada.last["message_id"], data=data)
    while week.playground.fault["left"] == 1_000:
        week.act("say", person=leo.id, chat=leo.chat, content={"text": "/aide"})
    week.stop_bot()
    week.fails("none")
    week.start_bot()
    week.wait_for(zoe.chat, "Du nouveau")
    week.settle()
    assert got(week, zoe, "Du nouveau") == 1
    week.errors.seen.clear()


def test_it_is_paused_resumed_and_stopped(database_url: str) -> None:
    slow = Limits(Bucket(0.4, 0.4), Bucket(0.0, 1.0), Bucket(0.0, 1.0))  # a message at a time, to whomever
    week = Week(database_url, limits=slow)
    week.open()
    ada = week.administrator()
    readers = [week.citizen(f"Zoé {n}") for n in range(4)]
    for each in readers:
        each.says("/start")
    write(ada, "broadcast.way.all")
    press(ada, 1, "begin", "pause")
    held = [each for each in readers if not got(week, each, "Du nouveau")]
    assert held and ada.card(ada.w("broadcast.state.paused"))
    week.later(hours=1)
    assert not any(got(week, each, "Du nouveau") for each in held)
    ada.taps("broadcast.resume")
    for each in readers:
        week.wait_for(each.chat, "Du nouveau")
    week.settle()
    assert all(got(week, each, "Du nouveau") == 1 for each in readers)
    write(ada, "broadcast.way.all", french="Second")
    press(ada, 2, "begin", "stop")
    reached = sum(got(week, each, "Second") for each in readers)
    week.later(hours=1)
    assert sum(got(week, each, "Second") for each in readers) == reached < 4
    known: Broadcast = week.stored(lambda tx: broadcasts.broadcast_with(tx, 2))
    assert known.state == "stopped" and not week.stored(lambda tx: notices.readers_of(tx, "broadcast", 2))
    write(ada, "broadcast.way.all", french="Jamais")
    assert ada.taps("broadcast.drop").means("broadcast.dropped")
    week.close()
    week.complain()
