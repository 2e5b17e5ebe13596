"""The places of France, resident once a process: names in a trie, rows read from the file when asked for.

Facts: INSEE, La Poste, DILA, under the Licence Ouverte 2.0; see `places/README.md`.
"""

import csv
import math
import mmap
import os
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from conversations.understanding import text
from conversations.understanding.text import deletes, name_key, one_slip
from storage import analyser
from storage.zones import PARIS

DATA = Path(__file__).parent / "places"
COMPILED = Path(__file__).parent / "compiled"
LARGE_TOWN = 50_000  # inhabitants
MOST_SLIPS = 2
CACHED = 8192  # words of which it is remembered whether a name begins with them
ARTICLES = ("le ", "la ", "les ", "l ")
SHORTEST_TYPO, LONGEST_TYPO = 4, 30  # letters of a name in which a slip is looked for


class Place(NamedTuple):
    """A place: `kind` is commune, arrondissement, former, departement, region or here.

    `code` is INSEE's (a former commune has its parent's), `lat` and `lon` WGS 84 degrees.
    """

    kind: str
    code: str | None
    name: str
    departement: str
    region: str
    lat: float | None
    lon: float | None
    timezone: str
    population: int = 0


KM_A_DEGREE = 111.2  # of latitude
FAR_LARGER, LONG_NAME = 50, 7  # times as many inhabitants, letters of a name: whom two slips are mended towards


class Gazetteer:
    """Every commune, arrondissement, former commune, département and région."""

    def __init__(self, names: marisa_trie.RecordTrie, typos: marisa_trie.RecordTrie, table: "_Table") -> None:
        self._names, self._typos, self._table = names, typos, table
        self.regions = _regions(self)
        self.inhabitants = _inhabitants()
        self.departements = _departements(self)
        self._areas = _areas_by_name(self)
        self._areas_begin = frozenset(name.partition(" ")[0] for name in self._areas)
        self.begins_a_name = lru_cache(maxsize=CACHED)(self._begins_a_name)

    @classmethod
    @cache
    def load(cls) -> "Gazetteer":
        """The gazetteer of this process, compiled first if it never was (about four seconds, once)."""
        if not (COMPILED / "typos.marisa").exists() or _stale():
            compile_gazetteer()
        names = marisa_trie.RecordTrie("<I").mmap(str(COMPILED / "names.marisa"))
        typos = marisa_trie.RecordTrie("<I").mmap(str(COMPILED / "typos.marisa"))
        return cls(names, typos, _Table.load())

    def named(self, key: str) -> list[Place]:
        """The places of exactly that name (a `name_key`), the most populous first."""
        rows = [row for (row,) in self._names.get(key, ())]
        return [self._table.place(row) for row in sorted(rows, key=self._table.rank)]

    def _begins_a_name(self, word: str) -> bool:
        """Whether this whole word (of a `name_key`) is a name or the first of one."""
        longer = self._names.iterkeys(word + " ")
        return word in self._areas_begin or word in self._names or next(longer, None) is not None

    def area(self, key: str) -> Place | None:
        """The région or département of that name, with or without its article; a région goes before a département."""
        return self._areas.get(key)

    def begins(self, key: str) -> Place | None:
        """The most populous place whose name begins with these whole words, or None."""
        rows = [row for _, (row,) in self._names.items(key + " ")]
        return self._table.place(min(rows, key=self._table.rank)) if rows else None

    def begins_in(self, key: str, departement: str) -> Place | None:
        """The most populous place of a département whose name begins with these whole words, or None."""
        places = (self._table.place(row) for _, (row,) in self._names.items(key + " "))
        within = [place for place in places if place.departement == departement]
        return max(within, key=lambda place: place.population, default=None)

    def all_places(self) -> Iterator[Place]:
        """Every commune, arrondissement and former commune."""
        return (self._table.place(row) for _, (row,) in self._names.items())

    def going_on(self, key: str, like: str) -> Place | None:
        """The most populous place whose name begins with these whole words and is at most one slip from `like`."""
        named = self._names.items(key + " ")
        rows = [row for name, (row,) in named if -2 < len(name) - len(like) < 2 and one_slip(like, name)]
        return self._table.place(min(rows, key=self._table.rank)) if rows else None

    def misspelt(self, key: str) -> list[Place]:
        """The places whose name is one slip from this, the most populous first."""
        if not SHORTEST_TYPO <= len(key) <= LONGEST_TYPO:
            return []
        rows = {row for variant in {key, *deletes(key)} for (row,) in self._typos.get(variant, ())}
        near = (self._table.place(row) for row in sorted(rows, key=self._table.rank))
        return [place for place in near if one_slip(key, name_key(place.name))]

    def badly_misspelt(self, key: str) -> list[Place]:
        """The places whose name is two slips from this, the most populous first; for long names only."""
        if len(key) > LONGEST_TYPO:
            return []
        variants = {second for first in deletes(key) for second in deletes(first)}
        rows = {row for variant in variants for (row,) in self._typos.get(variant, ())}
        return [self._table.place(row) for row in sorted(rows, key=self._table.rank)]

    def large_town_like(self, key: str) -> Place | None:
        """The large town whose name is at most two slips from this: `monpelier` is Montpellier, not Montélier."""
        for name, town in self._large_towns.get(key[:1], ()):
            if abs(len(name) - len(key)) <= MOST_SLIPS and _two_slips(key, name):
                return town
        return None

    def likeliest_slip(self, key: str, near: list[Place]) -> list[Place]:
        """The places that are spelt nearly so, or the large town that people mean rather than the hamlet."""
        meant = self.large_town_like(key) if len(key) >= LONG_NAME else None
        if meant and (not near or meant.population > FAR_LARGER * near[0].population):
            return [meant]
        return near

    @cached_property
    def _large_towns(self) -> dict[str, list[tuple[str, Place]]]:
        """The names of large towns by their first letter, the most populous first."""
        large = {place.code: place for place in self.all_places() if place.population >= LARGE_TOWN}
        found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for town in sorted(large.values(), key=lambda place: -place.population):
            name = name_key(town.name)
            found[name[:1]].append((name, town))
        return found

    def with_code(self, code: str) -> Place | None:
        """The commune or arrondissement of an INSEE code, or None."""
        row = self._table.row_of_code(code)
        return None if row is None else self._table.place(row)

    def with_postcode(self, postcode: str) -> list[Place]:
        """The communes and arrondissements of a postal code, the most populous first."""
        rows = self._table.rows_of_postcode(postcode)
        return [self._table.place(row) for row in sorted(rows, key=self._table.rank)]

    def nearest(self, lat: float, lon: float) -> Place:
        """The commune whose town hall is nearest to a position."""
        return self._table.place(self._table.nearest(lat, lon))

    def around(self, lat: float, lon: float, km: float) -> list[Place]:
        """The communes in a square around a position, so many kilometres to each side, the most populous first."""
        rows = sorted(self._table.around(lat, lon, km), key=self._table.rank)
        return [self._table.place(row) for row in rows]


