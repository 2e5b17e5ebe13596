"""`python -m bot` as a process of its own, begun from one where it is loaded already: as real, and there at once."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from bot.settings import Settings
from tests.week import TOKEN, Week

ROOT = Path(__file__).parents[1]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["bot.__main__", "bot.application", "bot.databases", "bot.transfer.importing", "uvloop"]
)


def _begin(
    arguments: tuple[str, ...], folder: Path, variables: dict[str, str], out: Connection, log: Connection
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    os.dup2(out.fileno(), 1)
    os.dup2(log.fileno(), 2)
    sys.argv = ["bot", *arguments]
    from bot.__main__ import main

    sys.exit(main())


class OwnProcess:
    """A command of the bot, running; `heard` takes each line of its log, in a thread, and b"" at its end."""

    def __init__(
        self,
        *arguments: str,
        variables: Mapping[str, str],
        folder: Path = ROOT,
        heard: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        (out, out_there), (log, log_there) = _context.Pipe(duplex=False), _context.Pipe(duplex=False)
        self._process = _context.Process(
            target=_begin, args=(arguments, folder, kept | dict(variables), out_there, log_there), daemon=True
        )
        self._process.start()
        out_there.close()
        log_there.close()
        self._out, self._log = bytearray(), bytearray()
        self._readers = [
            threading.Thread(target=self._read, args=(out, self._out, None), daemon=True),
            threading.Thread(target=self._read, args=(log, self._log, heard), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(source: Connection, into: bytearray, heard: Callable[[bytes], None] | None) -> None:
        with open(source.fileno(), "rb", closefd=False) as lines, source:
            for line in lines:
                into += line
                if heard:
                    heard(line)
        if heard:
            heard(b"")

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    @property
    def log(self) -> bytes:
        """What it has written to its log so far."""
        return bytes(self._log)

    def send(self, sign: int) -> None:
        """Sends it a signal."""
        os.kill(self.pid, sign)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.kill()
        self.wait()

    def wait(self, patience: float = 60) -> tuple[int, bytes, bytes]:
        """Waits for its end; gives its exit status, what it printed and its log."""
        self._process.join(patience)
        if self._process.exitcode is None:
            self._process.kill()
            raise AssertionError(f"it goes on and on: {self.log.decode()}")
        for reader in self._readers:
            reader.join(patience)
        return self._process.exitcode, bytes(self._out), bytes(self._log)


def serving(week: Week, heard: Callable[[bytes], None], **more: str) -> OwnProcess:
    """The bot on this week's playground and database, following its clock."""
    variables = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": week.address,
        "DATABASE_URL": week.database_url,
        "MESSAGES_A_MINUTE": "0",
        **more,
    }
    return OwnProcess("run", "--clock", f"{week.address}/clock", variables=variables, heard=heard)


def bot(url: str, *arguments: str) -> tuple[int, bytes, bytes]:
    """Runs a command on a database; gives its exit status, what it printed and what it logged."""
    return OwnProcess(*arguments, variables={"DATABASE_URL": url, "TELEGRAM_BOT_TOKEN": ""}).wait()
