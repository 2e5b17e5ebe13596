"""For whoever runs the bot: whether it lives and whether it is ready, at a port of their own.

`/healthz` answers 200 as long as every part of this process goes on: start it anew where it does not. `/readyz` answers
200 once the database is reached, this process is known to the others, and updates come in, here or at another; else
503, with what is missing. `/metrics` gives figures to Prometheus.
"""

import logging
from collections.abc import Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

log = logging.getLogger(__name__)
Ready = Callable[[], Mapping[str, bool]]


class Operations:
    """The answers, from `start` until `stop`. `lives` says whether every part goes on, `ready` how each thing is that
    is needed, `metrics` gives the figures.
    """

    def __init__(self, lives: Callable[[], bool], ready: Ready, metrics: Callable[[], bytes]) -> None:
        self._lives, self._ready, self._metrics = lives, ready, metrics
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Opens the port, 0 is any that is free; gives which. Raises OSError where it is taken."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._figures)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        number: int = self._runner.addresses[0][1]
        return number

    async def stop(self) -> None:
        """Closes it."""
        if self._runner:
            await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"lives": True}) if self._lives() else web.json_response({"lives": False}, status=503)

    async def _figures(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._metrics(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _readyz(self, _request: web.Request) -> web.Response:
        found = dict(self._ready())
        return web.json_response(found, status=200 if all(found.values()) else 503)
