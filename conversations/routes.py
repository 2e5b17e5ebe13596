"""What a dialog answers. Each exports its routes; `conversations.reception` joins them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from conversations.exchange import Brought, Checked, Content, InlineQuery, Location, Tap, Text, Turn
from conversations.understanding.question import Question


@dataclass(frozen=True)
class Routes:
    """The tables of one dialog.

    `taps` by the verb of the button (`in_group` those that are pressed in the committee's group), `commands` by the
    key of their names (a command answers its argument), `group_commands` likewise in groups, `intents` by what is
    asked in words, `links` by the letter that begins the payload of a deep link, `doing` by what the person is at
    (False: it is not for that, and goes its ordinary way). `once`: what of that listens to one answer, and ends with
    the press of any button but of these verbs. `again` asks anew what the person is at, by the same names.
    `inline` answers inline queries, `replies` what is written in reply to a card of the bot's, by the card's kind, with
    the number of its record (False: it asks for nothing), `understands` gives the question that a text asks where
    nothing else listens (None: it is answered already), `located` what a shared position asks, `addressed` what is
    asked in a group, `brought` how far the import of a file has come, `checked` what was found of the bot's health.
    """

    taps: Mapping[str, Callable[[Turn, Tap], None]] = field(default_factory=dict)
    in_group: Mapping[str, Callable[[Turn, Tap], None]] = field(default_factory=dict)
    commands: Mapping[str, Callable[[Turn, str], None]] = field(default_factory=dict)
    group_commands: Mapping[str, Callable[[Turn, str], None]] = field(default_factory=dict)
    intents: Mapping[str, Callable[[Turn, Question], None]] = field(default_factory=dict)
    links: Mapping[str, Callable[[Turn, str], None]] = field(default_factory=dict)
    doing: Mapping[str, Callable[[Turn, Content], bool | None]] = field(default_factory=dict)
    once: Mapping[str, frozenset[str]] = field(default_factory=dict)
    again: Mapping[str, Callable[[Turn], None]] = field(default_factory=dict)
    replies: Mapping[str, Callable[[Turn, Content, int], bool]] = field(default_factory=dict)
    inline: Callable[[Turn, InlineQuery], None] | None = None
    understands: Callable[[Turn, Text], Question | None] | None = None
    located: Callable[[Turn, Location], None] | None = None
    addressed: Callable[[Turn, Text], None] | None = None
    brought: Callable[[Turn, Brought], None] | None = None
    checked: Callable[[Turn, Checked], None] | None = None


class DoubleRoute(ValueError):
    """Two dialogs answer the same: give one of them another name."""


def joined(routes: Iterable[Routes]) -> Routes:
    """All routes in one. Raises DoubleRoute where two answer the same."""
    tables: dict[str, dict[str, object]] = {}
    single: dict[str, object] = {}
    for each in routes:
        for name, value in vars(each).items():
            if isinstance(value, Mapping):
                table = tables.setdefault(name, {})
                if doubles := table.keys() & value.keys():
                    raise DoubleRoute(f"{name}: {', '.join(sorted(doubles))}")
                table.update(value)
            elif value is not None:
                if name in single:
                    raise DoubleRoute(name)
                single[name] = value
    return Routes(**tables, **single)  # type: ignore[arg-type]
