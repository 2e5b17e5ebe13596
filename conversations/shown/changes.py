"""What has changed between two versions of an event, before and after side by side."""

from collections.abc import Collection, Iterable

from markupsafe import Markup

from conversations.shown.answers import FIELDS, PRIVATE, shortened
from conversations.shown.sessions import session_lines
from conversations.wording.catalogue import Wording
from storage.answers import Answers, changed_fields

ANYBODYS = frozenset(FIELDS).difference(PRIVATE)
PART_OF = {"who_function": "who", "email": "who"}
LED_BY = 40  # characters that stand before the first that differs
LONGEST = 300  # characters of each side


def change_lines(w: Wording, before: Answers, after: Answers, among: Collection[str] = ANYBODYS) -> Markup:
    """Each of these fields that differs: its name, what it was, struck out, and what it is."""
    fields = [field for field in fields_named(changed_fields(before, after)) if field in among]
    return Markup("\n\n").join(_line(w, field, before, after) for field in fields)


def fields_named(changed: Iterable[str]) -> list[str]:
    """Changed fields as they are shown: who proposes is one, of three."""
    return list(dict.fromkeys(PART_OF.get(field, field) for field in changed))


def _line(w: Wording, field: str, before: Answers, after: Answers) -> Markup:
    was, now = _sessions(w, before, after) if field == "sessions" else _texts(w, field, before, after)
    parts = [Markup("<b>{}</b>").format(w(f"field.{field}"))]
    parts += [Markup("<s>{}</s>").format(was)] if was else []
    parts.append(Markup("{}").format(now or w("change.taken_out")))
    return Markup("\n").join(parts)


def _sessions(w: Wording, before: Answers, after: Answers) -> tuple[Markup, Markup]:
    """The sessions that differ, as they were and as they are."""

    def lines(one: Answers, other: Answers) -> Markup:
        same = {each.number: each for each in other.sessions}
        differing = [each for each in one.sessions if one.zone != other.zone or same.get(each.number) != each]
        return session_lines(w, differing, one.zone)

    return lines(before, after), lines(after, before)


def _texts(w: Wording, field: str, before: Answers, after: Answers) -> tuple[str, str]:
    """Both texts from a little before where they begin to differ, shortened."""
    was, now = FIELDS[field](w, before), FIELDS[field](w, after)
    common = next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), 0)
    if max(len(was), len(now)) <= LONGEST or common < LONGEST // 2:
        return shortened(was, LONGEST), shortened(now, LONGEST)
    start = was.rfind(" ", 0, common - LED_BY) + 1
    return "… " + shortened(was[start:], LONGEST), "… " + shortened(now[start:], LONGEST)
