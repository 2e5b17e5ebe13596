"""When the event is: in the organiser's own words, read back in full before it counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from markupsafe import Markup
from pydantic import JsonValue

from conversations.form.steps import (
    YES,
    Asked,
    Given,
    More,
    Option,
    Picked,
    Reading,
    Said,
    Scene,
    Unclear,
    always,
    in_columns,
    typed,
    yes_or_no,
)
from conversations.shown.sessions import is_outside, session_lines
from conversations.understanding.question import understand
from conversations.understanding.text import words_of
from conversations.understanding.time import Heard, NotUnderstood, merged, read_when
from conversations.wording.moments import day, short_day, zone
from storage.analyser import fold
from storage.answers import Answers, SessionTimes
from storage.database import JsonDict

MOST = 30
LONGEST_BEGUN = 200  # characters of an answer that the next one may complete
MOST_OUT = 12  # sessions that have a button to take them out
AGAIN = "again"
REMOVING = frozenset(
    "sans retire retirer retirez enleve enlever enlevez supprime supprimer supprimez remove drop".split()
)
_CHANGES = re.compile(r"\s*(?:n°\s*)?(\d{1,2})\s*[:=)]\s+(.+)", re.DOTALL)
ADDING = frozenset("et and puis then aussi also plus ajoute ajoutez ajouter add".split())
FURTHEST = timedelta(days=2 * 366)
# What is kept until the answer is whole: sessions heard and not confirmed, the words of time that found no place in
# them, a day that was picked, words begun, and that they come beside what is noted.
HEARD, LEFT, DAY, BEGUN, BESIDE = "heard", "left", "day", "begun", "beside"
Times = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class SessionsStep:
    """Reads `mardi 15 novembre de 14h à 16h30`, or hours after a day was picked; then asks for a yes."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """What was heard, to be confirmed; else the day's hours; else the question with the Week's days."""
        w, heard, picked = scene.w, _heard(scene), scene.meanwhile.get(DAY)
        if heard:
            return self._confirm(scene, heard)
        if isinstance(picked, str):
            return Asked(w("propose.sessions.hours", day=day(w, date.fromisoformat(picked))))
        one, several = examples(scene)
        text = w("propose.sessions.ask", one=one, several=several) + _warning(scene, scene.answers)
        days = [Option(short_day(w, each), each.isoformat()) for each in days_to_come(scene)]
        again = [[Option(w.plain("propose.sessions.again"), AGAIN)]] if scene.answers.sessions else []
        return Asked(text, [*in_columns(days, 3), *again])

    def _confirm(self, scene: Scene[Answers], heard: Times) -> Asked:
        w = scene.w
        answers = scene.answers.with_sessions(heard)
        several = len(heard) > 1
        lines = session_lines(w, answers.sessions, answers.zone, numbered=several)
        text = w("propose.sessions.heard", sessions=lines, example=_example(scene))
        text += Markup(" ") + w("propose.sessions.mend") if several else Markup("")
        text += _left_aside(scene) + _replaced(scene, heard) + _warning(scene, answers)
        yes = Option(w.plain("propose.sessions.yes"), f"yes.{_sign(heard)}")
        out = [Option(f"✕ {n}", f"out.{n}.{_sign(heard)}") for n in range(1, len(heard) + 1)] if several else []
        return Asked(text, [[yes, Option(w.plain("propose.sessions.no"), "no")], *in_columns(out[:MOST_OUT], 6)])

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The sessions once confirmed. Raises Unclear for what cannot be read."""
        if isinstance(said, Picked):
            return self._picked(scene, said.option)
        text = typed(said, _example(scene))
        if _heard(scene) and (confirmed := yes_or_no(said)):
            return self._picked(scene, f"yes.{_sign(_heard(scene))}" if confirmed == "yes" else confirmed)
        noted = _heard(scene) or _times(scene.answers.sessions)
        mended = _mended(scene, noted, text) if noted else None
        if mended is not None:
            return self._checked(scene, mended)
        heard_now, whole = _read(scene, text)
        found, left = heard_now.sessions, heard_now.left
        if not _heard(scene) and (kept := _beside_postponed(scene, len(found))):
            found = merged([*kept, *found])
        if _adds(whole) or scene.meanwhile.get(BESIDE):
            found = merged([*(_heard(scene) or _times(scene.answers.sessions)), *found])
        return self._checked(scene, found, left)

    @staticmethod
    def _checked(scene: Scene[Answers], found: Times, left: tuple[str, ...] = ()) -> More:
        """These sessions, to be confirmed. Raises Unclear where they are too many, or too far ahead."""
        if len(found) > MOST:
            raise Unclear("propose.sessions.many", most=MOST)
        if any(start > scene.now + FURTHEST for start, _ in found):
            raise Unclear("propose.sessions.far")
        return _kept(found, left)

    def _picked(self, scene: Scene[Answers], option: str) -> Reading:
        heard = _heard(scene)
        if option.startswith("yes."):
            if not heard or option != f"yes.{_sign(heard)}":  # it stood under another reading
                raise Unclear("form.moved_on")
            answers = scene.answers.with_sessions(heard)
            return Given({"sessions": answers.sessions, "last_session": answers.last_session})
        if option == "no":
            return More({})
        if option == AGAIN:
            return _kept(_times(scene.answers.sessions))
        if option.startswith("out."):
            _, number, sign = [*option.split("."), "", ""][:3]
            if not number.isdecimal() or sign != _sign(heard) or not 1 <= int(number) <= len(heard) > 1:
                raise Unclear("form.moved_on")
            return _kept([each for n, each in enumerate(heard, 1) if n != int(number)])
        try:
            beside: JsonDict = {BESIDE: True} if scene.answers.sessions else {}
            return More({DAY: date.fromisoformat(option).isoformat(), **beside})
        except ValueError:
            raise Unclear("form.moved_on", meanwhile={}) from None


