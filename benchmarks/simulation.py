"""A Week with a million people, second by second, through the costs that were measured here: who waits, and how long.

`--chart FILE` draws it. What a bot does a second is `benchmarks.bots`' mix; what Telegram takes a second is its limit.
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DAYS = (0.03, 0.04, 0.16, 0.20, 0.17, 0.15, 0.11, 0.08, 0.06)  # Saturday before to Sunday of the Week
HOURS = (1, 1, 1, 1, 1, 1, 2, 5, 8, 9, 9, 9, 10, 9, 8, 8, 8, 9, 11, 12, 11, 8, 5, 2)  # of a day, by weight
UPDATES_EACH = 6  # messages and presses of one person
SENT_EACH = 1.1  # messages of the bot for each
SPIKE_AT = 3 * 86_400 + 20 * 3600 + 900  # Tuesday's television news
SPIKE, HALF_LIFE = 50, 240.0  # times as many, and the seconds in which that halves
REMINDERS = 0.2  # of a person, in all; those of a day are due on its eve at 18:00


@dataclass(frozen=True)
class Setting:
    """What is deployed: updates that it answers a second, messages that Telegram takes of it."""

    name: str
    answered: float
    pace: float
    on_chart: bool = False

    @property
    def capacity(self) -> float:
        """Updates a second, whichever is scarcer."""
        return min(self.answered, self.pace / SENT_EACH)


@dataclass
class Outcome:
    """The longest wait in seconds, the share that waits at most one, and the backlog at each minute."""

    longest: float
    within_a_second: float
    last_reminder: float
    backlog: list[float]


def arrivals(people: int) -> Iterator[float]:
    """Updates that come, each second of nine days."""
    day_weight, hour_weight = sum(DAYS), sum(HOURS)
    for second in range(len(DAYS) * 86_400):
        day, rest = divmod(second, 86_400)
        hour, share = divmod(rest / 3600, 1)
        here, there = HOURS[int(hour)], HOURS[(int(hour) + 1) % 24]
        rate = people * UPDATES_EACH * DAYS[day] / day_weight * (here + (there - here) * share) / hour_weight / 3600
        if second >= SPIKE_AT:
            rate *= 1 + (SPIKE - 1) * 0.5 ** ((second - SPIKE_AT) / HALF_LIFE)
        yield rate


def lived(people: int, setting: Setting) -> Outcome:
    """The same nine days with this setting; answers leave before reminders."""
    backlog = reminders = longest = last = 0.0
    asked = soon = 0.0
    since = 0  # the second from which reminders have waited
    minutes: list[float] = []
    for second, rate in enumerate(arrivals(people)):
        day, of_day = divmod(second, 86_400)
        if of_day == 18 * 3600 and day + 1 < len(DAYS):
            reminders += people * REMINDERS * DAYS[day + 1] / sum(DAYS)
        backlog += rate
        done = min(backlog, setting.capacity)
        backlog -= done
        reminders = max(0.0, reminders - (setting.pace - done * SENT_EACH))
        wait = backlog / setting.capacity
        longest, asked, soon = max(longest, wait), asked + rate, soon + (rate if wait <= 1 else 0.0)
        since = since if reminders else second + 1
        last = max(last, float(second + 1 - since))
        if second % 60 == 0:
            minutes.append(backlog)
    return Outcome(longest, soon / asked, last, minutes)


def in_words(seconds: float) -> str:
    """A duration as one says it."""
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def drawn(people: int, outcomes: dict[str, Outcome]) -> str:
    """What comes and what waits, from noon to midnight of the day of the spike, on a logarithmic scale, as SVG."""
    first, last = 3 * 1440 + 720, 4 * 1440
    comes = [rate * 60 for n, rate in enumerate(arrivals(people)) if n % 60 == 0]
    series = {"comes a minute": comes} | {f"waits: {name}": each.backlog for name, each in outcomes.items()}
    left, top, width, height, decades = 60, 20, 640, 260, 6

    def at(minute: int, value: float) -> str:
        x = left + (minute - first) / (last - first) * width
        y = top + height * (1 - math.log10(max(value, 1)) / decades)
        return f"{x:.1f},{y:.1f}"

    colours = ("#767676", "#c2410c", "#2563eb", "#15803d")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 20} {top + height + 130}"'
        ' font-family="sans-serif" font-size="12" role="img">',
        "<title>Updates that come and that wait on the evening of the television news</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for power in range(decades + 1):
        y = top + height * (1 - power / decades)
        parts.append(f'<path d="M{left},{y:.0f}h{width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{10**power:,}</text>')
    for hour in range(12, 25, 2):
        x = left + (hour - 12) / 12 * width
        parts.append(f'<text x="{x:.0f}" y="{top + height + 16}" text-anchor="middle">{hour}:00</text>')
    for n, (name, values) in enumerate(series.items()):
        line = " ".join(at(minute, values[minute]) for minute in range(first, last))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colours[n]}" stroke-width="1.6"/>')
        y = top + height + 40 + 18 * n
        parts.append(f'<path d="M{left},{y - 4}h24" stroke="{colours[n]}" stroke-width="3"/>')
        parts.append(f'<text x="{left + 32}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """The table and the chart of the Week in docs/scale.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--answered", type=float, nargs=3, default=[650, 190, 220], metavar="PER_SECOND")
    parser.add_argument("--chart", type=Path)
    options = parser.parse_args()
    one, first, two = options.answered
    settings = [
        Setting("SQLite, one process, 30 a second", one, 30, on_chart=True),
        Setting("SQLite, one process, 1,000 a second", one, 1000, on_chart=True),
        Setting("PostgreSQL, one worker, 1,000 a second", first, 1000),
        Setting("PostgreSQL, two workers, 1,000 a second", two, 1000, on_chart=True),
        Setting("PostgreSQL, four such machines (assumed), 1,000 a second", 4 * first, 1000),
    ]
    outcomes = {setting.name: lived(options.people, setting) for setting in settings}
    rates = list(arrivals(options.people))
    calm = max(rates[: SPIKE_AT - 1])
    print(f"{options.people:,} people, {sum(rates):,.0f} updates")
    print(f"{calm:.0f} a second at most, {max(rates):,.0f} in the spike")
    print(f"{'':58}{'longest wait':>14}{'within 1 s':>12}{'last reminder':>15}")
    for name, each in outcomes.items():
        reminder = in_words(each.last_reminder)
        print(f"{name:58}{in_words(each.longest):>14}{each.within_a_second:>12.2%}{reminder:>15}")
    if options.chart:
        chart = {setting.name: outcomes[setting.name] for setting in settings if setting.on_chart}
        options.chart.write_text(drawn(options.people, chart), encoding="utf-8")


if __name__ == "__main__":
    main()
