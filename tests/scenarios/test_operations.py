"""What whoever runs the bot is told: whether it lives, and whether it is ready."""

import asyncio
import socket
from urllib.error import HTTPError
from urllib.request import urlopen

import orjson
from prometheus_client.parser import text_string_to_metric_families

from tests.week import Week


def told(port: int, path: str) -> tuple[int, dict[str, bool]]:
    """The status and the answer."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, orjson.loads(answer.read())
    except HTTPError as refused:
        with refused:
            return refused.code, orjson.loads(refused.read())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def test_the_bot_says_whether_it_lives_and_is_ready(database_url: str) -> None:
    port = free_port()
    week = Week(database_url, {"operations_port": port})
    week.open()
    week.settle()
    assert told(port, "/healthz") == (200, {"lives": True})
    assert told(port, "/readyz") == (200, {"database": True, "worker": True, "updates": True})
    week.fails("500", method="getUpdates")
    zoe = week.citizen("Zoé")
    while told(port, "/readyz")[1]["updates"]:
        week.act("say", person=zoe.id, chat=zoe.chat, content={"text": "?"})
    week.fails("none")
    week.settle()
    assert told(port, "/readyz")[0] == 200

    async def fail() -> None:
        week.application._tasks[0].cancel()
        await asyncio.sleep(0)

    week.run(fail())
    assert told(port, "/healthz") == (503, {"lives": False})
    week.close()


def test_what_was_done_and_what_waits_is_told_in_figures_and_nobody_in_them(database_url: str) -> None:
    port = free_port()
    week = Week(database_url, {"operations_port": port})
    week.open()
    zoe = week.citizen("Zoé-Trace")
    zoe.says("quoi de neuf à Lille ?")
    zoe.says("merci")
    week.act("update", inline_query=5)
    week.settle()
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        told = answer.read().decode()
    figures = {
        (each.name, *sorted(each.labels.values())): each.value
        for family in text_string_to_metric_families(told)
        for each in family.samples
    }
    assert figures["bot_updates_total", "answered", "message"] == 2
    assert figures["bot_calls_total", "sendMessage", "taken"] == 2 and figures["bot_answer_seconds_count",] == 2
    assert figures["bot_updates_waiting",] == 0 and figures["bot_database_up",] == 1 and figures["bot_workers",] == 1
    labels = " ".join(" ".join(key) for key in figures)  # a figure may be a moment, and that may hold any number
    assert "Trace" not in told and str(zoe.id) not in labels and "Lille" not in told
    week.close()
