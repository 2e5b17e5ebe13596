"""What people without Telegram see."""

import gzip
import socket
from html.parser import HTMLParser

import pytest

from storage import lifecycle
from storage.answers import Registration
from tests.pages.reader import Reader
from tests.people import Person
from tests.published import ANSWERS, published, submitted
from tests.scenarios.test_questions import ask, started
from tests.scenarios.test_threads import named
from tests.week import Week


def test_the_programme_in_both_languages(week: Week, reader: Reader) -> None:
    assert "Aucun événement" in reader.get("/fr/").text
    published(week, title="Ouvrir ses données", place="Nantes")
    page = reader.get("/fr/").text
    assert "1 événement" in page and "Ouvrir ses données" in page and "Nantes" in page
    assert "1 event<" in reader.get("/en/").text
    assert reader.get("/", Accept_Language="en-GB,en;q=0.9").headers["location"] == "/en/"
    assert reader.get("/", Accept_Language="de").headers["location"] == "/fr/"


def test_one_field_understands_what_the_chat_does(week: Week, reader: Reader) -> None:
    published(week, title="Un atelier à Nantes", place="Nantes", sessions="jeudi 17 novembre de 14h à 16h")
    published(week, title="Un débat à Nantes", place="Nantes", format="debate")
    page = reader.get("/fr/?q=ateliers à Nantes jeudi 17").text
    assert "Un atelier à Nantes" in page and "Un débat" not in page
    assert "Atelier · Nantes (44) · jeudi 17 novembre" in page
    nothing = reader.get("/fr/?q=expositions à Nantes").text
    assert (
        "Rien à moins de 30 km" in nothing and "0 événement" in nothing and "Un débat" in nothing
    )  # what one would still go to


def test_lists_choose_too_and_pages_turn(week: Week, reader: Reader) -> None:
    for n in range(23):
        published(week, title=f"Rencontre {n}", themes=["health"])
    published(week, title="Ailleurs", themes=["digital"], place="Lyon")
    assert "23 événements" in reader.get("/fr/?theme=health").text
    assert "1 événement" in reader.get("/fr/?region=84").text
    assert "24 événements" in reader.get("/fr/?day=2016-11-15&format=workshop&audience=general_public").text
    second = reader.get("/fr/?theme=health&page=2").text
    assert "Page 2 sur 2" in second and second.count("<h3>") == 3
    assert reader.get("/fr/?theme=health&whole=1").text.count("<h3>") == 23
    assert "Rencontre" in reader.get("/fr/?lat=50.63&lon=3.07").text


def test_an_event_as_it_was_agreed_and_nothing_that_only_the_committee_reads(week: Week, reader: Reader) -> None:
    reference = published(
        week,
        title="Ouvrir ses données",
        title_en="Opening up data",
        description="Tout <b>sur</b> elles.\nEt plus.",
        accessibility=["step_free"],
        registration=Registration(by="bot", seats=12),
        sessions="mardi 15 et jeudi 17 novembre de 14h à 16h",
    )
    page = reader.get(f"/fr/e/{reference}").text
    seen = [
        "Ouvrir ses données", "mardi 15 novembre 2016, 14 h – 16 h", "jeudi 17 novembre", "Hôtel de ville", "Gratuit",
        "Tout <b>sur</b> elles.<br>Et plus.", "accessible en fauteuil", "12 places", "heure de Paris",
    ]  # fmt: skip
    assert [told for told in seen if told not in page] == []
    assert "Opening up data" in reader.get(f"/en/e/{reference}").text
    for private in ("who", "who_function", "email"):
        for path in (f"/fr/e/{reference}", f"/api/events/{reference}", "/programme.csv", "/openagenda.json",
                     "/programme.ics", f"/e/{reference}.jsonld"):  # fmt: skip
            assert ANSWERS[private] not in reader.get(path).text, path
    assert reader.get(f"/fr/e/{reference.replace('-00', '-')}").headers["location"] == f"/fr/e/{reference}"


def test_what_was_never_agreed_is_nowhere(week: Week, reader: Reader) -> None:
    reference = submitted(week, title="Rien encore")
    for path in (f"/fr/e/{reference}", f"/api/events/{reference}", f"/e/{reference}.ics", "/fr/e/nonsense",
                 "/fr/region/99", "/fr/organiser/personne", "/fr/edition/1999", "/fr/nowhere", "/nowhere"):  # fmt: skip
        assert reader.get(path).status == 404, path
    assert "Rien encore" not in reader.get("/fr/").text + reader.get("/api/events").text


