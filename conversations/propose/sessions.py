"""When the event is: in the organiser's own words, read back in full before it counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from markupsafe import Markup

from conversations.exchange import Button, Card, Content, Tap, Turn
from conversations.form import YES, Condition, Unclear, always, in_columns, tap, typed, yes_or_no
from conversations.understanding.errors import NotUnderstood
from conversations.understanding.folding import words_of
from conversations.understanding.sessions import merged, read_sessions
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day, short_day, stretch, zone, zone_words
from storage import editions
from storage.analyser import fold
from storage.editions import Edition, current_days, edition_of
from storage.proposals import Answers, Proposal, Session

MOST = 30
LONGEST_BEGUN = 200  # characters of an answer that the next one may complete
ADDING = frozenset("et and puis then aussi also plus ajoute ajoutez ajouter add".split())
SHOWN = 12  # sessions that a list shows; the rest are counted
FURTHEST = timedelta(days=2 * 366)


class AskAgain(Exception):
    """The answer was taken in, and the same step has more to ask."""


@dataclass(frozen=True)
class SessionsStep:
    """Reads `mardi 15 novembre de 14h à 16h30`, or hours after a day was tapped; then asks for a yes."""

    field: str
    when: Condition = always

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """What was heard, to be confirmed; else the day's hours; else the question with the Week's days."""
        heard = turn.state.get("heard")
        if isinstance(heard, list) and heard:
            return self._confirm(turn, proposal, answers, [Session.model_validate(each) for each in heard])
        tapped = turn.state.get("day")
        if isinstance(tapped, str):
            return Card(turn.w("propose.sessions.hours", day=day(turn.w, date.fromisoformat(tapped))))
        buttons = [
            Button(short_day(turn.w, each), tap("choose", proposal, f"sessions.{each.isoformat()}"))
            for each in week_days(turn, proposal, answers)
        ]
        one, several = examples(turn, proposal, answers)
        text = turn.w("propose.sessions.ask", one=one, several=several)
        return Card(text + self._warning(turn, proposal, answers), in_columns(buttons, 3))

    def _confirm(self, turn: Turn, proposal: Proposal, answers: Answers, heard: list[Session]) -> Card:
        sessions = session_lines(turn.w, heard, answers.zone)
        text = turn.w("propose.sessions.heard", sessions=sessions, example=_example(turn, answers))
        text += self._warning(turn, proposal, answers.model_copy(update={"sessions": heard}))
        yes = Button(turn.w.plain("propose.sessions.yes"), tap("choose", proposal, "sessions.yes"))
        no = Button(turn.w.plain("propose.sessions.no"), tap("choose", proposal, "sessions.no"))
        return Card(text, [[yes, no]])

    def _warning(self, turn: Turn, proposal: Proposal, answers: Answers) -> Markup:
        """That a session lies outside the Week, if one does."""
        edition = edition_of(turn.tx, proposal.edition)
        outside = edition is not None and is_outside(edition, answers)
        return Markup("\n\n") + turn.w("propose.sessions.outside") if outside else Markup("")

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The sessions once confirmed. Raises AskAgain on the way there, Unclear for what cannot be read."""
        if isinstance(content, Tap):
            return self._tapped(turn, content.value.partition(".")[2], answers)
        text = typed(content, _example(turn, answers))
        if turn.state.get("heard") and (confirmed := yes_or_no(content)):
            return self._tapped(turn, confirmed, answers)
        found, said = self._heard(turn, text, answers)
        if _adds(said):
            found = merged([*_before(turn, answers), *found])
        if len(found) > MOST:
            raise Unclear("propose.sessions.many", most=MOST)
        if any(start > turn.now + FURTHEST for start, _ in found):
            raise Unclear("propose.sessions.far")
        turn.state["heard"] = [{"start": s.isoformat(), "end": e.isoformat()} for s, e in found]
        turn.state.pop("begun", None)
        turn.state.pop("day", None)
        raise AskAgain

    def _tapped(self, turn: Turn, option: str, answers: Answers) -> Answers:
        heard = turn.state.get("heard")
        if option == "yes" and isinstance(heard, list) and heard:
            del turn.state["heard"]
            return answers.model_copy(update={"sessions": [Session.model_validate(each) for each in heard]})
        turn.state.pop("heard", None)
        if option == "no":
            raise AskAgain
        try:
            turn.state["day"] = date.fromisoformat(option).isoformat()
        except ValueError:
            raise Unclear("form.moved_on") from None
        raise AskAgain

    def _heard(self, turn: Turn, text: str, answers: Answers) -> tuple[list[tuple[datetime, datetime]], str]:
        """The sessions that are said, and the text that says them: it may go on from what was begun before.

        Raises Unclear; what lacks only its hours is kept as begun.
        """
        week = partial(current_days, turn.tx, turn.now)
        begun = turn.state.get("begun") or turn.state.get("day")
        code = ""
        for said in (text, f"{begun} {text}") if begun else (text,):
            try:
                return read_sessions(said, turn.now, answers.zone, edition=week), said
            except NotUnderstood as error:
                code = error.code
            if code in ("no_time", "no_end"):
                turn.state["begun"] = said[:LONGEST_BEGUN]
                turn.state.pop("day", None)
            if code != "no_date":
                break
        raise Unclear(f"propose.sessions.{code}", example=_example(turn, answers))

    def show(self, w: Wording, answers: Answers) -> str:
        """Every session in full."""
        return str(session_lines(w, answers.sessions, answers.zone)) if answers.sessions else ""


