"""The map of what is near, and the days to pick one."""

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.pages.around import EDGE, INSIDE, MOST_KM, SIZE, Event, around
from conversations.understanding.place import KM_A_DEGREE
from tests.pages.reader import Reader
from tests.published import gazetteer, published
from tests.week import Week

TOWNS = ["59350", "75056", "97411", "29019", "2A004", "97502", "98735"]


@given(
    st.sampled_from(TOWNS),
    st.lists(st.tuples(st.floats(-0.7, 0.7), st.floats(-0.7, 0.7)), min_size=1, max_size=30),
)
def test_each_event_that_is_near_stands_on_the_map_once(town: str, offsets: list[tuple[float, float]]) -> None:
    middle = gazetteer().with_code(town)
    assert middle and middle.lat is not None and middle.lon is not None
    events = [Event(n, f"/{n}", "x", middle.lat + a, middle.lon + b) for n, (a, b) in enumerate(offsets, 1)]
    drawn = around(gazetteer(), middle, events)
    shrink = math.cos(math.radians(middle.lat))
    near = [n for n, (a, b) in enumerate(offsets, 1) if max(abs(a), abs(b * shrink)) * KM_A_DEGREE <= MOST_KM * INSIDE]
    if drawn is None:
        assert not near
        return
    standing = [int(n) for mark in drawn.marks for n in re.findall(r"(\d+)\. x", mark.title)]
    assert sorted(standing) == near
    assert all(EDGE - 1 <= place <= SIZE - EDGE + 1 for mark in drawn.marks for place in (mark.x, mark.y))


def test_a_question_about_a_place_is_answered_with_its_map(week: Week, reader: Reader) -> None:
    published(week, title="Ici", place="Lille")
    published(week, title="À côté", place="Roubaix")
    published(week, title="Loin", place="Marseille")
    page = reader.get("/fr/?lat=50.63&lon=3.06").text
    assert "Lille et ses environs" in page and "<title>1. Ici</title>" in page and "<title>2. À côté</title>" in page
    assert '<ol class="events">' in page and "Loin</title>" not in page
    assert (
        "et ses environs" not in reader.get("/fr/").text and "et ses environs" not in reader.get("/fr/region/32").text
    )


def test_a_day_is_picked_and_let_go_again(week: Week, reader: Reader) -> None:
    published(week, title="Mardi", sessions="mardi 15 novembre 14h-16h")
    published(week, title="Jeudi", sessions="jeudi 17 novembre 14h-16h")
    page = reader.get("/fr/").text
    days = re.findall(r'<a href="([^"]*)">([^<]*) <small>1 événement</small></a>', page)
    assert [name for _, name in days] == ["mar. 15 nov.", "jeu. 17 nov."]
    picked = reader.get(days[1][0]).text
    assert "Jeudi</a>" in picked and "Mardi</a>" not in picked
    (back,) = re.findall(r'<a href="([^"]*)" aria-current="date">', picked)
    assert "Mardi</a>" in reader.get(back).text


def test_what_is_typed_says_where_and_what_is_far_stands_apart(week: Week, reader: Reader) -> None:
    published(week, title="À Nantes", place="Nantes")
    published(week, title="À Rennes", place="Rennes")
    page = reader.get("/fr/?q=Nantes&town=59350").text
    assert "Nantes et ses environs" in page and 'name="town"' not in page
    assert "1 événement à moins de 30 km" in page and page.index("à plus de 30 km —") < page.index("À Rennes</a>")
    assert "Rennes et ses environs" in reader.get("/fr/?town=35238").text
    assert "Rien à moins de 30 km" in reader.get("/fr/?q=Nantes&theme=health").text
