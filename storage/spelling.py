"""Spelling: the words that the programme has, and which of them somebody meant who slipped in one letter.

Each word is kept with what is left of it when one letter is left out: two words that differ by a slip share one of
these (W. Garbe, SymSpell). Both databases find them by an index.
"""

import re

from sqlalchemy import Connection, select, update
from sqlmodel import Field, SQLModel

from storage.analyser import deletes, fold, one_slip, terms
from storage.database import table_of, upsert
from storage.quick import Quick

SHORTEST, LONGEST = 5, 30  # letters of a word in which a slip is sought
_WORD = re.compile(r"[^\W\d_]+")


class Word(SQLModel, table=True):
    """A word of the programme, folded; as it is written, its term, and in how many publications it stood."""

    __tablename__ = "words"

    word: str = Field(primary_key=True)
    written: str
    term: str = Field(index=True)
    uses: int


class Slip(SQLModel, table=True):
    """What is left of a word that lacks one letter, and the word itself."""

    __tablename__ = "slips"

    left: str = Field(primary_key=True)
    word: str = Field(primary_key=True)


words, slips = table_of(Word), table_of(Slip)
_known = Quick("select 1 from words where term = :term limit 1")


def learn(tx: Connection, text: str) -> None:
    """Keeps the words of a text that is published."""
    written = {fold(word): word.lower() for word in _WORD.findall(text) if _is_worth(fold(word))}
    known = set(tx.execute(select(words.c.word).where(words.c.word.in_(sorted(written)))).scalars())
    tx.execute(update(words).where(words.c.word.in_(sorted(known))).values(uses=words.c.uses + 1))
    fresh = sorted(written.keys() - known)
    if fresh:
        made = [{"word": w, "written": written[w], "term": terms(w)[0], "uses": 1} for w in fresh]
        left = [{"left": part, "word": w} for w in fresh for part in (w, *deletes(w))]
        tx.execute(upsert(tx, words).on_conflict_do_nothing(), made)
        tx.execute(upsert(tx, slips).on_conflict_do_nothing(), left)


def mended(tx: Connection, text: str) -> str:
    """The text, in which words that the programme lacks are those of its words that differ by one letter."""
    return _WORD.sub(lambda found: _mended(tx, found.group()), text)


def _mended(tx: Connection, typed: str) -> str:
    word = fold(typed)
    if not _is_worth(word) or _known.run(tx, {"term": terms(word)[0]}).fetchone():
        return typed
    near = select(words.c.word, words.c.written, words.c.uses).join(slips, slips.c.word == words.c.word)
    rows = tx.execute(near.where(slips.c.left.in_((word, *deletes(word)))).distinct()).all()
    meant = [row for row in rows if one_slip(word, row.word)]
    best = min(meant, key=lambda row: (row.word[0] != word[0], -row.uses, row.word), default=None)
    return best.written if best else typed


def _is_worth(word: str) -> bool:
    """Whether a folded word is long enough to tell a slip of it, and has a term."""
    return SHORTEST <= len(word) <= LONGEST and bool(terms(word))


def is_empty(tx: Connection) -> bool:
    """Whether no word is kept."""
    return tx.execute(select(words.c.word).limit(1)).first() is None
