"""`/queue`: what waits for the committee, in the member's own chat: the least assessed first, filtered by taps, and
decided about many at once.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from markupsafe import Markup

from conversations.assess.membership import member_here, refuse
from conversations.exchange import Button, Card, DeepLink, Rows, SendFile, TableFile, Tap, Turn, whole
from conversations.form.steps import in_columns
from conversations.shown.answers import label_of
from conversations.shown.links import deep_link
from conversations.shown.pager import pager_rows
from conversations.wording.catalogue import Wording
from storage import conflicts, editions, queue
from storage.committee import Member
from storage.editions import Edition
from storage.proposals import MovedOn, Proposal
from storage.queue import Filters, Waiting
from storage.terms import THEMES

PAGE = 8  # proposals of a page
MANY = 50  # that are read at a time
OLD = (3, 7, 14)  # days
STATES = ("submitted", "proposed", "changes_requested", "accepted", "rejected", "all")
MARKS = {
    "submitted": "🕓",
    "proposed": "🔁",
    "changes_requested": "✏️",
    "accepted": "✅",
    "rejected": "❌",
    "withdrawn": "🚫",
    "cancelled": "🚫",
}


@dataclass
class Queue:
    """What a member looks for, and what they are about to decide together: number and text of each, in the preview of
    that number.
    """

    key: ClassVar[str] = "queue"
    filters: dict[str, Any] = field(default_factory=dict)
    about_to: list[tuple[int, int]] = field(default_factory=list)
    preview: int = 0

    @property
    def wanted(self) -> Filters:
        """The filters, typed; those that an older version kept are none."""
        try:
            return Filters.model_validate(self.filters)
        except ValueError:
            return Filters()


def kept(turn: Turn) -> Queue:
    """What the member looked for last."""
    known = turn.state.of(Queue)
    if known is None:
        known = Queue()
        turn.state.keep(known)
    return known


def running_edition(turn: Turn) -> Edition | None:
    """The edition that is being decided about; None where there is none, which is said."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        refuse(turn, "admin.no_edition")
    return edition


def show_queue(turn: Turn, _argument: str = "") -> None:
    """`/queue` in a member's own chat; in the group, the way there."""
    edition = running_edition(turn) if member_here(turn) else None
    if edition is None:
        return
    if turn.incoming.private:
        turn.say(_card(turn, edition, 0))
        return
    waiting = _number(turn, edition, Filters())
    text = turn.w.n("queue.waiting", waiting) if waiting else turn.w("queue.nothing")
    turn.say(Card(text, [[DeepLink(turn.w.plain("queue.open"), "n_queue")]]))


def linked(turn: Turn, what: str) -> bool:
    """By a deep link that means the queue; False: it means another thing."""
    if what == "queue":
        show_queue(turn)
    return what == "queue"


def tapped(turn: Turn, tap: Tap) -> None:
    """A page, or a filter of the queue. Raises MovedOn for what no button says."""
    edition = running_edition(turn) if member_here(turn) else None
    if edition is None:
        return
    act, _, value = tap.value.partition(".")
    here = kept(turn)
    if act == "filter":
        turn.show(_filter_card(turn, edition))
    elif act == "choose":
        turn.show(_choices(turn, edition, value))
    elif act == "set":
        name, _, chosen = value.partition(".")
        here.filters = _with(turn, here.wanted, name, chosen)
        turn.show(_filter_card(turn, edition))
    elif act == "all":
        here.filters = {}
        turn.show(_card(turn, edition, 0))
    elif act == "page" and (page := whole(value)) is not None:
        turn.show(_card(turn, edition, page))
    elif act in ("csv", "pdf"):
        kind: TableFile = "queue_csv" if act == "csv" else "queue_pdf"
        turn.replies.append(SendFile(kind, edition.year, turn.w.language, here.wanted.model_dump_json()))
        turn.toast(turn.w("queue.file_comes"))
    else:
        raise MovedOn


