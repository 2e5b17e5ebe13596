"""`make bench`: the whole bot beside bare echo bots, in turns, on the same raw server.

Prints updates a second, CPU of the bot's process a update after the warm-up, and the ratio to aiogram's echo.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from benchmarks.measuring import cpu_of, memory_of
from benchmarks.scripts import Mix
from benchmarks.server import RawServer

ROOT = Path(__file__).parents[1]
BOTS = ("ours", "aiogram", "ptb", "ptb concurrent", "ceiling")
WARM_UP = 300


def command(bot: str, address: str) -> list[str]:
    """How a bot is started."""
    if bot == "ours":
        return [sys.executable, "-m", "bot", "run"]
    if bot == "ceiling":
        return [sys.executable, "-m", "benchmarks.ceiling", address]
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
    }


async def measure(bot: str, chats: int, only: str | None, updates: int) -> dict[str, float]:
    """One run: updates a second, ms of CPU an update, median and p95 ms of latency, MB, seconds to the first answer."""
    with tempfile.TemporaryDirectory() as folder:
        server = RawServer(chats, Mix(only))
        address = await server.start()
        variables = environment(address, folder)
        if bot == "ours":
            subprocess.run(
                [sys.executable, "-m", "bot", "seed"], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
            )
        began = time.perf_counter()
        process = subprocess.Popen(command(bot, address), cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
        try:
            server.begin()
            await server.until(1)
            started = time.perf_counter() - began
            await server.until(WARM_UP)
            server.latencies.clear()
            before, since = cpu_of(process.pid), time.perf_counter()
            await server.until(WARM_UP + updates)
            seconds, cpu = time.perf_counter() - since, cpu_of(process.pid) - before
            latencies = sorted(server.latencies)
            return {
                "per_second": updates / seconds,
                "cpu": cpu / updates * 1000,
                "median": latencies[len(latencies) // 2] * 1000,
                "p95": latencies[int(len(latencies) * 0.95)] * 1000,
                "memory": memory_of(process.pid),
                "start": started,
            }
        finally:
            process.kill()
            process.wait()


def compare(chats: int, only: str | None, updates: int, rounds: int) -> None:
    """All bots in turns; medians over the rounds."""
    runs: dict[str, list[dict[str, float]]] = {bot: [] for bot in BOTS}
    for _ in range(rounds):
        for bot in BOTS:
            runs[bot].append(uvloop.run(measure(bot, chats, only, updates)))
    print(f"\n{only or 'mix 60:30:10'}, {chats} chats, {updates} updates, median of {rounds} rounds in turns")
    print(
        f"{'':16}{'updates/s':>10}{'CPU ms':>9}{'median ms':>11}{'p95 ms':>9}{'MB':>6}{'start s':>9}{'x aiogram':>11}"
    )
    peer = statistics.median(run["per_second"] for run in runs["aiogram"])
    for bot in BOTS:
        middle = {key: statistics.median(run[key] for run in runs[bot]) for key in runs[bot][0]}
        print(
            f"{bot:16}{middle['per_second']:10.0f}{middle['cpu']:9.2f}{middle['median']:11.1f}{middle['p95']:9.1f}"
            f"{middle['memory']:6.0f}{middle['start']:9.2f}{middle['per_second'] / peer:11.2f}"
        )


def main() -> None:
    """The figures of the README."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--chats", type=int, nargs="*", default=[1, 32, 256])
    parser.add_argument("--kinds", nargs="*", default=["mix", "question", "step", "tap"])
    options = parser.parse_args()
    for kind in options.kinds:
        for chats in options.chats if kind == "mix" else [32]:
            updates = options.updates // 3 if chats == 1 else options.updates
            compare(chats, None if kind == "mix" else kind, updates, options.rounds)


if __name__ == "__main__":
    main()
