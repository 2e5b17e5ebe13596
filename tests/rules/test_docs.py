"""The documentation says what is so."""

import re
import shlex
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlmodel import SQLModel

import storage
from tests.own_process import OwnProcess

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
CALL = ".venv/bin/python -m bot"
# These say by their status that something is to be done: a token is wanted, events were refused.
TO_BE_DONE = {"check": 1, "import agenda.ics --organiser 1234": 1}
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command in a fence of `sh`, of every page."""
    blocks = [block for page in [*PAGES, ROOT / "README.md"] for block in BLOCK.findall(page.read_text("utf-8"))]
    told = [line for block in blocks for line in block.splitlines()]
    return list(dict.fromkeys(line.partition("  #")[0].strip() for line in told if line.startswith(CALL)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: a database with a sample programme, and files to import."""
    here = tmp_path_factory.mktemp("docs")
    database = {"DATABASE_URL": f"sqlite:///{here}/bot.db"}
    run("seed --events 20", here, database)
    (here / "agenda.ics").write_bytes(run("export ics", here, database)[1])
    return here


def run(arguments: str, here: Path, variables: dict[str, str]) -> tuple[int, bytes, bytes]:
    """A command as somebody types it, in a folder; gives its status, what it prints and what it logs."""
    return OwnProcess(*shlex.split(arguments), folder=here, variables=variables).wait()


@pytest.mark.parametrize("command", commands())
def test_each_command_runs_as_it_is_written(command: str, folder: Path) -> None:
    served = {"DATABASE_URL": f"sqlite:///{folder}/bot.db"}
    if file := re.search(r"(backup|restore) (\S+)$", command):
        (folder / file[2]).unlink(missing_ok=True)
        if file[1] == "restore":  # into an empty one
            run(f"backup {file[2]}", folder, served)
            served = {"DATABASE_URL": f"sqlite:///{folder}/restored.db"}
    if file := re.search(r"import (\w+\.json)", command):  # into a database that has none of that year
        assert run(f"export edition --output {file[1]}", folder, served)[0] == 0
        served = {"DATABASE_URL": f"sqlite:///{folder}/{file[1]}.db"}
    status, _, log = run(command.removeprefix(CALL).strip(), folder, served)
    assert status == TO_BE_DONE.get(command.removeprefix(CALL).strip(), 0), log.decode()
    assert b"Traceback" not in log and b"usage:" not in log


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