def test_a_cancelled_event_keeps_its_page(week: Week, reader: Reader) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = published(week, organiser=camille.id)
    week.settle()
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    camille.taps("mine.cancel")
    camille.taps("mine.cancel_yes")
    page = reader.get(f"/fr/e/{reference}")
    assert page.status == 200 and "Annulé" in page.text
    assert "0 événement" in reader.get("/fr/").text
    assert "STATUS:CANCELLED" in reader.get("/programme.ics").text


def test_a_region_an_organiser_and_an_edition(week: Week, reader: Reader, zoe: Person) -> None:
    reference = published(week, title="Ouvrir ses données", organisation="Ville d'Arras", place="Arras")
    published(week, title="Ailleurs", place="Lyon")
    zoe.opens(f"e_{reference}")
    region = reader.get("/fr/region/32").text
    assert "Hauts-de-France" in region and "Ouvrir ses données" in region and "Ailleurs" not in region
    organiser = reader.get("/fr/organiser/ville-d-arras").text
    assert "Ouvrir ses données" in organiser and "Ailleurs" not in organiser
    edition = reader.get("/fr/edition/2016").text
    assert "lundi 14 novembre" in edition and "Hauts-de-France" in edition and "<dd>2</dd>" in edition
    week.at("2017-02-10T10:00:00+01:00")
    assert "Programme passé" in reader.get("/fr/").text and "Ouvrir ses données" in reader.get("/fr/").text