def _two_slips(one: str, other: str) -> bool:
    return any(one_slip(shorter, other) for shorter in deletes(one)) or any(
        one_slip(one, shorter) for shorter in deletes(other)
    )


def _regions(gazetteer: Gazetteer) -> dict[str, Place]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as source:
        return {row["code"]: _area(gazetteer, "region", row, row["code"], "") for row in csv.DictReader(source)}


def _inhabitants() -> dict[str, int]:
    """Of each région, by its code."""
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as source:
        return {row["code"]: int(row["population"]) for row in csv.DictReader(source)}


def _departements(gazetteer: Gazetteer) -> dict[str, Place]:
    with (DATA / "departements.csv").open(encoding="utf-8", newline="") as source:
        return {
            row["code"]: _area(gazetteer, "departement", row, row["region"], row["code"])
            for row in csv.DictReader(source)
        }


def _area(gazetteer: Gazetteer, kind: str, row: dict[str, str], region: str, departement: str) -> Place:
    """A région or a département stands at its chief town, in that town's time zone."""
    town = gazetteer.with_code(row["chef_lieu"])
    lat, lon, zone = (town.lat, town.lon, town.timezone) if town else (None, None, PARIS)
    zone = row.get("timezone") or zone
    return Place(kind, row["code"], row["name"], departement, region, lat, lon, zone)


def _areas_by_name(gazetteer: Gazetteer) -> dict[str, Place]:
    names: dict[str, Place] = {}
    for place in (*gazetteer.regions.values(), *gazetteer.departements.values()):
        for key in _spellings(name_key(place.name)):
            names.setdefault(key, place)
    return names


