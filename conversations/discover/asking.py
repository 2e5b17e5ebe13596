"""What somebody asks, understood where they stand: their language, the moment, the running or next edition."""

from datetime import date

from conversations.exchange import Turn
from conversations.understanding.meaning import Question
from conversations.understanding.questions import understand
from storage import editions

LONGEST = 500


def asked_of(turn: Turn, text: str) -> Question:
    """The question that a text asks."""

    def week() -> tuple[date, date] | None:
        edition = editions.current(editions.all_editions(turn.tx), turn.now)
        return (edition.first_day, edition.last_day) if edition else None

    return understand(text[:LONGEST], turn.now, turn.world.gazetteer, language=turn.w.language, edition=week)
