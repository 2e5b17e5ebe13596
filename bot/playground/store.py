"""The playground's own database: documents by kind and key, kept in memory and written through."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson

Document = dict[str, Any]


class Store:
    """Documents that survive a restart; `path` None keeps them in memory only."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(
            "create table if not exists documents (kind text, key text, body text, primary key (kind, key))"
        )
        self._kinds: dict[str, dict[str, Document]] = {}
        for kind, key, body in self._database.execute("select kind, key, body from documents order by rowid"):
            self._kinds.setdefault(kind, {})[key] = orjson.loads(body)

    def get(self, kind: str, key: object) -> Document | None:
        """One document, or None."""
        return self._kinds.get(kind, {}).get(str(key))

    def all(self, kind: str) -> list[Document]:
        """Every document of a kind, in the order in which they came."""
        return list(self._kinds.get(kind, {}).values())

    def put(self, kind: str, key: object, body: Document) -> Document:
        """Writes a document."""
        self._kinds.setdefault(kind, {})[str(key)] = body
        self._database.execute(
            "insert into documents values (?, ?, ?) on conflict (kind, key) do update set body = excluded.body",
            (kind, str(key), orjson.dumps(body).decode()),
        )
        return body

    def drop(self, kind: str, key: object) -> None:
        """Deletes a document."""
        self._kinds.get(kind, {}).pop(str(key), None)
        self._database.execute("delete from documents where kind = ? and key = ?", (kind, str(key)))

    def number(self, name: str, first: int = 1) -> int:
        """The next number of a sequence."""
        counter = self.get("counter", name) or {"next": first}
        self.put("counter", name, {"next": counter["next"] + 1})
        return int(counter["next"])

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