def test_public_answers_are_on_the_page_without_who_asked(week: Week, reader: Reader, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    ask(zoe, reference, "Où se garer ?")
    camille.taps("inquiry.answer")
    camille.says("Sous la place.")
    assert "Sous la place" not in reader.get(f"/fr/e/{reference}").text
    camille.taps("inquiry.publish")
    page = reader.get(f"/fr/e/{reference}").text
    assert "Où se garer" in page and "Sous la place" in page and "Zoé" not in page


def test_what_has_not_changed_is_not_sent_again(week: Week, reader: Reader) -> None:
    reference = published(week)
    first = reader.get(f"/fr/e/{reference}")
    assert reader.get(f"/fr/e/{reference}", If_None_Match=first.headers["etag"]).status == 304
    known = first.headers["last-modified"]
    again = reader.get("/fr/data", If_Modified_Since=reader.get("/fr/data").headers["last-modified"])
    assert again.status == 304 and not again.body and known
    zipped = reader.get("/fr/", Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip" and b"<h1>" in gzip.decompress(zipped.body)
    for odd in ("Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", "Mon, 99999999999999999999"):
        assert reader.get("/fr/data", If_Modified_Since=odd).status in (200, 304)
    assert "content-encoding" not in reader.get("/fr/", Accept_Encoding="gzip;q=0").headers
    published(week, title="Un autre")
    assert reader.get("/fr/", If_None_Match=zipped.headers["etag"]).status == 200


class Elements(HTMLParser):
    """The elements of a page, and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes one."""
        self.found += [(tag, dict(attrs)), *((name, {}) for name, _ in attrs)]


def test_pages_run_nothing_that_is_not_theirs(week: Week, reader: Reader) -> None:
    hostile = '</script><script>alert(1)</script>"onload="x'
    reference = published(week, title=hostile, organisation=hostile, summary=hostile, venue=hostile)
    for path in (f"/fr/e/{reference}", "/fr/", f"/fr/?q={hostile}"):
        seen = Elements()
        seen.feed(reader.get(path).text)
        assert {kind for kind, _ in seen.found if kind.startswith("on")} == set()
        scripts = [of for kind, of in seen.found if kind == "script"]
        assert all(
            of.get("src") in ("/near.js", "/telegram.js") or of.get("type") == "application/ld+json" for of in scripts
        ), path
    assert b"<script" not in reader.get("/programme.atom").body
    policy = reader.get("/fr/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "set-cookie" not in reader.get("/fr/").headers
    assert "http://" not in reader.get("/style.css").text


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=" + "x" * 500, "q='; drop table sessions; --", "page=-1", "page=99999999999999999999", "page=٣",
        "day=2016-02-30", "day=9999-12-31", "day=0001-01-01", "region=../../etc", "lat=nan&lon=nan", "lat=1e400&lon=3",
        "lat=-90&lon=180", "edition=9999", "theme=health&theme=digital", "q=%F0%9F%92%A9", "q=%ff",
        "language=<script>", "edition=٢٠١٦",
    ],
)  # fmt: skip
def test_nonsense_is_answered_calmly(week: Week, reader: Reader, query: str) -> None:
    published(week)
    for path in ("/fr/", "/api/events", "/programme.ics", "/programme.geojson"):
        assert reader.get(f"{path}?{query}").status == 200, path


def test_a_question_too_long_for_an_address_is_refused(week: Week, reader: Reader) -> None:
    assert reader.get("/fr/?q=" + "x" * 3000).status == 414


def test_the_process_serves_them_where_they_have_a_port(database_url: str) -> None:
    lived = Week(database_url, {"pages_port": 0})
    lived.open()
    published(lived, title="Ouvrir ses données")
    pages = lived.application._pages
    assert pages is not None and "Ouvrir ses données" in Reader(pages.port).get("/fr/").text
    lived.close()
    lived.complain()


def test_a_question_is_kept_when_the_language_changes_and_addresses_are_tolerant(week: Week, reader: Reader) -> None:
    reference = published(week)
    assert 'href="/en/?q=ateliers"' in reader.get("/fr/?q=ateliers").text
    assert reader.get("/fr?q=x").headers["location"] == "/fr/?q=x"
    assert reader.get("/?q=x", Accept_Language="ca-valencia, fr;q=0.8, en;q=0.4").headers["location"] == "/fr/?q=x"
    short = reference.replace("-00", "-")
    assert reader.get(f"/e/{short}.ics?language=en").headers["location"] == f"/e/{reference}.ics?language=en"


def test_nobody_is_sent_across_an_ocean(week: Week, reader: Reader) -> None:
    published(week, title="Un atelier ici", place="Nantes")
    published(week, title="Un atelier là-bas", place="Saint-Denis (974)")
    for query in ("q=ateliers à Nantes", "lat=47.2&lon=-1.55"):
        page = reader.get(f"/fr/?{query}").text
        assert "1 événement" in page and "là-bas" not in page
    assert reader.get("/api/events?q=ateliers à Nantes").data["total"] == 1


def test_an_edition_is_seen_whole_while_it_runs_and_once_it_is_over(week: Week, reader: Reader) -> None:
    published(week, title="Au début", sessions="lundi 14 novembre 9h-10h")
    published(week, title="Là-bas plus tard", place="Saint-Denis (974)", sessions="vendredi 25 novembre 9h-10h")
    week.at("2016-11-15T10:00:00+01:00")
    assert "Au début" not in reader.get("/fr/").text
    whole = reader.get("/fr/?edition=2016").text
    assert "Au début" in whole and "Là-bas plus tard" in whole and "Programme passé" not in whole
    week.at("2017-02-10T10:00:00+01:00")
    assert "2 événements" in reader.get("/fr/").text and "Programme passé" in reader.get("/fr/").text


def test_who_organised_what_was_cancelled_has_a_page(week: Week, reader: Reader) -> None:
    reference = published(week, organisation="Ville d'Arras")
    week.stored(
        lambda tx: lifecycle.cancel(tx, named(tx, reference), by=1, role="administrator", why=None, now=week.now)
    )
    address = f"/fr/organiser/ville-d-arras?edition={week.now.year}"
    assert address in reader.get(f"/fr/e/{reference}").text and reader.get(address).status == 200


def test_a_day_is_that_of_where_the_event_is(week: Week, reader: Reader) -> None:
    published(week, title="Au matin à Nouméa", place="Nouméa", sessions="mardi 15 novembre de 8h à 9h30")
    assert "Au matin" in reader.get("/fr/?day=2016-11-15").text
    assert "0 événement" in reader.get("/fr/?day=2016-11-14").text


def test_more_than_there_is_room_for_are_turned_away_and_once_they_leave_others_are_served(
    week: Week, reader: Reader
) -> None:
    silent = [socket.create_connection(("127.0.0.1", int(reader.base.rpartition(":")[2]))) for _ in range(450)]
    with pytest.raises(OSError):
        reader.get("/fr/")
    for each in silent:
        each.close()
    assert reader.waits_for("/fr/").status == 200


def test_a_full_event_says_so_and_english_pages_say_what_is_french(week: Week, reader: Reader, zoe: Person) -> None:
    reference = published(week, title_en="A workshop", registration=Registration(by="bot", seats=1))
    assert "Complet" not in reader.get(f"/fr/e/{reference}").text
    zoe.opens(f"e_{reference}")
    zoe.taps(zoe.w("seat.take", left=1))
    assert "Complet" in reader.get(f"/fr/e/{reference}").text
    assert "A workshop" in reader.get("/en/").text and '<h3 lang="fr">' not in reader.get("/en/").text
    published(week, title="Rien d'anglais")
    assert '<h3 lang="fr">' in reader.get("/en/").text
