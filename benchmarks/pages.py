"""Pages beside answers: how long one person waits for the bot's answer while so many pages a second are read, of twenty
addresses that everybody asks or each near a place of its own; and how long the readers wait.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from itertools import count
from urllib.parse import quote

import aiohttp
import uvloop

from benchmarks.bots import ROOT, environment
from benchmarks.measuring import cpu_of, memory_of
from benchmarks.scripts import Mix, questions
from benchmarks.server import RawServer

WARM_UP = 200
KINDS = ("none", "the same", "each its own")
SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99}
GZIP = {"Accept-Encoding": "gzip"}


async def measure(kind: str, a_second: int, seconds: float, port: int) -> None:
    """One run; prints a line."""
    with tempfile.TemporaryDirectory() as folder:
        server = RawServer(1, Mix("question"))
        variables = environment(await server.start(), folder) | {"PAGES_PORT": str(port)}
        subprocess.run(
            [sys.executable, "-m", "bot", "seed"], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=variables, stderr=subprocess.DEVNULL
        )
        try:
            server.begin()
            await server.until(WARM_UP)
            server.latencies.clear()
            before = cpu_of(process.pid)
            read = await _read(kind, a_second if kind != "none" else 0, seconds, port)
            cpu = (cpu_of(process.pid) - before) / seconds
            answers = sorted(each * 1000 for each in server.latencies)
            print(
                f"{kind:14} {len(read) / seconds:5.0f} pages/s, {_told(read)}; {len(answers)} answers,"
                f" {_told(answers)}; {cpu:.2f} cores, {memory_of(process.pid):.0f} MB"
            )
        finally:
            process.kill()
            process.wait()


def _told(waited: list[float]) -> str:
    """The median and the worst of some times in milliseconds, sorted."""
    shares = {name: waited[int(len(waited) * share)] for name, share in SHARES.items()} if waited else {}
    return " ".join(f"{name} {value:.1f}" for name, value in shares.items()) or "none"


async def _read(kind: str, a_second: int, seconds: float, port: int) -> list[float]:
    """Reads pages at that pace; gives how many milliseconds each took, sorted."""
    waited: list[float] = []
    numbers, asked = count(), questions()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=GZIP, auto_decompress=False) as client:

        async def read() -> None:
            number = next(numbers)
            own = f"/fr/?lat={43 + number % 600 / 100}&lon={number // 600}"
            began = time.perf_counter()
            async with client.get(f"/fr/?q={quote(asked[number % 20])}" if kind == "the same" else own) as answer:
                await answer.read()
                assert answer.status == 200
            waited.append((time.perf_counter() - began) * 1000)

        began, tasks = time.perf_counter(), list[asyncio.Task[None]]()
        while (now := time.perf_counter() - began) < seconds:
            tasks += [asyncio.create_task(read()) for _ in range(int(now * a_second) - len(tasks))]
            await asyncio.sleep(0.002)
        await asyncio.gather(*tasks)
    return sorted(waited)


def main() -> None:
    """The three in turns, so many rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--a-second", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--port", type=int, default=8099)
    given = parser.parse_args()
    for _ in range(given.rounds):
        for kind in KINDS:
            uvloop.run(measure(kind, given.a_second, given.seconds, given.port))


if __name__ == "__main__":
    main()
