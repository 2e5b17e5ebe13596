"""What an administrator types about an edition: its days, those of territories, the criteria of assessment."""

import re
import string
from datetime import date, timedelta

from conversations.exchange import Turn
from conversations.tidying import one_line
from conversations.understanding.question import understand
from conversations.wording.moments import zone
from storage.analyser import fold
from storage.editions import Criterion
from storage.zones import PARIS

LONGEST_DAYS = 21
MOST_CRITERIA, LONGEST_CRITERION, HEAVIEST = 8, 40, 10
OWN_CODES = [f"own_{letter}" for letter in string.ascii_lowercase]
_CRITERION = re.compile(r"(?P<fr>[^/=]+)/(?P<en>[^/=]+)(?:=\s*(?P<weight>\d+(?:[.,]\d+)?))?\s*")


def read_days_said(turn: Turn, said: str, *, year: int | None = None) -> tuple[date, date] | None:
    """The first and the last day, both included, at least two and at most 31; None where they are not understood.
    Days without a year are those of `year`, and others are not understood.
    """
    text = f"{said} {year}" if year and str(year) not in said else said
    understood = understand(text, turn.now, turn.world.gazetteer, language=turn.w.language)
    if understood.start is None or understood.end is None:
        return None
    first = understood.start.astimezone(zone(PARIS)).date()
    last = understood.end.astimezone(zone(PARIS)).date() - timedelta(days=1)
    is_of_year = year is None or first.year == last.year == year
    return (first, last) if first < last and (last - first).days < LONGEST_DAYS and is_of_year else None


def read_territories(turn: Turn, said: str, year: int) -> dict[str, list[str]] | None:
    """`Polynésie française : du 13 au 25 octobre`, a line each: régions' codes with their first and last day; None
    where a line is not understood.
    """
    by_name = {fold(each.name): code for code, each in turn.world.gazetteer.regions.items()}
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, said.splitlines())):
        name, _, days_said = line.partition(":")
        days = read_days_said(turn, days_said, year=year)
        region = by_name.get(fold(one_line(name)))
        if region is None or days is None:
            return None
        found[region] = [each.isoformat() for each in days]
    return found or None


def read_criteria(said: str, known: list[Criterion]) -> list[Criterion] | None:
    """`Nom en français / name in English = 2`, a line each, the weight 1 where none is said. One whose French name is
    known keeps its code and explanation. None where a line is not understood, or there are too many.
    """
    by_name = {fold(each.name["fr"]): each for each in known}
    lines = list(filter(None, map(one_line, said.splitlines())))
    if not 1 <= len(lines) <= MOST_CRITERIA:
        return None
    read: list[Criterion] = []
    for line in lines:
        taken = {each.code for each in [*known, *read]}
        criterion = _criterion(line, by_name, next(code for code in OWN_CODES if code not in taken))
        if criterion is None or criterion.code in {each.code for each in read}:
            return None
        read.append(criterion)
    return read


def _criterion(line: str, by_name: dict[str, Criterion], own: str) -> Criterion | None:
    told = _CRITERION.fullmatch(line)
    if told is None:
        return None
    name = {language: told[language].strip() for language in ("fr", "en")}
    weight = float((told["weight"] or "1").replace(",", "."))
    if not all(1 <= len(each) <= LONGEST_CRITERION for each in name.values()) or not 0 < weight <= HEAVIEST:
        return None
    before = by_name.get(fold(name["fr"]))
    code = before.code if before else own
    return Criterion(code=code, weight=weight, name=name, help=before.help if before else name)
