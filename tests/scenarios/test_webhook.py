"""Updates by webhook: stored before they are confirmed, from nobody but Telegram."""

import socket
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.webhook import listening_at
from tests.week import Week


@pytest.fixture
def hooked(database_url: str) -> Iterator[tuple[Week, str]]:
    """A bot to which the playground posts updates."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    lived = Week(database_url, {"public_url": address, "webhook_secret": "a-secret"})
    lived.open()
    yield lived, address
    lived.close()
    lived.complain()


def post(address: str, secret: str, body: bytes) -> int:
    request = Request(f"{address}/telegram", body, {"X-Telegram-Bot-Api-Secret-Token": secret})
    try:
        with urlopen(request, timeout=5) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


def test_a_citizen_is_answered_and_a_stranger_is_refused(hooked: tuple[Week, str]) -> None:
    week, address = hooked
    zoe = week.citizen("Zoé")
    assert zoe.says("bonjour").means("account.hello")
    assert zoe.says("/rappels").means("remind.none")
    assert post(address, "guess", b"{}") == 401
    assert post(address, "a-secret", b"{broken") == 400


def test_nobody_else_and_nothing_odd_comes_in(hooked: tuple[Week, str]) -> None:
    week, address = hooked
    assert post(address, "\xff", b"{}") == 401
    odd = (
        b"[]",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 7, "x": ' + b"[" * 400 + b"]" * 400 + b"}",
        b"[" * 100_000,
        b'{"membership": {}, "then": {}}',
    )
    for body in odd:
        assert post(address, "a-secret", body) == 400, body[:40]
    forged = (
        b'{"update_id": 5, "moved_group": {"from": -1, "to": -2}, "unreachable": 5, "big": 99999999999999999999999}'
    )
    assert post(address, "a-secret", forged) == 200
    assert post(address, "a-secret", b'{"update_id": 6, "message": null, "half": "\\ud800"}') == 200
    assert week.citizen("Zoé").says("bonjour").means("account.hello")


def test_a_public_address_of_this_machine_is_listened_to_on_this_machine_alone() -> None:
    assert listening_at("http://127.0.0.1:9000/x") == ("127.0.0.1", 9000)
    assert listening_at("https://bot.exemple.fr") == ("0.0.0.0", 8080)
