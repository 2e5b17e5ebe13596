"""Telegram's pace: what may leave now, and what must wait.

Answers leave at once and count; what is unasked gets what they leave of the pace, and never less than a third. Once
Telegram has refused a message ("too many requests"), answers keep to the pace as well for a while: those of that
chat, or all of them where it has refused several chats at once.
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from storage import workers

FREE = 30  # messages a second; up to 1,000 where they are paid for
KEPT_TO = 0.972  # of what Telegram lets through: evenly spaced, no second has more than it may, though some come late
MOST_PUT_OFF = 1.0  # seconds that answers put off what is unasked
GRANTED = 0.2  # seconds of the pace that may be granted ahead
STRICT = 60.0  # seconds after a refusal in which answers keep to the pace too
SEVERAL = 3  # chats refused within SEVERAL_WITHIN seconds: Telegram means the bot, not one of them
SEVERAL_WITHIN = 2.0
LEAST_UNDER_WAY, UNDER_WAY = 24, 0.25  # messages, and seconds of the pace
ROOM = 1 / 6  # of the pace, while people ask: their answers come at once, several at the same moment
LEAST_SHARE = 1 / 3  # of the pace, for what is unasked


@dataclass(frozen=True)
class Bucket:
    """A message each `interval` seconds, so many at once as fit into `burst` seconds."""

    interval: float
    burst: float


@dataclass(frozen=True)
class Limits:
    """What Telegram lets through: so many messages a second in all, 1 a second to a chat, 20 a minute to a group."""

    overall: Bucket
    private: Bucket = Bucket(1.0, 3.0)
    group: Bucket = Bucket(5.0, 40.0)

    @classmethod
    def at(cls, a_second: int) -> "Limits":
        """So many a second in all, which is more than Telegram's 30 where broadcasts are paid for."""
        return cls(Bucket(1 / (KEPT_TO * a_second), GRANTED))


TELEGRAMS = Limits.at(FREE)
NO_LIMITS = Limits(Bucket(0.0, 1.0), Bucket(0.0, 1.0), Bucket(0.0, 1.0))


