"""Whatever organisers write, wherever it comes out: it is read there as what they wrote, and as nothing else."""

import csv
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import Connection

from bot.files.calendar import calendar_to_follow
from bot.files.card import card_png
from bot.files.csv import FORMULAS
from bot.files.poster import poster
from bot.pages import feeds
from bot.pages.event import event_page
from bot.pages.visit import Kept, Visit
from bot.playground.markup import parse_html
from conversations.exchange import World
from conversations.shown.event import event_text
from conversations.shown.facts import Facts, facts_of
from conversations.tidying import one_line
from conversations.wording.catalogue import wording
from storage import editions, proposals
from storage.editions import Edition
from tests.budget import examples
from tests.published import gazetteer, publish
from tests.rules.databases import migrated

NOW = datetime(2016, 11, 10, 9, tzinfo=UTC)
HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>", "'\"><img src=x onerror=x>", "=cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "+33",
        "BEGIN:VEVENT", "\r\nATTENDEE:mailto:x@y", "END:VCALENDAR", "]]>", "<![CDATA[", "&#0;", "&lt;b&gt;", "</title>",
        "'; drop table proposals; --", "%s%n{0}{{7*7}}", "\u202e\u2066", "\u200b", "\ufeff", "é" * 50, "𝔘𝔫𝔦",
        "👩‍👩‍👧", "../../etc/passwd",
        "<b>", "</b>", "<a href='javascript:x'>", "\\n\\,\\;", "\t", "\x0b", "\ufffe", "x" * 118,
    ]
)  # fmt: skip
WORDS = st.lists(HOSTILE | st.text(max_size=20), min_size=1, max_size=5).map(" ".join)


def typed(text: str, most: int) -> str:
    """As the form takes it."""
    return one_line("".join(char for char in text if not "\ud800" <= char <= "\udfff").replace("\0", " "))[:most] or "x"


def published(tx: Connection, title: str, words: str) -> tuple[Visit, Facts]:
    """An event of these words, and somebody who looks at it."""
    told = {name: typed(words, 120) for name in ("summary", "organisation", "venue", "contact")}
    reference = publish(tx, NOW, title=typed(title, 120), **told)
    world, w = World(gazetteer(), "semaine_bot"), wording("fr")
    edition = editions.edition_of(tx, 2016)
    visit = Visit(
        tx, NOW, world, w, f"/fr/e/{reference}", {"reference": reference}, {}, "https://x.fr", edition, Kept(0)
    )
    proposal = proposals.proposal_of_reference(tx, reference)
    facts = facts_of(tx, w, proposal.key, "semaine_bot") if proposal else None
    assert facts is not None
    return visit, facts


class Told(HTMLParser):
    """What a page says, and the elements that say it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.kinds, self.acts = "", set[str](), list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.kinds.add(tag)
        self.acts += [name for name, _ in attrs if name.startswith("on")]
        self.acts += [value for _, value in attrs if value and value.startswith("javascript:")]

    def handle_data(self, data: str) -> None:
        """Notes its text."""
        self.text += data


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS)
def test_hostile_words_come_out_as_words(title: str, words: str) -> None:
    with migrated() as database, database.tx() as tx:
        editions.add(tx, Edition(year=2016, name="x", first_day=date(2016, 11, 14), last_day=date(2016, 11, 20)))
        visit, facts = published(tx, title, words)
        page = Told(event_page(visit).body.decode())
        assert facts.title in page.text and not page.acts and page.kinds.isdisjoint({"img", "b"})
        text, _ = parse_html(str(event_text(tx, visit.w, facts.sessions[0])))
        assert facts.title.strip() in text
        table = feeds.table(visit).body.decode().lstrip("\ufeff")
        (row,) = csv.DictReader(StringIO(table), delimiter=";")
        assert row["title"] in (facts.title, f"'{facts.title}")
        computed = [
            each for each in (row["title"], row["summary"], row["venue"]) if each.lstrip(" ").startswith(FORMULAS)
        ]
        assert all(re.fullmatch(r"[+-]\d+(?:\.\d+)?", each) for each in computed)  # a number is no formula
        (event,) = Calendar.from_ical(calendar_to_follow([facts], visit.w)).walk("VEVENT")
        assert "attendee" not in event and re.sub(r"\s", "", str(event["summary"])) == re.sub(r"\s", "", facts.title)
        ElementTree.fromstring(feeds.atom(visit).body)
        assert orjson.loads(feeds.one_event(visit).body)["title"]["fr"] == facts.title
        assert poster(facts, visit.w).startswith(b"%PDF") and card_png(facts, visit.w).startswith(b"\x89PNG")