def _kept(found: Times, left: tuple[str, ...] = ()) -> More:
    """These sessions, to be confirmed."""
    heard: JsonValue = [[start.isoformat(), end.isoformat()] for start, end in found]
    return More({HEARD: heard, LEFT: list(left)} if left else {HEARD: heard})


def _mended(scene: Scene[Answers], noted: Times, text: str) -> Times | None:
    """What was noted with one session changed (`2 : jeudi de 9h à 12h`), or without those that are taken out
    (`sans vendredi`, `remove 2`). None where neither is said. Raises Unclear.
    """
    if changed := _CHANGES.match(text):
        return _with_changed(scene, noted, int(changed.group(1)), changed.group(2))
    words = words_of(fold(text))
    if not words or words[0] not in REMOVING:
        return None
    numbers = [int(word) for word in words[1:] if word.isdecimal()]
    if len(words) == 2 and numbers:
        left = [each for n, each in enumerate(noted, 1) if n != numbers[0]]
    else:
        since = noted[0][0].replace(hour=0, minute=0)
        asked = understand(text, since, scene.gazetteer, language=scene.w.language, zone=scene.answers.zone)
        first, last = asked.start or noted[0][0], asked.end or noted[-1][1]
        left = [each for each in noted if not first <= each[0] < last] if asked.start or asked.end else noted
    if len(left) == len(noted) or not left:
        raise Unclear("propose.sessions.none_out" if left else "propose.sessions.all_out")
    return left


def _with_changed(scene: Scene[Answers], noted: Times, number: int, text: str) -> Times:
    """One of the sessions at other times; hours alone are of its own day. Raises Unclear."""
    if not 1 <= number <= len(noted):
        raise Unclear("propose.sessions.no_number", number=number)
    same_day = Scene(**vars(scene) | {"meanwhile": {DAY: noted[number - 1][0].date().isoformat()}})
    try:
        (heard, _) = _read(same_day, text)
    except Unclear as wrong:
        raise Unclear(wrong.key, example=_example(scene)) from None
    return merged([*(each for n, each in enumerate(noted, 1) if n != number), *heard.sessions])


def _sign(heard: Times) -> str:
    """A few letters that tell one reading from another: a Yes confirms what it stood under."""
    return f"{crc32(repr([(start.timestamp(), end.timestamp()) for start, end in heard]).encode()):x}"


def _heard(scene: Scene[Answers]) -> Times:
    """What was heard and is not yet confirmed, in the event's zone."""
    heard = scene.meanwhile.get(HEARD)
    if not isinstance(heard, list):
        return []
    where = zone(scene.answers.zone)
    moments = ([datetime.fromisoformat(str(each)).astimezone(where) for each in pair] for pair in heard)  # type: ignore[union-attr]
    return [(start, end) for start, end in moments]


def _times(sessions: list[SessionTimes]) -> Times:
    return [(session.start, session.end) for session in sessions]


