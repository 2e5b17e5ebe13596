"""`/admin`, the committee: the rule of decision, its deadline, its daily digest, and for whom its members sit."""

from datetime import timedelta

from markupsafe import Markup

from conversations.administer.moments import NEVER, closing_moment
from conversations.exchange import Button, Card, Content, Tap, Text, Turn
from conversations.tidying import is_visible, one_line
from conversations.wording.moments import day, hour, zone
from storage import acts, committee, digests, editions
from storage.analyser import fold
from storage.committee import Committee
from storage.editions import Edition, Rule
from storage.proposals import MovedOn
from storage.zones import PARIS

DECIDING, AFFILIATING = "decide_until", "affiliations"
MOST_VOTES, MOST_ASSESSMENTS = 5, 3
HOURS = (8, 9, 12, 14, 18)
MOST_AFFILIATIONS, LONGEST_AFFILIATION = 20, 40


def show(turn: Turn) -> None:
    """How the committee decides, and what can be chosen."""
    turn.show(_card(turn))


def _card(turn: Turn) -> Card:
    w, known = turn.w, committee.settings_of(turn.tx)
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        return Card(w("admin.no_edition"))
    rule = edition.decided_by
    lines = [w(f"committee.rule.{rule.by}", votes=rule.votes), w("committee.assessments", count=rule.assessments)]
    if rule.by == "chair" and not committee.has_chair(turn.tx):
        lines.append(w("committee.nobody_presides"))
    if edition.decide_until:
        local = edition.decide_until.astimezone(zone(PARIS))
        lines.append(w("committee.deadline", day=day(w, local, year=True), hour=hour(w, local)))
    else:
        lines.append(w("committee.no_deadline"))
    if known:
        lines.append(
            w("committee.no_digest") if known.digest_hour is None else w("committee.digest", hour=known.digest_hour)
        )
        lines.append(w("committee.affiliations", names=", ".join(known.affiliations)))
    return Card(Markup("\n").join([w("committee.heading"), *lines]), _rows(turn, edition, known))


def _rows(turn: Turn, edition: Edition, known: Committee | None) -> list[list[Button]]:
    w, rule = turn.w, edition.decided_by

    def button(label: str, value: str, *, chosen: bool = False) -> Button:
        return Button(f"● {label}" if chosen else label, Tap("committee", 0, 0, value))

    by_votes = [
        button(
            w.n("committee.votes", votes).unescape(),
            f"votes.{votes}",
            chosen=rule.by == "votes" and rule.votes == votes,
        )
        for votes in range(1, MOST_VOTES + 1)
    ]
    rows = [
        [button(w.plain("committee.chair"), "chair", chosen=rule.by == "chair")],
        by_votes[:3],
        by_votes[3:],
        [
            button(w.n("committee.needs", count).unescape(), f"assessments.{count}", chosen=rule.assessments == count)
            for count in range(MOST_ASSESSMENTS + 1)
        ],
        [button(w.plain("committee.set_deadline"), "deadline")],
    ]
    if known:
        off = button(w.plain("committee.off"), "digest.off", chosen=known.digest_hour is None)
        rows.append([*(button(f"{h} h", f"digest.{h}", chosen=known.digest_hour == h) for h in HOURS), off])
        rows.append([button(w.plain("committee.set_affiliations"), "affiliations")])
        rows.append([Button(w.plain("committee.members"), Tap("members", 0, 0, "page.0"))])
    return rows


def tapped(turn: Turn, tap: Tap) -> None:
    """A choice. Raises MovedOn for what no button says."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        raise MovedOn
    act, _, value = tap.value.partition(".")
    rule = edition.decided_by
    if act == "chair":
        _rule(turn, edition, rule.model_copy(update={"by": "chair"}))
    elif act == "votes" and value.isdecimal() and 1 <= int(value) <= MOST_VOTES:
        _rule(turn, edition, rule.model_copy(update={"by": "votes", "votes": int(value)}))
    elif act == "assessments" and value.isdecimal() and int(value) <= MOST_ASSESSMENTS:
        _rule(turn, edition, rule.model_copy(update={"assessments": int(value)}))
    elif act == "digest" and (value == "off" or value in map(str, HOURS)):
        committee.change(turn.tx, digest_hour=None if value == "off" else int(value))
        acts.note(turn.tx, "rule_changed", by=turn.person.id, now=turn.now, about=edition.name)
        digests.plan(turn.tx, turn.now, anew=True)
    elif act in ("deadline", "affiliations"):
        turn.state.doing = DECIDING if act == "deadline" else AFFILIATING
        known = committee.settings_of(turn.tx)
        names = ", ".join(known.affiliations) if known else ""
        text = turn.w(f"committee.ask_{act}", most=LONGEST_AFFILIATION, names=names)
        turn.say(Card(text, [[Button(turn.w.plain("form.back"), Tap("committee", 0, 0))]]))
        return
    elif act:
        raise MovedOn
    show(turn)


def _rule(turn: Turn, edition: Edition, rule: Rule) -> None:
    editions.change(turn.tx, edition.year, rule=rule.model_dump())
    acts.note(turn.tx, "rule_changed", by=turn.person.id, now=turn.now, about=edition.name)


def read_deadline(turn: Turn, content: Content) -> None:
    """Until when the committee wants to have decided, in words; `jamais` takes it away."""
    said = content.body if isinstance(content, Text) else ""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        raise MovedOn
    moment = closing_moment(turn, said)
    if moment is None and fold(said.strip(" .!")) not in NEVER:
        turn.say(Card(turn.w("admin.closing_unclear")))
        return
    if moment is not None and moment <= turn.now + timedelta(minutes=1):
        turn.say(Card(turn.w("committee.past_deadline")))
        return
    editions.change(turn.tx, edition.year, decide_until=moment)
    acts.note(turn.tx, "rule_changed", by=turn.person.id, now=turn.now, about=edition.name)
    digests.plan(turn.tx, turn.now, anew=True)
    turn.state.doing = None
    turn.say(_card(turn))


def read_affiliations(turn: Turn, content: Content) -> None:
    """For whom members may sit: names with commas between, or a line each."""
    said = content.body if isinstance(content, Text) else ""
    named = [one_line(each) for each in said.replace("\n", ",").replace(";", ",").split(",")]
    names = list(dict.fromkeys(each for each in named if is_visible(each)))
    if not names or len(names) > MOST_AFFILIATIONS:
        turn.say(Card(turn.w("committee.affiliations_unclear", most=MOST_AFFILIATIONS)))
        return
    if any(len(each) > LONGEST_AFFILIATION for each in names):
        turn.say(Card(turn.w("committee.affiliations_unclear", most=MOST_AFFILIATIONS)))
        return
    committee.change(turn.tx, affiliations=names)
    acts.note(turn.tx, "affiliations_changed", by=turn.person.id, now=turn.now)
    turn.state.doing = None
    turn.say(_card(turn))
