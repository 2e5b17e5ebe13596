"""`make bench`: the whole bot beside bare echo bots, and one as from tutorials, in turns, on the same raw server.

Prints updates a second, CPU of the bot's process a update after the warm-up, and the ratio to aiogram's echo.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from benchmarks.measuring import cpu_of, memory_of
from benchmarks.postgresql import postgresql_in
from benchmarks.scripts import Mix
from benchmarks.server import RawServer

ROOT = Path(__file__).parents[1]
BOTS = ("ours", "aiogram", "grammy", "ptb", "ptb concurrent", "tutorial", "ceiling")
WARM_UP = 300


def command(bot: str, address: str) -> list[str]:
    """How a bot is started."""
    if bot.startswith("ours"):
        return [sys.executable, "-m", "bot", "run"]
    if bot in ("tutorial", "ceiling"):
        return [sys.executable, "-m", f"benchmarks.{bot}", address]
    if bot == "grammy":
        return ["node", "benchmarks/echo_grammy.mjs", address]
    name, *options = bot.split()
    return [sys.executable, "-m", f"benchmarks.echo_{name}", address, *options]


def environment(address: str, folder: str) -> dict[str, str]:
    """An environment in which our bot speaks to the raw server, on a SQLite file of its own, synchronous=FULL."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TELEGRAM", "DATABASE"))}
    return kept | {
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_API_URL": address,
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "ADMIN_IDS": "1",
        "MESSAGES_A_MINUTE": "0",
        "MESSAGES_A_SECOND": "1000",
    }


@contextmanager
def database_of(bot: str, folder: str) -> Iterator[tuple[str, int]]:
    """The address of a bot's database, and how many workers serve it."""
    _, _, workers = bot.partition(", PostgreSQL, ")
    if not workers:
        yield f"sqlite:///{folder}/bench.db", 1
        return
    with postgresql_in(Path(folder)) as server:
        yield server.make("bench"), int(workers)


async def measure(bot: str, chats: int, only: str | None, updates: int) -> dict[str, float]:
    """One run: updates a second, ms of CPU an update, median and p95 ms of latency, MB, seconds to the first answer."""
    with tempfile.TemporaryDirectory() as folder, database_of(bot, folder) as (database, workers):
        server = RawServer(chats, Mix(only))
        address = await server.start()
        variables = environment(address, folder) | {"DATABASE_URL": database}
        if bot.startswith("ours"):
            subprocess.run(
                [sys.executable, "-m", "bot", "seed"], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
            )
        began = time.perf_counter()
        processes = [
            subprocess.Popen(command(bot, address), cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
            for _ in range(workers)
        ]
        try:
            server.begin()
            await server.until(1)
            started = time.perf_counter() - began
            await server.until(WARM_UP)
            await server.until_nothing_unasked()  # the sample's organisers hear of their decisions
            server.latencies.clear()
            before, since = _cpu(processes), time.perf_counter()
            await server.until(server.answered + updates)
            seconds, cpu = time.perf_counter() - since, _cpu(processes) - before
            latencies = sorted(server.latencies)
            return {
                "per_second": updates / seconds,
                "cpu": cpu / updates * 1000,
                "median": latencies[len(latencies) // 2] * 1000,
                "p95": latencies[int(len(latencies) * 0.95)] * 1000,
                "memory": max(memory_of(process.pid) for process in processes),
                "start": started,
            }
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _cpu(processes: list[subprocess.Popen[bytes]]) -> float:
    return sum(cpu_of(process.pid) for process in processes)


def compare(bots: tuple[str, ...], chats: int, only: str | None, updates: int, rounds: int) -> None:
    """All bots in turns; medians over the rounds, and from the slowest to the fastest."""
    runs: dict[str, list[dict[str, float]]] = {bot: [] for bot in bots}
    for _ in range(rounds):
        for bot in bots:
            runs[bot].append(uvloop.run(measure(bot, chats, only, updates)))
    print(f"\n{only or 'mix 60:30:10'}, {chats} chats, {updates} updates, median of {rounds} rounds in turns")
    columns = ("updates/s", "from to", "CPU ms", "median ms", "p95 ms", "MB", "start s", "x aiogram")
    print(f"{'':22}" + "".join(f"{column:>12}" for column in columns))
    peer = statistics.median(run["per_second"] for run in runs["aiogram"])
    for bot in bots:
        each = sorted(run["per_second"] for run in runs[bot])
        middle = {key: statistics.median(run[key] for run in runs[bot]) for key in runs[bot][0]}
        figures = (
            f"{middle['per_second']:.0f}", f"{each[0]:.0f}-{each[-1]:.0f}", f"{middle['cpu']:.2f}",
            f"{middle['median']:.1f}", f"{middle['p95']:.1f}", f"{middle['memory']:.0f}", f"{middle['start']:.2f}",
            f"{middle['per_second'] / peer:.2f}",
        )  # fmt: skip
        print(f"{bot:22}" + "".join(f"{figure:>12}" for figure in figures), flush=True)


def _is_here(bot: str) -> bool:
    """Whether a bot can be measured here."""
    found = bot != "grammy" or (shutil.which("node") is not None and (ROOT / "node_modules" / "grammy").exists())
    if not found:
        print(f"{bot} is left out: it needs Node, and `npm ci`")
    return found


def main() -> None:
    """The figures of the README."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--bots", nargs="*", default=list(BOTS), help="of them; aiogram in any case")
    parser.add_argument("--chats", type=int, nargs="*", default=[1, 32, 256])
    parser.add_argument("--kinds", nargs="*", default=["mix", "question", "step", "tap"])
    parser.add_argument("--workers", type=int, nargs="*", default=[], help="besides, so many of ours on one PostgreSQL")
    options = parser.parse_args()
    wanted = [bot for bot in BOTS if bot in {*options.bots, "aiogram"}]
    bots = (*filter(_is_here, wanted), *(f"ours, PostgreSQL, {count}" for count in options.workers))
    for kind in options.kinds:
        for chats in options.chats if kind == "mix" else [32]:
            updates = options.updates // 3 if chats == 1 else options.updates
            compare(bots, chats, None if kind == "mix" else kind, updates, options.rounds)


if __name__ == "__main__":
    main()
