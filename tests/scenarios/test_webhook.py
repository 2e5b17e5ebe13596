"""Updates by webhook: stored before they are confirmed, from nobody but Telegram."""

import socket
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

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