class Pace:
    """The pace of this worker, with `reserve` its share in that of all; `clock` gives seconds that never go back."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._full: dict[int, float] = {}  # up to when the messages to a chat count
        self._held: dict[int, float] = {}
        self._strict: dict[int, float] = {}
        self._refused: dict[int, float] = {}
        self._closed_until = self._strict_until = self._unasked_full = self._answers_full = self._next = 0.0
        self._answered = 0
        self._counted_from = clock()
        self.workers, self.answers = 1, 0.0  # of all workers: how many they are, how many answers they give a second

    # --- a message leaves -----------------------------------------------------------------------

    async def turn(self, chat: int, *, asked: bool) -> None:
        """Waits until a message may leave for this chat; from then on it counts."""
        if not asked and (seconds := self.spaced()) > 0:
            await asyncio.sleep(seconds)
        while (seconds := self.wait(chat, asked=asked)) > 0:
            await asyncio.sleep(seconds)
        self.count(chat, asked=asked)

    def spaced(self) -> float:
        """For how many seconds an unasked message waits so that they leave evenly; its place is taken."""
        now = self._clock()
        place = max(self._next, now)
        self._next = place + self._limits.overall.interval
        return place - now

    @property
    def most_unasked(self) -> int:
        """How many unasked messages may be under way: what the pace lets through while one looks for the next."""
        interval = self._limits.overall.interval
        return max(LEAST_UNDER_WAY, int(UNDER_WAY / interval)) if interval else LEAST_UNDER_WAY

    @property
    def is_paid(self) -> bool:
        """Whether messages may leave faster than Telegram lets them for nothing."""
        return 0 < self._limits.overall.interval < 1 / FREE

    async def opened(self) -> None:
        """Waits until Telegram wants no silence: for calls that are no messages."""
        while (seconds := self._closed_until - self._clock()) > 0:
            await asyncio.sleep(seconds)

    def wait(self, chat: int, *, asked: bool) -> float:
        """For how many seconds a message to this chat must still wait; 0 or less: it may leave."""
        now = self._clock()
        until = max(self._closed_until, self._held.get(chat, 0.0))
        if not asked or self._strict.get(chat, 0.0) > now:
            until = max(until, self._full.get(chat, 0.0) - self._of(chat).burst + self._of(chat).interval)
        if asked and self._strict_until > now:
            overall = self._limits.overall
            until = max(until, self._answers_full - overall.burst + self._answers_interval)
        return until - now

    def count(self, chat: int, *, asked: bool) -> None:
        """A message leaves for this chat. However many answers there are, what is unasked gets its turn again."""
        now, own = self._clock(), self._of(chat)
        full = max(self._full.get(chat, 0.0), now) + own.interval
        self._full[chat] = min(full, now + own.burst)
        if asked:
            self._answered += 1
            self._next = min(max(self._next, now) + self._limits.overall.interval, now + MOST_PUT_OFF)
            self._answers_full = max(self._answers_full, now) + self._answers_interval

    def refused(self, chat: int, seconds: float) -> float | None:
        """Telegram wants `seconds` without a message to this chat. Gives them where it must mean the whole bot."""
        now = self._clock()
        of_all = {chat: now} if self.room(chat) else {}  # who was within their own pace was refused for the bot's
        self._refused = {each: at for each, at in self._refused.items() if now - at < SEVERAL_WITHIN} | of_all
        self._held[chat], self._strict[chat] = now + seconds, now + seconds + STRICT
        if len(self._refused) < SEVERAL:
            return None
        self.close(seconds)
        return seconds

    def close(self, seconds: float) -> None:
        """Nothing leaves for so long, and answers keep to the pace afterwards."""
        now = self._clock()
        self._closed_until = max(self._closed_until, now + seconds)
        self._strict_until = max(self._strict_until, self._closed_until + STRICT)

    # --- what is unasked ------------------------------------------------------------------------

    def room(self, chat: int) -> int:
        """How many unasked messages may leave for this chat now."""
        own, now = self._of(chat), self._clock()
        if self._held.get(chat, 0.0) > now:
            return 0
        free = own.burst - max(0.0, self._full.get(chat, 0.0) - now)
        return int(free / own.interval) if own.interval else 1000

    def full(self) -> list[int]:
        """The chats to which no unasked message may leave now."""
        return [chat for chat in self._full.keys() | self._held.keys() if not self.room(chat)]

    def forget_past(self) -> None:
        """Forgets what does not count any more."""
        now = self._clock()
        for past in (self._full, self._held, self._strict):
            for chat in [chat for chat, until in past.items() if until <= now]:
                del past[chat]

    def reserve(self, tx: Connection, most: int) -> int:
        """How many of `most` unasked messages may leave now, all workers together; they count from now on."""
        now, share = self._clock(), self._unasked()
        if not share.interval:
            return most
        if self._closed_until > now:
            return 0
        if tx.dialect.name != "sqlite":
            return workers.reserve(tx, most, interval=share.interval, burst=share.burst)
        ahead = max(0.0, self._unasked_full - now)
        granted = max(0, min(most, int((share.burst - ahead) / share.interval)))
        self._unasked_full = now + ahead + granted * share.interval
        return granted

    def return_unused(self, tx: Connection, count: int) -> None:
        """So many of the messages that were reserved were not needed."""
        seconds = count * self._unasked().interval
        if tx.dialect.name == "sqlite":
            self._unasked_full -= seconds
        elif seconds:
            workers.return_unused(tx, seconds)

    def _unasked(self) -> Bucket:
        """What is left of the overall pace for what is unasked."""
        overall = self._limits.overall
        strict = self._strict_until > self._clock()  # answers have the rest then
        answers = self.answers * overall.interval
        share = LEAST_SHARE if strict else max(LEAST_SHARE, 1 - answers - (ROOM if answers else 0.0))
        return Bucket(overall.interval / share, overall.burst / share)

    @property
    def _answers_interval(self) -> float:
        """Seconds between two answers of this worker where answers keep to the pace."""
        return self._limits.overall.interval / (1 - LEAST_SHARE) * self.workers

    # --- between workers ------------------------------------------------------------------------

    def answers_a_second(self) -> float:
        """How many answers this worker gave a second since it was asked last."""
        now = self._clock()
        rate = self._answered / max(now - self._counted_from, 0.001)
        self._answered, self._counted_from = 0, now
        return rate

    def left_over(self, chat: int) -> float:
        """For how many seconds more the messages to this chat count: who writes there next must know."""
        return self._full.get(chat, 0.0) - self._clock()

    def take_over(self, chat: int, seconds: float) -> None:
        """What another worker sent to this chat counts for so many seconds more."""
        self._full[chat] = max(self._full.get(chat, 0.0), self._clock() + seconds)

    def _of(self, chat: int) -> Bucket:
        return self._limits.group if chat < 0 else self._limits.private