def next_to_assess(turn: Turn, member: Member, wanted: Filters, passed: Collection[int]) -> Proposal | None:
    """What a member has to assess next, but for what they have a stake in or passed; None: they have seen all."""
    edition = running_edition(turn)
    if edition is None:
        return None
    wanted = wanted.model_copy(update={"state": "submitted", "unseen": True})
    for page in pages_of(turn, edition, wanted):
        for each in conflicts.without_conflict(turn.tx, member, page):
            if each.proposal.key not in passed:
                return each.proposal
    return None


def pages_of(turn: Turn, edition: Edition, wanted: Filters) -> Iterator[list[Waiting]]:
    """What the filters let through, some at a time: whoever has enough need not read the rest."""
    start = 0
    while page := _found(turn, edition, wanted, start, MANY):
        yield page
        start += MANY


def _found(turn: Turn, edition: Edition, wanted: Filters, start: int, most: int) -> list[Waiting]:
    return queue.find(turn.tx, edition.year, wanted, person=turn.person.id, now=turn.now, start=start, most=most)


def _number(turn: Turn, edition: Edition, wanted: Filters) -> int:
    return queue.count(turn.tx, edition.year, wanted, person=turn.person.id, now=turn.now)


def _with(turn: Turn, filters: Filters, name: str, chosen: str) -> dict[str, Any]:
    """The filters with one changed. Raises MovedOn for what no button says."""
    if name not in Filters.model_fields or (name == "region" and chosen and chosen not in turn.world.gazetteer.regions):
        raise MovedOn
    value: Any = chosen or Filters.model_fields[name].default
    if name == "days" and chosen:
        value = whole(chosen)
    try:
        changed = Filters.model_validate(filters.model_dump() | {name: value})
    except ValueError:
        raise MovedOn from None
    return changed.model_dump()


def _card(turn: Turn, edition: Edition, page: int) -> Card:
    w, wanted = turn.w, kept(turn).wanted
    total = _number(turn, edition, wanted)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    found = _found(turn, edition, wanted, page * PAGE, PAGE)
    parts = [w.n("queue.heading", total) if total else w("queue.none")]
    if chosen := _chosen(turn, wanted):
        whole_queue = _number(turn, edition, Filters())
        parts.append(w("queue.chosen", chosen=chosen, of=whole_queue))
    if wanted.state == "submitted" and (pending := queue.pending(turn.tx, edition.year)):
        parts.append(w.n("queue.pending", pending))
    parts += [queue_line(turn, each) for each in found]
    return Card(Markup("\n\n").join(parts), _rows(turn, wanted, page, pages, total))


def queue_line(turn: Turn, each: Waiting) -> Markup:
    """One proposal: a link to its file, its title and place, who has assessed and taken it, how long it waits."""
    w, proposal = turn.w, each.proposal
    link = deep_link(turn.world.bot_name, f"p_{proposal.reference}")
    told = [label_of(each.answers.place)] if each.answers.place and each.answers.on_site else []
    told.append(w.n("queue.assessed", each.assessments).unescape() if each.assessments else w.plain("queue.unassessed"))
    told += [w.plain("queue.seen")] if each.seen else []
    told += ["🙋"] if each.claim else []
    days = (turn.now - each.since) // timedelta(days=1)
    told.append(w.n("queue.age", days).unescape() if days else w.plain("queue.today"))
    head = Markup('{} <a href="{}">{}</a> {}').format(
        MARKS[proposal.state], link, proposal.reference, each.answers.title
    )
    return head + Markup("\n") + Markup("{}").format(" · ".join(told))


