"""`/queue`: what waits for the committee, in the member's own chat: the least assessed first, filtered by taps, and
decided about many at once.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from markupsafe import Markup

from conversations.assess.conflicts import conflict_of
from conversations.assess.membership import member_here
from conversations.exchange import Button, Card, DeepLink, Rows, SendFile, TableFile, Tap, Turn
from conversations.form.steps import in_columns
from conversations.shown.answers import label_of
from conversations.shown.links import deep_link
from conversations.wording.catalogue import Wording
from conversations.wording.moments import FIRM
from storage import editions, queue
from storage.committee import Member
from storage.editions import Edition
from storage.proposals import MovedOn, Proposal
from storage.queue import Filters, Waiting
from storage.terms import THEMES

PAGE = 8  # proposals of a page
OLD = (3, 7, 14)  # days
STATES = ("submitted", "changes_requested", "accepted", "rejected", "all")
MARKS = {
    "submitted": "🕓",
    "changes_requested": "✏️",
    "accepted": "✅",
    "rejected": "❌",
    "withdrawn": "🚫",
    "cancelled": "🚫",
}


@dataclass
class Queue:
    """What a member looks for, and what they are about to decide together: number and text of each."""

    key: ClassVar[str] = "queue"
    filters: dict[str, Any] = field(default_factory=dict)
    about_to: list[tuple[int, int]] = field(default_factory=list)

    @property
    def wanted(self) -> Filters:
        """The filters, typed."""
        return Filters.model_validate(self.filters)


def kept(turn: Turn) -> Queue:
    """What the member looked for last."""
    known = turn.state.of(Queue)
    if known is None:
        known = Queue()
        turn.state.keep(known)
    return known


def running_edition(turn: Turn) -> Edition:
    """The edition that is being decided about. Raises MovedOn where there is none."""
    edition = editions.current(turn.tx, turn.now)
    if edition is None:
        raise MovedOn
    return edition


def show_queue(turn: Turn, _argument: str = "") -> None:
    """`/queue` in a member's own chat; in the group, the way there."""
    if member_here(turn) is None:
        return
    if not turn.incoming.private:
        waiting = _number(turn, Filters())
        text = turn.w.n("queue.waiting", waiting) if waiting else turn.w("queue.nothing")
        turn.say(Card(text, [[DeepLink(turn.w.plain("queue.open"), "n_queue")]]))
        return
    turn.say(_card(turn, 0))


def linked(turn: Turn, what: str) -> bool:
    """By a deep link that means the queue; False: it means another thing."""
    if what == "queue":
        show_queue(turn)
    return what == "queue"


def tapped(turn: Turn, tap: Tap) -> None:
    """A page, or a filter of the queue. Raises MovedOn for what no button says."""
    if member_here(turn) is None:
        return
    act, _, value = tap.value.partition(".")
    here = kept(turn)
    if act == "filter":
        turn.show(_filter_card(turn))
    elif act == "choose":
        turn.show(_choices(turn, value))
    elif act == "set":
        name, _, chosen = value.partition(".")
        here.filters = _with(here.wanted, name, chosen)
        turn.show(_filter_card(turn))
    elif act == "all":
        here.filters = {}
        turn.show(_card(turn, 0))
    elif act == "page" and value.isdecimal():
        turn.show(_card(turn, int(value)))
    elif act in ("csv", "pdf"):
        kind: TableFile = "queue_csv" if act == "csv" else "queue_pdf"
        edition = running_edition(turn)
        asked = here.wanted.model_copy(update={"mine": False, "taken": ""}).model_dump_json()
        turn.replies.append(SendFile(kind, edition.year, turn.w.language, asked))
        turn.toast(turn.w("queue.file_comes"))
    else:
        raise MovedOn


def next_to_assess(turn: Turn) -> Proposal | None:
    """What a member has to assess next, past what they have a stake in; None: they have seen all."""
    member = member_here(turn)
    if member is None:
        return None
    wanted = kept(turn).wanted.model_copy(update={"state": "submitted", "mine": True})
    for each in _found(turn, wanted):
        if conflict_of(turn.tx, each.proposal, member) is None:
            return each.proposal
    return None


def without_conflict(turn: Turn, member: Member, found: list[Waiting]) -> list[Waiting]:
    """What a member may have a say in."""
    return [each for each in found if conflict_of(turn.tx, each.proposal, member) is None]


def found_now(turn: Turn) -> list[Waiting]:
    """All that the member's filters let through."""
    return _found(turn, kept(turn).wanted)


def _found(turn: Turn, wanted: Filters, start: int = 0, most: int | None = None) -> list[Waiting]:
    edition = running_edition(turn)
    return queue.find(turn.tx, edition.year, wanted, person=turn.person.id, now=turn.now, start=start, most=most)


def _number(turn: Turn, wanted: Filters) -> int:
    return queue.count(turn.tx, running_edition(turn).year, wanted, person=turn.person.id, now=turn.now)