def _read(scene: Scene[Answers], text: str) -> tuple[Heard, str]:
    """The sessions that are said, and the text that says them: it may go on from what was begun before.

    Raises Unclear; what lacks only its hours is kept as begun.
    """
    begun = scene.meanwhile.get(BEGUN) or scene.meanwhile.get(DAY)
    joined = [f"{begun} {text}", f"{begun} {scene.w.plain('propose.sessions.until')} {text}"] if begun else []
    meanwhile, code = dict(scene.meanwhile), ""
    for said in (text, *joined):
        try:
            return _heard_now(scene, said), said
        except NotUnderstood as error:
            code = error.code
        if code in ("no_time", "no_end") and said not in joined[1:]:
            meanwhile[BEGUN] = said[:LONGEST_BEGUN]
            meanwhile.pop(DAY, None)
        if code != "no_date" and not (said in joined and code == "no_end"):
            break
    raise Unclear(f"propose.sessions.{code}", meanwhile=meanwhile, example=_example(scene))


def _heard_now(scene: Scene[Answers], text: str) -> Heard:
    """What is said at this moment; weekdays alone, ahead of the Week, are its own. Raises NotUnderstood."""
    where, edition = scene.answers.zone, scene.known.edition
    heard = read_when(text, scene.now, where, edition=scene.known.week)
    if not heard.weekdays or edition is None:
        return heard
    first, last = edition.days_in(scene.answers.region)
    eve = datetime.combine(first, time(), zone(where))
    if scene.now >= eve:
        return heard
    in_week = read_when(text, eve, where, edition=scene.known.week)
    return in_week if all(first <= start.date() <= last for start, _ in in_week.sessions) else heard


def _beside_postponed(scene: Scene[Answers], new: int) -> Times:
    """The sessions that stay where as many new ones are said as are postponed: those get their new dates."""
    off = [each for each in scene.answers.sessions if each.state == "postponed"]
    return [(s.start, s.end) for s in scene.answers.sessions if s not in off] if off and len(off) == new else []


def _adds(text: str) -> bool:
    """Whether a text adds to what was said before: `et samedi de 10h à 12h`, `oui, et samedi …`, `+ samedi …`."""
    words = [word for word in words_of(fold(text)) if word not in YES]
    return text.lstrip().startswith("+") or bool(words and words[0] in ADDING)


def _left_aside(scene: Scene[Answers]) -> Markup:
    """The words of time that found no place in what was heard, if there are any."""
    left = scene.meanwhile.get(LEFT)
    if not isinstance(left, list):
        return Markup("")
    said = scene.w.plain("propose.sessions.between").join(str(each) for each in left)
    return Markup("\n\n") + scene.w("propose.sessions.left", left=said)


def _replaced(scene: Scene[Answers], heard: Times) -> Markup:
    """Which of the noted sessions these take the place of."""
    gone = [each for each in scene.answers.sessions if (each.start, each.end) not in heard]
    if not gone:
        return Markup("")
    lines = session_lines(scene.w, gone, scene.answers.zone)
    return Markup("\n\n") + scene.w("propose.sessions.replaces", sessions=lines)


def _warning(scene: Scene[Answers], answers: Answers) -> Markup:
    """That a session lies outside the Week, if one does."""
    edition = scene.known.edition
    outside = edition is not None and is_outside(edition, answers)
    return Markup("\n\n") + scene.w("propose.sessions.outside") if outside else Markup("")


def examples(scene: Scene[Answers]) -> tuple[str, str]:
    """One session and several, as the organiser might write them, on days of this very Week."""
    w = scene.w
    days = days_to_come(scene) or [scene.now.date()]
    first, last = days[0], days[min(2, len(days) - 1)]
    one = w.plain("propose.sessions.example_one", day=day(w, days[len(days) // 2]))
    return one, w.plain("propose.sessions.example_several", first=first.day, last=day(w, last).split(" ", 1)[1])


def _example(scene: Scene[Answers]) -> str:
    """A session of the Week on a day that is not taken, else of tomorrow, as it may be written."""
    taken = {start.date() for start, _ in _heard(scene) or _times(scene.answers.sessions)}
    days = [each for each in days_to_come(scene) if each not in taken]
    when = days[len(days) // 2] if days else scene.now.date() + timedelta(days=1)
    return scene.w.plain("propose.sessions.example_one", day=day(scene.w, when))


def days_to_come(scene: Scene[Answers]) -> list[date]:
    """The days of the Week still to come, where the event is."""
    edition, answers = scene.known.edition, scene.answers
    if edition is None:
        return []
    first, last = edition.days_in(answers.region)
    today = scene.now.astimezone(zone(answers.zone)).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [each for each in days if each >= today][:15]
