"""What this process has done, in figures that Prometheus reads at `/metrics`: kinds, outcomes and seconds, and nobody.

Names and labels last: whoever runs the bot has them in dashboards and alarms.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from storage.waiting import Waiting

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member")


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        into = self.registry = CollectorRegistry()
        labels = ["kind", "outcome"]
        self.updates = Counter("bot_updates", "Updates, by kind and outcome.", labels, registry=into)
        labels = ["method", "outcome"]
        self.sent = Counter("bot_calls", "Calls of the Bot API, by method and outcome.", labels, registry=into)
        text = "From an answer's commit to Telegram having it."
        self.answered = Histogram("bot_answer_seconds", text, buckets=SECONDS, registry=into)
        text = "From a notice's moment to its being worded."
        self.late = Histogram("bot_notice_late_seconds", text, ["kind"], buckets=SECONDS, registry=into)
        for outcome in ("answered", "failed", "set_aside", "too_fast"):
            for kind in (*KINDS, "own"):
                self.updates.labels(kind, outcome)  # a figure that is nought is a figure

    def count_call(self, method: str, outcome: str) -> None:
        """A call of the Bot API has come to something: `taken`, `refused`, `too_many` or `failed`."""
        self.sent.labels(method, outcome).inc()

    def shown(self, waiting: Waiting | None, workers: int, now: datetime) -> bytes:
        """All of them as text, with what waits at this moment; None: the database is not reached."""
        whole = CollectorRegistry()
        whole.register(_Now(waiting, workers, now))
        return generate_latest(self.registry) + generate_latest(whole)


def kind_of(update: dict[str, object]) -> str:
    """The kind of an update, as Telegram names it; `own` for what the bot reports to itself."""
    return next((kind for kind in KINDS if kind in update), "own")


class _Now(Collector):
    """What waits, looked at when it is asked for."""

    def __init__(self, waiting: Waiting | None, workers: int, now: datetime) -> None:
        self._waiting, self._workers, self._now = waiting, workers, now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The gauges."""
        yield _gauge("bot_database_up", "Whether the database is reached.", self._waiting is not None)
        if self._waiting is not None:
            yield from self._of(self._waiting)

    def _of(self, known: Waiting) -> Iterator[GaugeMetricFamily]:
        yield _gauge("bot_workers", "Processes that serve this database.", self._workers)
        yield _gauge("bot_updates_waiting", "Updates to be answered.", known.updates)
        yield _gauge("bot_updates_oldest_seconds", "How long the oldest waits.", self._age(known.oldest_update))
        yield _gauge("bot_answers_unsent", "Answers that Telegram has not taken yet.", known.answers)
        yield _gauge("bot_notices_unsent", "Notices likewise.", known.notices)
        yield _gauge("bot_notices_due", "Notices that are due and not worded yet.", known.due)
        yield _gauge("bot_notices_due_oldest_seconds", "How long the first is due.", self._age(known.due_since))
        yield _gauge("bot_updates_set_aside", "Updates of a day that could not be answered.", known.set_aside)

    def _age(self, since: datetime | None) -> float:
        return max(0.0, (self._now - since).total_seconds()) if since else 0.0


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value)
