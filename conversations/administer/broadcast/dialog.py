"""`/admin`, a message to many: to whom, the words in both languages, a look at it, and its sending."""

from dataclasses import dataclass, field
from typing import ClassVar

from markupsafe import Markup, escape

from conversations.administer.asking import answered, ask
from conversations.administer.broadcast.card import broadcast_card, communes_of
from conversations.exchange import Button, Card, Content, Tap, Text, Turn, whole
from conversations.form.steps import in_columns
from conversations.tidying import is_visible, length_of
from conversations.wording.catalogue import LANGUAGES
from storage import acts, broadcasts, editions, notices, proposals
from storage.acts import What
from storage.broadcasts import ALL, EVENT, ORGANISERS, REGION, Broadcast
from storage.proposals import MovedOn

WORDS, WHICH = "broadcast.words", "broadcast.event"
LONGEST = 3_000  # units of UTF-16 of a text
SAME = ("=",)  # what stands for the words that were given already


@dataclass
class Writing:
    """To whom a broadcast is that is being written, and its words so far, by language."""

    key: ClassVar[str] = "broadcast"
    audience: str
    texts: dict[str, str] = field(default_factory=dict)


def show(turn: Turn) -> None:
    """To whom it may be."""
    w, edition = turn.w, editions.current(turn.tx, turn.now)
    organisers = f"{ORGANISERS}:{edition.year}" if edition else ""
    ways = [ALL, *([organisers] if organisers else []), REGION, EVENT]
    rows = [[Button(w.plain(f"broadcast.way.{way.partition(':')[0]}"), Tap("broadcast.to", 0, 0, way))] for way in ways]
    rows += [
        [Button(w.plain("broadcast.number", number=each.key), Tap("broadcast", each.key, 0))]
        for each in broadcasts.under_way(turn.tx)
    ]
    turn.show(Card(w("broadcast.who"), [*rows, [Button(w.plain("form.back"), Tap("admin", 0, 0))]]))


def choose(turn: Turn, tap: Tap) -> None:
    """An audience, or a step to one. Raises MovedOn for no audience."""
    kind, _, which = tap.value.partition(":")
    if tap.value == REGION:
        _show_regions(turn)
    elif tap.value == EVENT:
        ask(turn, WHICH, 0, "broadcast.which_event", Tap("admin", 0, 0, "broadcast"))
    elif _is_audience(turn, kind, which):
        _ask_words(turn, Writing(tap.value))
    else:
        raise MovedOn


def _is_audience(turn: Turn, kind: str, which: str) -> bool:
    if kind == REGION:
        return which in turn.world.gazetteer.regions
    if kind == ORGANISERS:
        year = whole(which, most=9999)
        return year is not None and editions.edition_of(turn.tx, year) is not None
    return (kind, which) == (ALL, "")


def _show_regions(turn: Turn) -> None:
    named = sorted((each.name, code) for code, each in turn.world.gazetteer.regions.items())
    buttons = [Button(name, Tap("broadcast.to", 0, 0, f"{REGION}:{code}")) for name, code in named]
    back = [Button(turn.w.plain("form.back"), Tap("admin", 0, 0, "broadcast"))]
    turn.show(Card(turn.w("broadcast.which_region"), [*in_columns(buttons, 2), back]))


def read_event(turn: Turn, content: Content) -> None:
    """The reference of the event whose readers are meant."""
    said = content.body.strip() if isinstance(content, Text) else ""
    proposal = proposals.proposal_of_reference(turn.tx, said)
    if proposal is None or proposal.state not in ("accepted", "cancelled"):
        turn.say(Card(turn.w("broadcast.no_event")))
        return
    _ask_words(turn, Writing(f"{EVENT}:{proposal.key}"))


def _ask_words(turn: Turn, writing: Writing) -> None:
    """Asks for the words in the next language."""
    turn.state.keep(writing)
    language = next(each for each in LANGUAGES if each not in writing.texts)
    key = "broadcast.ask" if not writing.texts else "broadcast.ask_again"
    ask(turn, WORDS, 0, key, Tap("admin", 0, 0, "broadcast"), language=turn.w.plain(f"broadcast.language.{language}"))


def read_words(turn: Turn, content: Content) -> None:
    """The words in one language, with their bold and links; `=` for those that were given already."""
    writing = turn.state.of(Writing)
    if writing is None:
        raise MovedOn
    if not isinstance(content, Text) or not is_visible(content.body) or length_of(content.body) > LONGEST:
        turn.say(Card(turn.w("broadcast.unclear", most=LONGEST)))
        return
    language = next(each for each in LANGUAGES if each not in writing.texts)
    is_same = content.body.strip() in SAME and writing.texts
    writing.texts[language] = "" if is_same else content.html or str(escape(content.body))
    if len(writing.texts) < len(LANGUAGES):
        _ask_words(turn, writing)
        return
    texts = {name: text for name, text in writing.texts.items() if text}
    key = broadcasts.write(turn.tx, by=turn.person.id, texts=texts, audience=writing.audience)
    answered(turn)
    turn.state.drop(Writing)
    for text in texts.values():
        turn.say(Card(Markup(text)))
    _show(turn, broadcasts.broadcast_with(turn.tx, key))


def tapped(turn: Turn, tap: Tap) -> None:
    """What is done with one. Raises MovedOn where it is done already."""
    known = broadcasts.broadcast_with(turn.tx, tap.reference)
    match tap.value:
        case "":
            pass
        case "begin":
            broadcasts.begin(turn.tx, known, turn.now, communes_of(turn.world, known.audience))
            _watch(turn, known)
            _note(turn, known, "broadcast_begun")
        case "pause":
            broadcasts.pause(turn.tx, known.key)
            _note(turn, known, "broadcast_paused")
        case "resume":
            broadcasts.resume(turn.tx, known.key, turn.now)
            _watch(turn, known)
            _note(turn, known, "broadcast_resumed")
        case "stop":
            broadcasts.stop(turn.tx, known.key)
            _note(turn, known, "broadcast_stopped")
        case "drop":
            broadcasts.drop(turn.tx, known.key)
            turn.show(Card(turn.w("broadcast.dropped")))
            return
        case _:
            raise MovedOn
    _show(turn, broadcasts.broadcast_with(turn.tx, known.key))


def _watch(turn: Turn, known: Broadcast) -> None:
    notices.note(turn.tx, "broadcast_progress", chat=turn.person.id, about=known.key, due_at=turn.now + broadcasts.LOOK)


def _note(turn: Turn, known: Broadcast, what: What) -> None:
    acts.note(turn.tx, what, by=turn.person.id, now=turn.now, about=str(known.key))


def _show(turn: Turn, known: Broadcast) -> None:
    turn.show_card(broadcast_card(turn.tx, turn.w, turn.world, known), ("broadcast", known.key))
