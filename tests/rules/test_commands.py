"""The command line says what is wrong in a line, with no secret and no traceback, and what to do."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import orjson
import pytest

from bot.playground.server import Playground
from bot.playground.store import Store
from storage import notices
from storage.database import Database
from tests.week import TOKEN, Week

ROOT = Path(__file__).parents[2]


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command in an environment of its own."""
    names = ("TELEGRAM", "DATABASE", "ADMIN", "COMMITTEE", "PUBLIC", "WEBHOOK")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(names)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *command],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def week(tmp_path: Path) -> Week:
    """A playground whose bot is not needed."""
    lived = Week(f"sqlite:///{tmp_path}/bot.db")
    lived._thread.start()

    async def begin() -> str:
        lived.playground = Playground(TOKEN, Store())
        return await lived.playground.start()

    lived.address = lived.run(begin())
    return lived


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_refused_token_is_said_in_a_line_and_never_printed(week: Week, command: str) -> None:
    secret = "123456:a-very-secret-token"
    week.migrate()
    done = run(
        command, TELEGRAM_BOT_TOKEN=secret, TELEGRAM_API_URL=week.address, DATABASE_URL=week.database_url, ADMIN_IDS="1"
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1 and "BotFather" in said
    assert secret not in said and "Traceback" not in said and "Unclosed" not in said


def test_a_setting_that_is_none_is_said_in_a_line() -> None:
    done = run("check", OPERATIONS_PORT="huit", MESSAGES_A_MINUTE="-3")
    said = done.stderr.splitlines()
    assert done.returncode == 1 and [each.partition(" ")[0] for each in said] == [
        "OPERATIONS_PORT",
        "MESSAGES_A_MINUTE",
    ]


def test_check_says_of_everything_what_to_do(week: Week) -> None:
    week.migrate()
    done = run("check", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=week.address, DATABASE_URL=week.database_url)
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and not done.stderr
    for right in ("✓ database: ready, sqlite", "✓ token: @", "✓ updates: by polling", "✓ clock: "):
        assert any(line.startswith(right) for line in lines), (right, lines)
    for wrong in ("✗ administrators: none", "✗ edition: none", "✗ committee's group: none"):
        assert any(line.startswith(wrong) and " → " in line for line in lines), (wrong, lines)


def test_the_committee_is_shown_what_waits_of_the_sample_programme_and_no_more(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/named.db"
    run("seed", "--events", "20", DATABASE_URL=url, COMMITTEE_CHAT_ID="-5")
    database = Database(url)
    with database.tx() as tx:
        due = notices.due(tx, datetime.now(UTC), 100, worker=0)
        assert [notice.kind for notice in due if notice.chat == -5] == ["card"] * 3
    database.close()


def test_the_sample_programme_goes_only_where_it_is_named(tmp_path: Path) -> None:
    named = tmp_path / "named.db"
    assert "20 sample events" in run("seed", "--events", "20", DATABASE_URL=f"sqlite:///{named}").stdout
    assert named.exists() and not (ROOT / "data" / "bot.db").exists()


def test_the_playground_serves_somebody_else_s_bot() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "playground", "--port", str(port), "--token", "5:theirs"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            while "What it knows" not in (line := process.stdout.readline()):
                assert line, process.wait()
            address = f"http://127.0.0.1:{port}"
            with urlopen(f"{address}/bot5:theirs/getMe", timeout=10) as answer:
                assert orjson.loads(answer.read())["ok"]
            with urlopen(f"{address}/methods", timeout=10) as answer:
                page = answer.read().decode()
        finally:
            process.terminate()
    assert "api#sendmessage" in page and "api#getupdates" in page and "{{" not in page