class _Table:
    """The rows of communes.csv, read where they stand in the file; small arrays for what is compared."""

    def __init__(self, offsets: "array[int]", populations: "array[int]", positions: "array[float]") -> None:
        self._offsets, self._populations, self._positions = offsets, populations, positions
        with (DATA / "communes.csv").open("rb") as source:
            self._file = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        towns = (row for row in range(len(populations)) if not self._is_former(row))
        self._north = sorted(towns, key=lambda row: positions[2 * row])
        self._lats = array("d", (positions[2 * row] for row in self._north))
        self._postcodes = self._read_postcodes()
        self._cached = lru_cache(maxsize=2048)(self._read)

    @classmethod
    def load(cls) -> "_Table":
        rows = (COMPILED / "rows.bin").read_bytes()
        count = int.from_bytes(rows[:4], "little")
        offsets, populations, positions = array("I"), array("I"), array("d")
        offsets.frombytes(rows[4 : 4 + 4 * count])
        populations.frombytes(rows[4 + 4 * count : 4 + 8 * count])
        positions.frombytes(rows[4 + 8 * count :])
        return cls(offsets, populations, positions)

    def _is_former(self, row: int) -> bool:
        return self._file[self._offsets[row] : self._offsets[row] + 6] == b"former"

    def _fields(self, row: int) -> list[str]:
        line = self._file[self._offsets[row] : self._file.find(b"\n", self._offsets[row])].decode()
        return next(csv.reader([line]))

    def _read(self, row: int) -> Place:
        kind, code, name, parent, departement, region, _, population, lat, lon, zone = self._fields(row)
        code = parent if kind == "former" else code
        return Place(kind, code, name, departement, region, float(lat), float(lon), zone, int(population or 0))

    def place(self, row: int) -> Place:
        return self._cached(row)

    def rank(self, row: int) -> int:
        return -self._populations[row]

    def row_of_code(self, code: str) -> int | None:
        """The lines are sorted by code: bisect, then pass over former communes of the same code."""
        row = bisect_left(range(len(self._offsets)), code, key=lambda r: self._code(r))
        while row < len(self._offsets) and self._code(row) == code:
            if self._fields(row)[0] != "former":
                return row
            row += 1
        return None

    def _code(self, row: int) -> str:
        start = self._file.find(b",", self._offsets[row]) + 1
        return self._file[start : start + 5].decode()

    def _read_postcodes(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for row, start in enumerate(self._offsets):
            line = self._file[start : self._file.find(b"\n", start)]
            if line.startswith(b"former"):
                continue
            for postcode in line.rsplit(b",", 5)[1].split():
                found[postcode.decode()].append(row)
        return found

    def rows_of_postcode(self, postcode: str) -> list[int]:
        rows = self._postcodes.get(postcode, [])
        districts = [row for row in rows if self.place(row).kind == "arrondissement"]
        return districts or rows

    def nearest(self, lat: float, lon: float) -> int:
        """Widens a band of latitude until what is nearest lies inside it."""
        width, shrink = 0.05, math.cos(math.radians(lat))
        while True:
            low, high = bisect_left(self._lats, lat - width), bisect_left(self._lats, lat + width)
            best = min(
                (row for row in self._north[low:high]),
                key=lambda row: self._squared(row, lat, lon, shrink),
                default=None,
            )
            if best is not None and self._squared(best, lat, lon, shrink) <= width * width:
                return best
            if width > 180:
                return best if best is not None else 0
            width *= 2

    def around(self, lat: float, lon: float, km: float) -> Iterator[int]:
        high, wide = km / KM_A_DEGREE, km / KM_A_DEGREE / math.cos(math.radians(lat))
        low, top = bisect_left(self._lats, lat - high), bisect_left(self._lats, lat + high)
        for row in self._north[low:top]:
            if abs((self._positions[2 * row + 1] - lon + 180) % 360 - 180) <= wide:
                yield row

    def _squared(self, row: int, lat: float, lon: float, shrink: float) -> float:
        north = self._positions[2 * row] - lat
        east = ((self._positions[2 * row + 1] - lon + 180) % 360 - 180) * shrink
        return north * north + east * east


# --- compiling ----------------------------------------------------------------------------------


def _stale() -> bool:
    made_of = [
        DATA / "communes.csv",
        *Path(text.__path__[0]).glob("*.py"),
        Path(analyser.__file__),
        Path(__file__),
    ]
    return (COMPILED / "rows.bin").stat().st_mtime < max(each.stat().st_mtime for each in made_of)


def compile_gazetteer() -> None:
    """Writes the tries and the arrays into `compiled/`, whole or not at all."""
    COMPILED.mkdir(exist_ok=True)
    names: list[tuple[str, tuple[int]]] = []
    typos: list[tuple[str, tuple[int]]] = []
    offsets, populations, positions = array("I"), array("I"), array("d")
    raw = (DATA / "communes.csv").read_bytes()
    start = raw.index(b"\n") + 1
    while start < len(raw):
        end = raw.index(b"\n", start)
        fields = next(csv.reader([raw[start:end].decode()]))
        row, name, kind = len(offsets), name_key(fields[2]), fields[0]
        if kind != "arrondissement":
            names += [(key, (row,)) for key in _spellings(name)]
            if len(name) >= SHORTEST_TYPO:
                typos += [(variant, (row,)) for variant in {name, *deletes(name)}]
        offsets.append(start)
        populations.append(int(fields[7] or 0))
        positions.extend((float(fields[8]), float(fields[9])))
        start = end + 1
    _write("names.marisa", marisa_trie.RecordTrie("<I", names))
    _write("typos.marisa", marisa_trie.RecordTrie("<I", typos))
    rows = len(offsets).to_bytes(4, "little") + offsets.tobytes() + populations.tobytes() + positions.tobytes()
    _put("rows.bin", lambda partial: partial.write_bytes(rows))


def _spellings(name: str) -> list[str]:
    """The name, and without its article: one says `au Havre`."""
    return [name, *[name[len(article) :] for article in ARTICLES if name.startswith(article)][:1]]


def _write(name: str, trie: marisa_trie.RecordTrie) -> None:
    _put(name, lambda partial: trie.save(str(partial)))


def _put(name: str, write: Callable[[Path], object]) -> None:
    """A file at once and whole, though several processes may begin together."""
    partial = COMPILED / f"{name}.{os.getpid()}.partial"
    write(partial)
    partial.replace(COMPILED / name)