def session_lines(w: Wording, sessions: list[Session], zone_name: str) -> Markup:
    """A line a session, in the event's zone: `mardi 15 novembre 2016, 14 h – 16 h 30 (heure de Paris)`."""
    where = zone(zone_name)
    lines = [
        f"• {stretch(w, s.start.astimezone(where), s.end.astimezone(where), year=True)} ({zone_words(w, zone_name)})"
        for s in sessions[:SHOWN]
    ]
    if len(sessions) > SHOWN:
        lines.append(w.n("propose.sessions.more", len(sessions) - SHOWN).unescape())
    return Markup("\n").join(lines)


def examples(turn: Turn, proposal: Proposal, answers: Answers) -> tuple[str, str]:
    """One session and several, as the organiser might write them, on days of this very Week."""
    w = turn.w
    days = week_days(turn, proposal, answers) or [turn.now.date()]
    first, last = days[0], days[min(2, len(days) - 1)]
    one = w.plain("propose.sessions.example_one", day=day(w, days[len(days) // 2]))
    return one, w.plain("propose.sessions.example_several", first=first.day, last=day(w, last).split(" ", 1)[1])


def _example(turn: Turn, answers: Answers) -> str:
    """A session of the running or next Week, else of tomorrow, as it may be written."""
    edition = editions.current(turn.tx, turn.now)
    taken = {start.date() for start, _ in _before(turn, answers)}
    days = [each for each in _days_to_come(turn, edition, answers) if each not in taken] if edition else []
    when = days[len(days) // 2] if days else turn.now.date() + timedelta(days=1)
    return turn.w.plain("propose.sessions.example_one", day=day(turn.w, when))


def _adds(text: str) -> bool:
    """Whether a text adds to what was said before: `et samedi de 10h à 12h`, `oui, et samedi …`, `+ samedi …`."""
    words = [word for word in words_of(fold(text)) if word not in YES]
    return text.lstrip().startswith("+") or bool(words and words[0] in ADDING)


def _before(turn: Turn, answers: Answers) -> list[tuple[datetime, datetime]]:
    """What was heard and is not yet confirmed, else what counts already."""
    heard = turn.state.get("heard")
    sessions = map(Session.model_validate, heard) if isinstance(heard, list) else answers.sessions
    return [(session.start, session.end) for session in sessions]


def is_outside(edition: Edition, answers: Answers) -> bool:
    """Whether a session begins outside the Week, where the event is."""
    starts = (s.start.astimezone(zone(answers.zone)) for s in answers.sessions)
    return any(not edition.contains(start, answers.region) for start in starts)


def week_days(turn: Turn, proposal: Proposal, answers: Answers) -> list[date]:
    """The days of the Week still to come, where the event is."""
    edition = edition_of(turn.tx, proposal.edition)
    return _days_to_come(turn, edition, answers) if edition else []


def _days_to_come(turn: Turn, edition: Edition, answers: Answers) -> list[date]:
    first, last = edition.days_in(answers.region)
    today = turn.now.astimezone(zone(answers.zone)).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [each for each in days if each >= today][:15]
