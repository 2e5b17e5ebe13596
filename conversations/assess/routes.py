"""What the committee's dialog answers."""

from collections.abc import Callable

from conversations.assess import dialog, members, overview, scoring, why
from conversations.assess.proposal import asking, correcting, file, more
from conversations.assess.queue import lists, queueing, together
from conversations.exchange import Tap, Turn
from conversations.routes import Routes


def _on_card(act: dialog.Act) -> Callable[[Turn, Tap], None]:
    """A press on the card or the file of a proposal, whose number and version the button carries."""
    return lambda turn, tap: dialog.pressed(turn, tap, tap.reference, tap.version, act)


def _linked(turn: Turn, what: str) -> None:
    if not queueing.linked(turn, what):
        scoring.begin_row(turn, what)


ROUTES = Routes(
    in_group={
        "decide": _on_card(why.decided),
        "undo": _on_card(why.undone),
        "at_once": _on_card(dialog.at_once),
        "take": _on_card(dialog.taken),
        "conflict": _on_card(dialog.declared),
        "reason": why.answered,
        "no_reason": why.answered,
        "close_thread": asking.closed,
        "list": lists.turned,
        "members": members.tapped,
    },
    taps={
        "no_conflict": dialog.retracted,
        "file": file.opened,
        "more": more.opened,
        "assess": scoring.opened,
        "score": scoring.scored,
        "help": scoring.helped,
        "note": scoring.ask_note,
        "next": scoring.go_on,
        "queue": queueing.tapped,
        "together": together.tapped,
        "coverage": overview.turned,
        "history": more.show_history,
        "history_csv": more.send_history,
        "threads": more.show_threads,
        "same": more.same,
        "not_same": more.not_same,
        "cancel_it": more.ask_why_cancel,
        "cancel_yes": more.cancel,
        "correct": correcting.opened,
        "mend": correcting.picked,
        "uncorrect": correcting.taken_back,
        "ask": asking.opened,
        "answer": asking.answer_opened,
        "no_remark": asking.never_mind,
    },
    commands={
        "queue": queueing.show_queue,
        "coverage": overview.show_coverage,
        "stats": overview.show_stats,
        "members": members.show_members,
    },
    group_commands={
        "queue": queueing.show_queue,
        "coverage": overview.show_coverage,
        "stats": overview.show_stats,
        "members": members.show_members,
    },
    links={
        "p": file.open_file,
        "s": scoring.open_screen,
        "q": asking.link_opened,
        "n": _linked,
    },
    doing={
        why.DOING: why.typed,
        scoring.DOING: scoring.typed,
        scoring.NOTING: scoring.note_said,
        correcting.DOING: correcting.typed,
        more.CANCELLING: more.cancel_said,
        asking.DOING: asking.said,
        asking.MORE: asking.more_files,
    },
    once={
        why.DOING: frozenset(),
        scoring.DOING: frozenset({"score", "help"}),
        scoring.NOTING: frozenset(),
        correcting.DOING: frozenset(),
        more.CANCELLING: frozenset(),
        asking.DOING: frozenset({"no_remark"}),
        asking.MORE: frozenset({"no_remark"}),
    },
    replies={"question": why.replied, "remark": asking.replied},
)
