"""The playground over HTTP: the Bot API for the bot, a small API for its people, and the page."""

import asyncio
import base64
import contextlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from aiohttp import WSMsgType, web

from bot.playground import schema
from bot.playground.methods import Methods
from bot.playground.people import People
from bot.playground.refusals import Refused, bad_request
from bot.playground.store import Document, Store
from bot.playground.telegram import BOT, Telegram
from bot.playground.web_apps import launched

PAGE = Path(__file__).parent / "page"
LONGEST_WAIT = 50.0
HTTP = {
    "401": "Unauthorized",
    "403": "Forbidden: terminated by administrator",
    "404": "Not Found",
    "413": "Request Entity Too Large",
    "500": "Internal Server Error",
}
LARGEST_UPLOAD = 20 * 1024 * 1024


class Playground:
    """The server. `token` is the only one that it knows; `store` what it remembers."""

    def __init__(self, token: str, store: Store) -> None:
        self.token = token
        self.telegram = Telegram(store, self._publish)
        self.people = People(self.telegram)
        self.methods = Methods(self.telegram)
        self.fault: Document = {"kind": "none", "left": 0}
        self.requests: list[tuple[str, Document]] = []
        self.watchers: set[asyncio.Queue[Document]] = set()
        self._polling = 0
        self._followed = 0
        self._acknowledged = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Opens the door; gives the address."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._delivery = asyncio.create_task(self._deliver_webhooks())
        actual = self._runner.addresses[0][1]
        return f"http://{host}:{actual}"

    async def stop(self) -> None:
        """Closes it."""
        self._polling += 1
        self.telegram.arrived.set()
        self.telegram.clock_moved.set()
        if self._delivery:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
        if self._runner:
            await self._runner.cleanup()
        self.telegram.store.close()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        add = app.router.add_route
        add("*", f"/bot{self.token}/{{method}}", self._bot_api)
        add("GET", f"/file/bot{self.token}/files/{{key}}", self._download)
        add("*", "/bot{token}/{method}", self._wrong_token)
        add("GET", "/clock", self._follow_clock)
        add("POST", "/do/{act}", self._do)
        add("GET", "/world", self._world)
        add("GET", "/live", self._live)
        add("GET", "/files/{key}", self._download)
        add("GET", "/", self._index)
        add("GET", "/methods", self._methods_page)
        app.router.add_static("/page", PAGE)
        return app

    # --- the Bot API ----------------------------------------------------------------------------

    async def _bot_api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            params = await self._params(request)
            await self._maybe_fail(request, name, params)
            method, checked = schema.validate(name, params)
            self.requests.append((method, checked))
            result = await self._get_updates(checked) if method == "getUpdates" else self.methods.call(method, checked)
        except Refused as refusal:
            return _json(refusal.body(), refusal.code)
        return _json({"ok": True, "result": result})

    async def _params(self, request: web.Request) -> Document:
        if request.content_type == "application/json":
            body = await request.read()
            loaded = orjson.loads(body) if body else {}
            if not isinstance(loaded, dict):
                raise bad_request("object expected")
            return loaded
        params: Document = dict(request.query)
        for key, value in (await request.post()).items():
            params[key] = await self._keep_upload(value) if isinstance(value, web.FileField) else value
        return params

    async def _keep_upload(self, upload: web.FileField) -> str:
        return self._keep_file(upload.filename, upload.file.read())

    def _keep_file(self, name: str, content: bytes) -> str:
        key = f"file{self.telegram.store.number('file')}"
        body = {"name": name, "size": len(content), "base64": base64.b64encode(content).decode()}
        self.telegram.store.put("file", key, body)
        return key

    async def _wrong_token(self, request: web.Request) -> web.StreamResponse:
        return _json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        known = self.telegram.store.get("file", request.match_info["key"])
        if known is None:
            return web.Response(status=404)
        return web.Response(body=base64.b64decode(known["base64"]), content_type="application/octet-stream")

    async def _get_updates(self, params: Document) -> list[Document]:
        webhook = self.telegram.store.get("webhook", 0) or {}
        if webhook.get("url"):
            raise Refused(
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                " the webhook first",
                409,
            )
        if "allowed_updates" in params:
            self.telegram.store.put("webhook", 0, {"url": "", "allowed_updates": params["allowed_updates"]})
        if (offset := params.get("offset")) is not None:
            self.telegram.confirm(offset)
        self._polling += 1
        mine = self._polling
        limit = min(max(params.get("limit", 100), 1), 100)
        until = time.monotonic() + min(params.get("timeout", 0), LONGEST_WAIT)
        while not (found := self.telegram.waiting(limit)):
            self.telegram.arrived.clear()
            left = until - time.monotonic()
            if left <= 0:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.telegram.arrived.wait(), left)
            if mine != self._polling:
                self.telegram.arrived.set()
                raise Refused(
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                    409,
                )
        return found

    async def _deliver_webhooks(self) -> None:
        """Posts updates to the bot's webhook, in order, each until it is taken."""
        async with aiohttp.ClientSession() as client:
            while True:
                webhook = self.telegram.store.get("webhook", 0) or {}
                waiting = self.telegram.waiting(1)
                if not webhook.get("url") or not waiting:
                    await asyncio.sleep(0.05)
                    continue
                headers = {}
                if webhook.get("secret_token"):
                    headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret_token"]
                with contextlib.suppress(aiohttp.ClientError):
                    async with client.post(webhook["url"], json=waiting[0], headers=headers) as response:
                        if response.status == 200:
                            self.telegram.confirm(waiting[0]["update_id"] + 1)
                            continue
                await asyncio.sleep(0.2)

    # --- faults ---------------------------------------------------------------------------------

    async def _maybe_fail(self, request: web.Request, name: str, params: Document) -> None:
        """Fails as Telegram fails, as often as asked for, in a chat or in all; getUpdates only where it is named."""
        fault = self.fault
        only = fault.get("method")
        if fault["kind"] == "none" or ((only or "").lower() != name.lower() and (only or name.lower() == "getupdates")):
            return
        if "chat" in fault and params.get("chat_id") != fault["chat"]:
            return
        if fault["left"] > 0:
            fault["left"] -= 1
            if not fault["left"]:
                self.fault = {"kind": "none", "left": 0}
        match fault["kind"]:
            case "429":
                raise Refused(
                    f"Too Many Requests: retry after {fault.get('seconds', 1)}",
                    429,
                    retry_after=fault.get("seconds", 1),
                )
            case "500" | "401" | "403" | "404" | "413" as code:
                raise Refused(HTTP[code], int(code))
            case "timeout":
                await asyncio.sleep(fault.get("seconds", 60))
            case "cut":
                if request.transport:
                    request.transport.close()

    # --- the people's API -----------------------------------------------------------------------

    async def _do(self, request: web.Request) -> web.StreamResponse:
        body = orjson.loads(await request.read() or b"{}")
        try:
            return _json({"ok": True, "result": await self._act(request.match_info["act"], body)})
        except Refused as refusal:
            return _json(refusal.body(), refusal.code)
        except (KeyError, TypeError, ValueError) as error:
            return _json(bad_request(f"{type(error).__name__}: {error}").body(), 400)

    async def _act(self, act: str, body: Document) -> Any:
        people, telegram = self.people, self.telegram
        match act:
            case "person":
                return telegram.add_person(body["name"], body.get("language", "fr"))
            case "group":
                return telegram.add_group(body["title"], body["people"])
            case "say":
                return people.say(body["person"], body["chat"], body["content"], body.get("reply_to"))
            case "file":
                return people.say(body["person"], body["chat"], self._attached(body))
            case "edit":
                return people.edit(body["person"], body["chat"], body["message"], body["text"])
            case "tap":
                return people.tap(body["person"], body["chat"], body["message"], body["data"])
            case "inline":
                return await people.ask_inline(body["person"], body["text"], body.get("offset", ""))
            case "send_inline":
                return self._send_inline(body)
            case "open_app":
                user = telegram.person(body["person"])["user"]
                return launched(body["url"], user, body.get("theme", {}), self.token, telegram.now())
            case "block":
                return people.block(body["person"], body["blocked"])
            case "member":
                return people.move_member(body["group"], body["person"], body["status"])
            case "upgrade":
                return people.upgrade(body["group"])
            case "clock":
                return await self._put_clock(body)
            case "fault":
                self.fault = {"left": -1, **body}
                self._publish({"type": "fault", **self.fault})
                return True
            case "update":
                return telegram.tell_bot("unknown", body)
            case "expire":
                return telegram.expire_queries()
        raise bad_request(f"nobody can {act}")

    def _attached(self, body: Document) -> Document:
        """A photo or any other file, alone or in an album."""
        key = self._keep_file(body["name"], base64.b64decode(body["base64"]))
        file = {"file_id": key, "file_unique_id": key}
        album = {"media_group_id": body["album"]} if body.get("album") else {}
        if body.get("image"):
            return {"photo": [file | {"width": 800, "height": 600}], **album}
        return {"document": file | {"file_name": body["name"]}, **album}

    def _send_inline(self, body: Document) -> Document:
        """Sends a result of an inline query into a chat."""
        content = dict(body["result"]["message"])
        if "reply_markup" in body["result"]:
            content["reply_markup"] = body["result"]["reply_markup"]
        return self.people.say(body["person"], body["chat"], content | {"via_bot": BOT})

    async def _put_clock(self, body: Document) -> str:
        """Moves the clock forward and waits until the bot that follows it knows."""
        if "to" in body:
            wanted = datetime.fromisoformat(body["to"]).astimezone(UTC).timestamp()
            offset = wanted - time.time()
        else:
            offset = self.telegram.clock["offset"] + body["seconds"]
        move = self.telegram.put_clock(offset)
        if self._followed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wait_for_follower(move), 2)
        return self.telegram.now().isoformat()

    async def _wait_for_follower(self, move: int) -> None:
        while self._followed < move:
            self._acknowledged.clear()
            await self._acknowledged.wait()

    async def _follow_clock(self, request: web.Request) -> web.StreamResponse:
        """Answers when the clock has been moved since `seen`, or after half a minute."""
        seen = int(request.query.get("seen", "-1"))
        self._followed = max(self._followed, seen)
        self._acknowledged.set()
        moved = self.telegram.clock_moved
        if self.telegram.clock["moves"] == seen:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), 30)
        return _json({"offset": self.telegram.clock["offset"], "seen": self.telegram.clock["moves"]})

    # --- the page -------------------------------------------------------------------------------

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def _methods_page(self, request: web.Request) -> web.Response:
        """What is known here and what is refused, for authors of bots."""
        link = '<li><a href="https://core.telegram.org/bots/api#{}">{}</a></li>'
        listed = "".join(link.format(name.lower(), name) for name in self.methods.names)
        page = (PAGE / "methods.html").read_text(encoding="utf-8").replace("{{ methods }}", listed)
        return web.Response(text=page, content_type="text/html")

    async def _world(self, request: web.Request) -> web.StreamResponse:
        store = self.telegram.store
        return _json(
            {
                "bot": BOT,
                "people": [each["user"] | {"blocked": each["blocked"]} for each in store.all("person")],
                "chats": [each for each in store.all("chat") if "migrated_to" not in each],
                "messages": store.all("message"),
                "keyboards": store.all("keyboard"),
                "commands": {
                    scope: {
                        code: (store.get("commands", f"{scope}:{code}") or {}).get("commands", [])
                        for code in ("", "en", "fr")
                    }
                    for scope in ("all_private_chats", "all_group_chats")
                },
                "menu": store.get("menu", 0) or {"type": "default"},
                "clock": self.telegram.clock,
                "fault": self.fault,
            }
        )

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Everything that happens, as it happens."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        events: asyncio.Queue[Document] = asyncio.Queue()
        self.watchers.add(events)
        sending = asyncio.create_task(_forward(events, socket))
        try:
            async for message in socket:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            self.watchers.discard(events)
            sending.cancel()
        return socket

    def _publish(self, event: Document) -> None:
        for watcher in self.watchers:
            watcher.put_nowait(event)


async def _forward(events: asyncio.Queue[Document], socket: web.WebSocketResponse) -> None:
    while True:
        await socket.send_bytes(orjson.dumps(await events.get()))


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