def _rows(turn: Turn, wanted: Filters, page: int, pages: int, total: int) -> Rows:
    w = turn.w
    rows: list[list[Button]] = []
    if wanted.state == "submitted" and total:
        rows.append([Button(w.plain("queue.next"), Tap("next", 0, 0, "queue"))])
    rows += pager_rows(w, page, pages, lambda to: Tap("queue", 0, 0, f"page.{to}"))
    filtering = [Button(w.plain("queue.filter"), Tap("queue", 0, 0, "filter"))]
    if wanted != Filters():
        filtering.append(Button(w.plain("queue.no_filter"), Tap("queue", 0, 0, "all")))
    rows.append(filtering)
    if wanted.state == "submitted" and total:
        rows.append([Button(w.n("queue.together", total).unescape(), Tap("together", 0, 0, "what"))])
    if total:
        rows.append([Button("CSV", Tap("queue", 0, 0, "csv")), Button("PDF", Tap("queue", 0, 0, "pdf"))])
    return rows


def _chosen(turn: Turn, wanted: Filters) -> str:
    """The filters that are set, in words."""
    usual = Filters()
    names = [name for name in Filters.model_fields if getattr(wanted, name) != getattr(usual, name)]
    return " · ".join(_value_words(turn.w, turn, name, str(getattr(wanted, name))) for name in names)


def _value_words(w: Wording, turn: Turn, name: str, value: str) -> str:
    if name == "region":
        region = turn.world.gazetteer.regions.get(value)
        return region.name if region else value
    if name == "theme":
        return w.plain(f"themes.{value}")
    if name == "days":
        return w.plain("queue.older", days=value)
    return w.plain(f"queue.{name}.{value}")


def _filter_card(turn: Turn, edition: Edition) -> Card:
    """One button a filter; those of two values turn over, the others lead to their choices."""
    w, wanted = turn.w, kept(turn).wanted
    taken = {"": "nobody", "nobody": "me", "me": ""}[wanted.taken]
    choices = [
        Button(w.plain(f"queue.by.{name}"), Tap("queue", 0, 0, f"choose.{name}"))
        for name in ("state", "region", "theme", "days")
    ]
    turned = [
        Button(
            _ticked(getattr(wanted, name), w.plain(f"queue.{name}.True")),
            Tap("queue", 0, 0, f"set.{name}.{not getattr(wanted, name)}"),
        )
        for name in ("unseen", "unassessed")
    ]
    turned.append(
        Button(
            _ticked(bool(wanted.taken), w.plain(f"queue.taken.{wanted.taken or 'nobody'}")),
            Tap("queue", 0, 0, f"set.taken.{taken}"),
        )
    )
    shown = Button(w.plain("queue.show", count=_number(turn, edition, wanted)), Tap("queue", 0, 0, "page.0"))
    none = Button(w.plain("queue.no_filter"), Tap("queue", 0, 0, "all"))
    text = w("queue.filters", chosen=_chosen(turn, wanted) or w.plain("queue.state.submitted"))
    return Card(text, [*in_columns(choices, 2), *([each] for each in turned), [shown, none]])


def _ticked(chosen: bool, label: str) -> str:
    return f"☑ {label}" if chosen else f"☐ {label}"


def _choices(turn: Turn, edition: Edition, name: str) -> Card:
    """The values of one filter. Raises MovedOn for a filter that has none."""
    waiting = queue.regions_in(turn.tx, edition.year, turn.person.id, turn.now) if name == "region" else {}
    values: tuple[str, ...] = {
        "state": STATES,
        "region": ("", *sorted(waiting)),
        "theme": ("", *THEMES),
        "days": ("", *map(str, OLD)),
    }.get(name, ())
    if not values:
        raise MovedOn
    w = turn.w
    buttons = []
    for value in values:
        label = _value_words(w, turn, name, value) if value else w.plain("queue.any")
        count = f" ({waiting[value]})" if value in waiting else ""
        buttons.append(Button(label + count, Tap("queue", 0, 0, f"set.{name}.{value}")))
    back = [Button(w.plain("form.back"), Tap("queue", 0, 0, "filter"))]
    return Card(w(f"queue.which.{name}"), [*in_columns(buttons, 2), back])
