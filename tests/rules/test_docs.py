"""The documentation says what is so."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlmodel import SQLModel

import storage

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
CALL = ".venv/bin/python -m bot"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command that a page says to run, but those that begin to serve."""
    blocks = [block for page in [*PAGES, ROOT / "README.md"] for block in BLOCK.findall(page.read_text("utf-8"))]
    told = [line for block in blocks for line in block.splitlines()]
    return list(dict.fromkeys(line.partition("  #")[0].strip() for line in told if line.startswith(CALL)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: a database with a sample programme, and files to import."""
    here = tmp_path_factory.mktemp("docs")
    database = {"DATABASE_URL": f"sqlite:///{here}/bot.db"}
    run("seed --events 20", here, database)
    (here / "agenda.ics").write_bytes(run("export ics", here, database).stdout)
    return here


def run(arguments: str, here: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """A command as somebody types it, in a folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TELEGRAM", "DATABASE", "ADMIN"))}
    command = f"{sys.executable} -m bot {arguments}"
    environment = kept | {"PYTHONPATH": str(ROOT)} | variables
    return subprocess.run(["/bin/sh", "-c", command], cwd=here, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("command", commands())
def test_each_command_runs_as_it_is_written(command: str, folder: Path) -> None:
    other = "import 2016.json" in command  # into a database that has none of that year
    name = "other" if other else "bot"
    if other:
        year = run("export edition --output 2016.json", folder, {"DATABASE_URL": f"sqlite:///{folder}/bot.db"})
        assert year.returncode == 0
    done = run(command.removeprefix(CALL).strip(), folder, {"DATABASE_URL": f"sqlite:///{folder}/{name}.db"})
    wrong = 1 if command.endswith((" check", "--organiser 1234")) else 0  # something is to be done yet, as it says
    assert done.returncode in (0, wrong), done.stderr.decode()
    assert b"Traceback" not in done.stderr and b"usage:" not in done.stderr


def test_each_table_that_holds_a_person_is_in_the_register() -> None:
    for module in iter_modules(storage.__path__, "storage."):
        import_module(module.name)
    page = (DOCS / "privacy.md").read_text("utf-8")
    for table in SQLModel.metadata.sorted_tables:
        is_of_people = any("person" in column.info for column in table.columns)
        assert (f"| `{table.name}` |" in page) == is_of_people, table.name


def test_each_dependency_has_its_reason_and_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    wanted = {re.split(r"[>=<;\[ ]", each)[0] for each in named}
    rows = re.findall(r"^\| ([\w-]+) \| .+ \| .+ \|$", (DOCS / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    assert set(rows) - {"library", "---"} == wanted


def test_what_a_page_speaks_of_is_there() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        for picture in re.findall(r"\]\((images/[^)]+)\)", text):
            assert (DOCS / picture).exists(), (page.name, picture)
        for path in re.findall(r"`((?:bot|conversations|storage|tests|locks)/[\w/.]*)`", text):
            assert (ROOT / path).exists(), (page.name, path)
        for link in re.findall(r"\]\(([\w.]+\.md)\)", text):
            assert (DOCS / link).exists(), (page.name, link)
