"""The pages inside Telegram: who opens them is known where Telegram itself says so, and they alone."""

import socket
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import orjson
import pytest

from bot.pages.init_data import LASTS, NotTelegrams, person_in, signature
from bot.pages.site import Site
from bot.playground.web_apps import launched
from storage.answers import Registration
from tests.pages.reader import Reader
from tests.people import Person
from tests.published import published
from tests.week import TOKEN, Week


def init_data(person: Person, token: str = TOKEN) -> str:
    """What Telegram gives to a page that this person opens."""
    user = {"id": person.id, "first_name": person.name, "language_code": person.language}
    address = launched("https://example.org/", user, {}, token, person.week.now)
    return parse_qs(urlsplit(address).fragment)["tgWebAppData"][0]


def opened(reader: Reader, said: str) -> Any:
    """What the page learns of who opens it; None where it learns nothing."""
    try:
        with urlopen(Request(f"{reader.base}/app", said.encode()), timeout=20) as answer:
            assert answer.headers["cache-control"] == "no-store"
            assert "access-control-allow-origin" not in answer.headers
            return orjson.loads(answer.read())
    except HTTPError as refused:
        with refused:
            assert refused.code in (403, 413)
        return None


def test_who_opens_the_pages_finds_their_town_and_what_they_will_go_to(week: Week, reader: Reader, zoe: Person) -> None:
    published(week, title="Une table ronde", format="round_table")
    published(week, title="Un atelier complet", registration=Registration(by="bot", seats=1))
    assert opened(reader, init_data(zoe)) == {"language": "fr", "town": None, "marks": {}}
    zoe.says("table ronde à Lille")
    zoe.taps("1")
    zoe.taps("remind.eve")
    zoe.says("atelier complet à Lille")
    zoe.taps("1")
    zoe.taps(next(each for each in zoe.buttons if "inscrire" in each))
    told = opened(reader, init_data(zoe))
    assert told["town"] == "59350"
    assert told["marks"] == {"2016-001": "🔔 Rappel prévu", "2016-002": "🎟 Vous avez une place"}
    assert opened(reader, init_data(week.citizen("Sam", "en"))) == {"language": "en", "town": None, "marks": {}}


def test_nobody_is_taken_for_somebody_else(week: Week, reader: Reader, zoe: Person) -> None:
    mine = init_data(zoe)
    others = mine.replace(str(zoe.id), str(zoe.id + 1))
    for forged in (others, init_data(zoe, "1:other"), mine.partition("&hash")[0], "", "é", "hash=%ff", "a" * 9_000):
        assert opened(reader, forged) is None
    assert opened(reader, mine)
    week.later(hours=25)
    assert opened(reader, mine) is None


@pytest.mark.parametrize("field", ["auth_date", "user"])
@pytest.mark.parametrize("value", ["", "nothing", "1" * 400, "[]", '{"id": null}', '{"id": 1e400}', "-1"])
def test_what_is_signed_but_senseless_is_nobody(field: str, value: str) -> None:
    now = datetime.fromisoformat("2016-11-10T12:00:00+00:00")
    said = {"auth_date": str(int(now.timestamp())), "user": '{"id": 5}'}
    assert person_in(_signed(said), TOKEN, now).id == 5
    with pytest.raises(NotTelegrams):
        person_in(_signed(said | {field: value}), TOKEN, now)
    with pytest.raises(NotTelegrams):
        person_in(_signed(said), TOKEN, now + LASTS + timedelta(seconds=1))


def _signed(said: dict[str, str]) -> str:
    return urlencode(said | {"hash": signature(said, TOKEN).decode()})


def test_telegram_alone_may_frame_the_pages(reader: Reader) -> None:
    policy = reader.get("/fr/").headers["content-security-policy"]
    assert "frame-ancestors https://web.telegram.org" in policy and "default-src 'none'" in policy


def test_whoever_does_not_say_who_they_are_is_not_waited_for(week: Week, database_url: str) -> None:
    site = Site(database_url, week.application.world, week.application.clock, token=TOKEN, patience=0.2)
    site.start("127.0.0.1", 0)
    try:
        with socket.create_connection(("127.0.0.1", site.port), timeout=20) as silent:
            silent.sendall(b"POST /app HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
            assert silent.recv(100).startswith(b"HTTP/1.1 408")
        with socket.create_connection(("127.0.0.1", site.port), timeout=20) as garbled:
            garbled.sendall(b"POST /app HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
            assert garbled.recv(100).split()[1] in (b"400", b"403", b"408")
    finally:
        site.stop()
