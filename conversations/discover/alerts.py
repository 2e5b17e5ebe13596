"""Alerts: `préviens-moi s'il y a du nouveau près de Nantes`; what they tell, listed, changed, ended."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import orjson
from markupsafe import Markup
from pydantic import TypeAdapter
from sqlalchemy import Connection

from conversations.discover.search import locating, results
from conversations.discover.search.chips import KILOMETRES, chips_of
from conversations.discover.search.lines import lines_of, number_rows
from conversations.discover.search.misses import is_point
from conversations.discover.search.searches import search_of
from conversations.discover.search.understood import understood_in
from conversations.discover.standing import stood
from conversations.exchange import Button, Card, Reply, Say, Tap, Turn, World, whole
from conversations.shown.reader import words_of_reader
from conversations.shown.season import is_over
from conversations.understanding.question import Question, names_next_week
from conversations.wording.catalogue import Wording
from conversations.wording.moments import day
from storage import alerts, editions, finding, next_week, notices, people, programme, proposals, sessions
from storage.alerts import RADIUS_KM, Alert, TooMany
from storage.database import JsonDict
from storage.finding import Found, Search
from storage.notices import BROADCAST, Notice
from storage.proposals import MovedOn
from storage.zones import PARIS

MOST_TOLD = 10  # events of one message
TOLD = "told"  # the value of a tap below them


def set_in_words(turn: Turn, question: Question) -> None:
    """An alert of what is said; where nothing is, how one is set."""
    question = question.seen or question  # with its subject
    if locating.is_needed(turn, question):
        return
    if is_over(turn) and names_next_week(question.text):
        follow_week(turn)
        return
    if not chips_of(question):
        turn.say(_list_card(turn, turn.w("alert.how")))
        return
    locating.remember(turn, question.place)
    turn.say(_set(turn, question))


def set_from_results(turn: Turn, tap: Tap) -> None:
    """An alert of what was asked. Raises MovedOn when newer results stand below."""
    turn.say(_set(turn, stood(turn, tap).question))


def _set(turn: Turn, question: Question) -> Card:
    if is_point(question):
        question = question._replace(radius_km=question.radius_km or round(RADIUS_KM))
    if question.start and question.start <= turn.now:
        question = question._replace(start=None)
    question = question._replace(text="", intent="search", seen=None, others=(), reference=None)
    try:
        alert = alerts.add(
            turn.tx,
            person=turn.person.id,
            search=_search(turn, question),
            asked=_kept(question),
            timezone=_zone(turn, question),
            daily=True,
            now=turn.now,
        )
    except TooMany:
        return _list_card(turn, turn.w("alert.too_many", most=alerts.MOST))
    return _card(turn, alert, "alert.is_set")


def _search(turn: Turn, question: Question) -> Search:
    """What an alert looks for: from whenever is said, and not from now on."""
    return search_of(question, turn.now)._replace(start=question.start)


def _zone(turn: Turn, question: Question) -> str:
    """Where it is eight in the morning: at the alert's place, else where the person asked last."""
    if question.place:
        return question.place.timezone
    town = turn.world.town_of(turn.person)
    return town.timezone if town else PARIS


@cache
def _adapter() -> TypeAdapter[Question]:
    return TypeAdapter(Question)


def _kept(question: Question) -> JsonDict:
    kept: JsonDict = orjson.loads(orjson.dumps({"question": question}, default=tuple))
    return kept


def _asked(alert: Alert) -> Question:
    return _adapter().validate_python(alert.asked["question"])


# --- one alert, and all of them -------------------------------------------------------------------


