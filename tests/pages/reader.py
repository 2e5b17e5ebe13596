"""Somebody who reads the pages: a browser's requests, and what came back."""

import time
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

PATIENCE = 20.0  # seconds


class Got(NamedTuple):
    """An answer; `headers` by their names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """As words, a firm space as any other."""
        return self.body.decode().replace("\u00a0", " ").replace("\u202f", " ")

    @property
    def data(self) -> Any:
        """As JSON."""
        return orjson.loads(self.body)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Redirections are looked at, not followed."""


class Reader:
    """Asks a site."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._opener = build_opener(_Stay)

    def get(self, path: str, **headers: str) -> Got:
        """What is at an address."""
        asked = Request(
            self.base + quote(path, safe="/?=&%+"), headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        try:
            with self._opener.open(asked, timeout=20) as answer:
                return Got(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        except HTTPError as error:
            with error:
                return Got(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())

    def waits_for(self, path: str) -> Got:
        """What is at an address, once there is room for one more."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.get(path)
            except OSError:
                if time.monotonic() > until:
                    raise
