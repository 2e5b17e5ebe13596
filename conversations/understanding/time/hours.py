"""What a time on the clock is, in minutes from midnight, in the language that it is said in."""

from datetime import date, datetime, time, timedelta, tzinfo

from conversations.understanding.time.atoms.saying import Clock

HALF_DAY = 12 * 60
DAY_MINUTES = 24 * 60
LONGEST = 10 * 60  # minutes from a beginning to an end of which am or pm is not said: "8 to 6"


def wall(day: date, minutes: int, zone: tzinfo | None) -> datetime:
    """That time on the clock there, in minutes from the day's midnight; they may reach into the next day."""
    days, rest = divmod(minutes, DAY_MINUTES)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), zone)


def minutes_of(clock: Clock, language: str) -> int:
    """Minutes from midnight. In English an hour without am or pm is pm from 1 to 7 and as written from 8 to 12."""
    if clock.exact:
        return clock.hour * 60 + clock.minute
    if clock.half:
        return clock.hour % 12 * 60 + clock.minute + (HALF_DAY if clock.half == "pm" else 0)
    if language == "en" and 1 <= clock.hour <= 7:
        return clock.hour * 60 + clock.minute + HALF_DAY
    return clock.hour * 60 + clock.minute


def range_of(first: Clock, last: Clock, language: str) -> tuple[int, int]:
    """Both ends of a range. One am or pm at the end serves the beginning too where that keeps it before the end;
    else the beginning is am: `9-11am`, `2 to 4pm`, `9.30-4.30pm`.
    """
    end = minutes_of(last, language)
    if (_open(first) and (last.half or (last.exact and last.hour >= 12)) and language == "en") or (
        _open(first) and last.half
    ):
        morning = first.hour % 12 * 60 + first.minute
        same = morning + HALF_DAY if end > HALF_DAY else morning
        return (same if same < end else morning), end
    start = minutes_of(first, language)
    if last.later and not first.later and first.exact and start < HALF_DAY and start + HALF_DAY < end:
        start += HALF_DAY  # "de 2h à 4h de l'après-midi"
    if first.later and not last.later and last.hour <= 12 and end < start < end + HALF_DAY:
        end += HALF_DAY  # "à 8h du soir jusqu'à 10h"
    if _open(last) and end < start < end + HALF_DAY <= start + LONGEST and language == "en":
        end += HALF_DAY
    return start, end


def _open(clock: Clock) -> bool:
    """Whether am or pm was left unsaid."""
    return not clock.exact and clock.half is None and clock.hour <= 12