def _card(turn: Turn, alert: Alert, heading: str) -> Card:
    w, question = turn.w, _asked(alert)
    there = finding.find(turn.tx, search_of(question, turn.now), 1)
    text = w("alert.text", understood=understood_in(w, question, turn.now), how=_how(w, alert))

    def button(key: str, verb: str, value: str = "", **values: object) -> Button:
        return Button(w.plain(f"alert.{key}", **values), Tap(verb, alert.key, 0, value))

    rows = [[button("at_once", "alert.how", "once") if alert.daily else button("daily", "alert.how", "daily")]]
    if question.radius_km:
        others = [km for km in KILOMETRES if km != question.radius_km]
        rows.append([button("radius", "alert.km", str(km), kilometres=km) for km in others])
    if there:
        rows.append([button("see", "alert.see")])
    rows.append([button("end", "alert.end"), button("all", "alerts")])
    return Card(Markup("\n\n").join([w(heading), text]), rows)


def _how(w: Wording, alert: Alert) -> str:
    return w.plain("alert.how_daily" if alert.daily else "alert.how_at_once")


def show_list(turn: Turn) -> None:
    """`/alerts`: each with a button that opens it."""
    turn.show(_list_card(turn))


def _list_card(turn: Turn, said: Markup | None = None) -> Card:
    w, mine = turn.w, alerts.alerts_of(turn.tx, turn.person.id)
    lines, rows = [], []
    for position, alert in enumerate(mine, 1):
        about = understood_in(w, _asked(alert), turn.now)
        lines.append(w("alert.line", position=position, understood=about, how=_how(w, alert)))
        rows.append([Button(w.plain("alert.open", position=position), Tap("alert", alert.key, 0))])
    if next_week.follows(turn.tx, turn.person.id):
        lines.append(w("alert.follows"))
        rows.append([Button(w.plain("alert.unfollow"), Tap("week.unfollow", 0, 0))])
    head = said or (w("alert.list") if lines else w("alert.none"))
    return Card(Markup("\n\n").join([head, *lines]), rows)


def _mine(turn: Turn, tap: Tap) -> Alert:
    alert = alerts.alert_of(turn.tx, tap.reference, turn.person.id)
    if alert is None:
        raise MovedOn
    return alert


def open_one(turn: Turn, tap: Tap) -> None:
    """One alert, beside the news that it told. Raises MovedOn when it is not theirs, or has ended."""
    (turn.say if tap.value == TOLD else turn.show)(_card(turn, _mine(turn, tap), "alert.one"))


def change_how(turn: Turn, tap: Tap) -> None:
    """Once a day, or at once. Raises MovedOn likewise."""
    alert = _mine(turn, tap)
    alerts.set_daily(turn.tx, alert, tap.value == "daily", turn.now)
    turn.show(_card(turn, alert, "alert.one"))


def change_radius(turn: Turn, tap: Tap) -> None:
    """Nearer, or farther. Raises MovedOn likewise."""
    alert, km = _mine(turn, tap), whole(tap.value)
    if km not in KILOMETRES:
        raise MovedOn
    question = _asked(alert)._replace(radius_km=km)
    alerts.look_for(turn.tx, alert, _search(turn, question), _kept(question))
    turn.show(_card(turn, alert, "alert.one"))


def end(turn: Turn, tap: Tap) -> None:
    """Ends an alert. Raises MovedOn likewise."""
    alert = _mine(turn, tap)
    alerts.end(turn.tx, key=alert.key, person=turn.person.id)
    turn.toast(turn.w("alert.ended"))
    turn.show(_list_card(turn))


def end_in_words(turn: Turn, question: Question) -> None:
    """`supprime l'alerte Besançon` ends the one that is meant; where that is not exactly one, all are listed."""
    mine = alerts.alerts_of(turn.tx, turn.person.id)
    meant = [each for each in mine if _is_meant(_asked(each), question)]
    if len(meant) != 1:
        turn.say(_list_card(turn))
        return
    about = understood_in(turn.w, _asked(meant[0]), turn.now)
    alerts.end(turn.tx, key=meant[0].key, person=turn.person.id)
    turn.say(Card(turn.w("alert.ended_of", understood=about)))