def _with(filters: Filters, name: str, chosen: str) -> dict[str, Any]:
    """The filters with one changed. Raises MovedOn for what no button says."""
    if name not in Filters.model_fields:
        raise MovedOn
    try:
        changed = Filters.model_validate(filters.model_dump() | {name: chosen or Filters.model_fields[name].default})
    except ValueError:
        raise MovedOn from None
    return changed.model_dump()


def _card(turn: Turn, page: int) -> Card:
    w, wanted = turn.w, kept(turn).wanted
    total = _number(turn, wanted)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages - 1)
    found = _found(turn, wanted, page * PAGE, PAGE)
    parts = [w.n("queue.heading", total) if total else w("queue.none")]
    parts += [Markup("<i>{}</i>").format(chosen)] if (chosen := _chosen(turn, wanted)) else []
    parts += [queue_line(turn, each) for each in found]
    return Card(Markup("\n\n").join(parts), _rows(turn, wanted, page, pages, total))


def queue_line(turn: Turn, each: Waiting) -> Markup:
    """One proposal: a link to its file, its title and place, who has assessed and taken it, how long it waits."""
    w, proposal = turn.w, each.proposal
    link = deep_link(turn.world.bot_name, f"p_{proposal.reference}")
    told = [label_of(each.answers.place)] if each.answers.place and each.answers.on_site else []
    told.append(f"{each.assessments}{FIRM}☑")
    told += [w.plain("queue.mine")] if each.mine else []
    told += ["🙋"] if each.claim else []
    told.append(w.plain("queue.age", days=(turn.now - each.since) // timedelta(days=1)))
    head = Markup('{} <a href="{}">{}</a> {}').format(
        MARKS[proposal.state], link, proposal.reference, each.answers.title
    )
    return head + Markup("\n") + Markup("{}").format(" · ".join(told))


def _rows(turn: Turn, wanted: Filters, page: int, pages: int, total: int) -> Rows:
    w = turn.w
    rows: list[list[Button]] = []
    if wanted.state == "submitted" and total:
        rows.append([Button(w.plain("queue.next"), Tap("next", 0, 0))])
    if pages > 1:
        at = [(page - 1) % pages, (page + 1) % pages]
        rows.append(
            [
                Button("◀", Tap("queue", 0, 0, f"page.{at[0]}")),
                Button(f"{page + 1} / {pages}", Tap("queue", 0, 0, f"page.{page}")),
                Button("▶", Tap("queue", 0, 0, f"page.{at[1]}")),
            ]
        )
    rows.append([Button(w.plain("queue.filter"), Tap("queue", 0, 0, "filter"))])
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


def _filter_card(turn: Turn) -> Card:
    """One button a filter; those of two values turn over, the others lead to their choices."""
    w, wanted = turn.w, kept(turn).wanted
    taken = {"": "nobody", "nobody": "me", "me": ""}[wanted.taken]
    buttons = [
        Button(w.plain("queue.by.state"), Tap("queue", 0, 0, "choose.state")),
        Button(w.plain("queue.by.region"), Tap("queue", 0, 0, "choose.region")),
        Button(w.plain("queue.by.theme"), Tap("queue", 0, 0, "choose.theme")),
        Button(w.plain("queue.by.days"), Tap("queue", 0, 0, "choose.days")),
        Button(_ticked(wanted.mine, w.plain("queue.mine.True")), Tap("queue", 0, 0, f"set.mine.{not wanted.mine}")),
        Button(
            _ticked(bool(wanted.taken), w.plain(f"queue.taken.{wanted.taken or 'nobody'}")),
            Tap("queue", 0, 0, f"set.taken.{taken}"),
        ),
    ]
    shown = [Button(w.plain("queue.show", count=_number(turn, wanted)), Tap("queue", 0, 0, "page.0"))]
    text = w("queue.filters", chosen=_chosen(turn, wanted) or w.plain("queue.state.submitted"))
    none = [Button(w.plain("queue.no_filter"), Tap("queue", 0, 0, "all"))]
    return Card(text, [*in_columns(buttons, 2), shown, none])


def _ticked(chosen: bool, label: str) -> str:
    return f"☑ {label}" if chosen else f"☐ {label}"


def _choices(turn: Turn, name: str) -> Card:
    """The values of one filter. Raises MovedOn for a filter that has none."""
    values: tuple[str, ...] = {
        "state": STATES,
        "region": ("", *queue.regions_in(turn.tx, running_edition(turn).year)),
        "theme": ("", *THEMES),
        "days": ("", *map(str, OLD)),
    }.get(name, ())
    if not values:
        raise MovedOn
    w = turn.w
    buttons = [
        Button(
            _value_words(w, turn, name, value) if value else w.plain("queue.any"),
            Tap("queue", 0, 0, f"set.{name}.{value}"),
        )
        for value in values
    ]
    return Card(w(f"queue.which.{name}"), [*in_columns(buttons, 2), [Button("◀", Tap("queue", 0, 0, "filter"))]])