def _is_meant(alert: Question, said: Question) -> bool:
    """Whether an alert has all that is said."""
    if said.place and not (alert.place and alert.place.name == said.place.name):
        return False
    return all(set(getattr(said, kind)) <= set(getattr(alert, kind)) for kind in ("themes", "formats", "audiences"))


def end_all(turn: Turn) -> int:
    """Ends every one, of the next Week too; gives how many there were."""
    mine = alerts.alerts_of(turn.tx, turn.person.id)
    for alert in mine:
        alerts.end(turn.tx, key=alert.key, person=turn.person.id)
    return len(mine) + next_week.unfollow(turn.tx, turn.person.id)


def see(turn: Turn, tap: Tap) -> None:
    """What there is of it already. Raises MovedOn likewise."""
    results.ask(turn, _asked(_mine(turn, tap)))


def follow_week(turn: Turn, _tap: Tap | None = None) -> None:
    """To hear of the next Week."""
    next_week.follow(turn.tx, turn.person.id, turn.now)
    turn.say(Card(turn.w("alert.week_set")))


def unfollow_week(turn: Turn, _tap: Tap) -> None:
    """No more."""
    next_week.unfollow(turn.tx, turn.person.id)
    turn.toast(turn.w("alert.ended"))
    turn.show(_list_card(turn))


# --- what is said unasked -------------------------------------------------------------------------


def match(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """An event that has come up is compared with the alerts."""
    alerts.match(tx, notice.about, now)
    return []


def alert_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """What is new, in one message; nothing where it is no more."""
    alert = alerts.alert_of(tx, notice.about, notice.chat)
    found = sorted(_ahead(tx, alert, now), key=lambda each: each.metres or 0.0) if alert else []
    if alert is None or not found:
        return []
    w = words_of_reader(tx, world, notice.chat)
    hits = programme.shown(tx, found[:MOST_TOLD])
    parts = [w("alert.told", understood=understood_in(w, _asked(alert), now)), *lines_of(w, now, hits, 0)]
    if len(found) > MOST_TOLD:
        parts.append(w.n("alert.more", len(found) - MOST_TOLD))
    settings = Button(w.plain("alert.settings"), Tap("alert", alert.key, 0, TOLD))
    reader = people.person_with(tx, notice.chat)
    rows = number_rows(hits, 0, 0, w if reader and reader.accessible else None)
    return [Say(Card(Markup("\n\n").join(parts), [*rows, [settings]]))]


def _ahead(tx: Connection, alert: Alert, now: datetime) -> Iterable[Found]:
    """The events that it has to tell of and that are still to come, each by its first session that is."""
    for key in alerts.take_hits(tx, alert, now):
        proposal = proposals.proposal_with(tx, key)
        known = sessions.sessions_of(tx, key) if proposal and proposal.state == "accepted" else []
        ahead = [each for each in known if each.takes_place and each.ends_at > now]
        fitting = [each for each in ahead if alerts.in_time(alert, each)]
        if first := next(iter(fitting or ahead), None):
            yield Found(first.key, key, alerts.metres_to(alert, first))


def week_replies(tx: Connection, now: datetime, world: World, notice: Notice) -> list[Reply]:
    """The next Week comes."""
    edition = editions.edition_of(tx, notice.about)
    if edition is None or edition.over(now) or not next_week.follows(tx, notice.chat):
        return []
    if (due := next_week.due_of(edition)) > now:  # its days have moved since
        notices.note(tx, "week", chat=notice.chat, about=edition.year, due_at=due, rank=BROADCAST)
        return []
    w = words_of_reader(tx, world, notice.chat)
    first, last = day(w, edition.first_day), day(w, edition.last_day, year=True)
    rows = [
        [Button(w.plain("menu.programme"), Tap("programme", 0, 0))],
        [Button(w.plain("alert.unfollow"), Tap("week.unfollow", 0, 0))],
    ]
    return [Say(Card(w("alert.week_told", name=edition.name, first=first, last=last), rows))]
