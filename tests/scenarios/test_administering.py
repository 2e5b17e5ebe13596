"""What administrators set up, in the chat: editions, each other, people, and what they did."""

import base64

import pytest

from conversations.wording.catalogue import wording
from storage import acts
from tests.people import Person
from tests.published import published, submitted
from tests.scenarios.proposing import propose
from tests.week import Week


@pytest.fixture
def ada(week: Week) -> Person:
    """Whoever operates the bot."""
    return week.administrator()


def opened(ada: Person, way: str) -> Person:
    """A way of /admin."""
    ada.says("/admin")
    ada.taps(f"admin.{way}")
    return ada


def edition(ada: Person, year: int = 2016) -> Person:
    """An edition's card."""
    opened(ada, "editions")
    ada.taps(next(each for each in ada.buttons if str(year) in each))
    return ada


def done(week: Week) -> list[str]:
    """What stands in the history, the newest first."""
    return [each.what for each in week.stored(lambda tx: acts.newest(tx, 100))]


def test_an_edition_is_changed_in_words_and_what_is_unclear_is_asked_again(week: Week, ada: Person) -> None:
    for part, wrong, right, shown in (
        ("name", "x", "La Semaine 2016", "La Semaine 2016"),
        ("days", "bientôt", "du 13 au 21 novembre", "Du dimanche 13 novembre au lundi 21 novembre 2016"),
        ("expected", "beaucoup", "420", "420"),
        ("closing", "euh", "10 novembre à 18h", "jeudi 10 novembre 2016 à 18 h"),
        ("criteria", "un seul", "Coopérations / Cooperation = 2\nUtilité / Use", "Coopérations, Utilité"),
    ):
        edition(ada).taps(f"editions.set_{part}")
        assert ada.says(wrong).means(f"editions.unclear_{part}"), part
        assert shown in ada.says(right), part
    edition(ada).taps("editions.set_territories")
    assert ada.says("Lune : du 1 au 2 octobre").means("editions.unclear_territories")
    told = ada.says("Polynésie française : du 13 au 25 octobre\nLa Réunion : du 7 au 13 novembre")
    assert "Polynésie française : du jeudi 13 octobre au mardi 25 octobre 2016" in told and "La Réunion" in told
    edition(ada).taps("editions.set_territories")
    assert "La Réunion" not in ada.says("aucun")
    assert done(week).count("edition_changed") == 7


def test_what_has_proposals_is_never_deleted_and_closes_at_once(week: Week, ada: Person) -> None:
    published(week)
    assert ada.w("editions.delete") not in edition(ada).buttons
    assert ada.forges("edition:2016:0:delete.yes").means("form.moved_on")
    assert ada.taps("editions.close").means("editions.heading")
    assert week.organiser("Camille").says("/proposer").means("propose.closed")
    opened(ada, "editions").taps("admin.new_edition")
    ada.says("du 13 au 19 novembre 2017")
    edition(ada, 2017).taps("editions.delete")
    assert ada.taps("editions.delete_yes").means("editions.which") and not any("2017" in each for each in ada.buttons)
    assert done(week)[:3] == ["edition_deleted", "edition_added", "edition_changed"]


def test_criteria_by_which_somebody_has_assessed_stay(week: Week, ada: Person) -> None:
    group = week.committee("Awa", "Bruno")
    reference = propose(week.organiser("Camille"))
    awa = group.members[0]
    awa.says("/start")
    awa.opens(f"s_{reference}")
    awa.taps("3")
    edition(ada)
    assert ada.taps("editions.set_criteria").means("editions.criteria_in_use")


def test_another_administrator_is_invited_and_put_out_again_and_the_last_one_stays(week: Week, ada: Person) -> None:
    assert not any("Ada" in each for each in opened(ada, "administrators").buttons)
    link = ada.taps("administrators.invite")
    bob = week.person("Bob")
    payload = link.rpartition("start=")[2].split()[0]
    assert bob.opens(payload).means("admin.text") and week.person("Eve").opens(payload).means("admin.bad_link")
    bob.says("/admin")
    bob.taps("admin.administrators")
    kept = bob.taps("administrators.invite").rpartition("start=")[2].split()[0]
    opened(ada, "administrators").taps(ada.w("administrators.remove", name="Bob"))
    assert bob.opens(kept).means("admin.bad_link")
    assert bob.says("/admin").means("admin.only")
    assert ada.forges(f"administrator:0:0:{ada.id}").means("form.moved_on")
    opened(ada, "history")
    assert "Bob" in ada.sees and done(week)[0] == "administrator_removed"


def test_somebody_is_no_longer_answered_is_told_why_and_keeps_their_rights(week: Week, ada: Person) -> None:
    eve = week.person("Eve")
    eve.says("bonjour")
    opened(ada, "people")
    assert ada.says("2016-999").means("people.nobody")
    assert ada.says(str(eve.id)).means("people.heading")
    ada.taps("people.ban")
    assert ada.says(" ").means("people.unclear_why")
    assert ada.says("Publicité répétée").means("people.banned")
    assert eve.sees.means("account.banned") and "Publicité répétée" in eve.sees
    before = len(week.messages(eve.chat))
    assert eve.says("que faire à Lille ?").means("account.banned") and len(week.messages(eve.chat)) == before + 2
    assert eve.says("/mesdonnees") and eve.files
    eve.says("/oublier")
    eve.taps("data.go_on")
    eve.taps("data.erase")
    assert eve.says("bonjour").means("account.banned")
    opened(ada, "people")
    ada.says(str(eve.id))
    ada.taps("people.let_in")
    assert eve.sees.means("account.let_in") and eve.says("bonjour").means("account.hello")
    assert done(week)[:2] == ["person_let_in", "person_banned"]


def test_who_has_an_allowance_may_do_more(week: Week, ada: Person) -> None:
    camille = week.organiser("Camille")
    reference = propose(camille)
    opened(ada, "people")
    assert ada.says(reference).means("people.heading") and " 1 sur 20" in ada.sees
    ada.taps(ada.w("people.times", times=5))
    assert " 1 sur 100" in ada.sees


def test_an_administrator_is_never_banned(week: Week, ada: Person) -> None:
    opened(ada, "people")
    ada.says(str(ada.id))
    assert ada.taps("people.ban").means("people.administers")


def test_health_says_of_everything_what_to_do(week: Week, ada: Person) -> None:
    opened(ada, "health")
    assert ada.sees.means("health.wrong") and "✗ groupe du comité : aucun → un administrateur" in ada.sees
    assert "✓ base de données : prête" in ada.sees and "✓ processus en service : 1" in ada.sees
    group = week.committee("Awa")
    week.act("member", group=group.chat, person=7000000001, status="administrator")
    ada.taps("health.again")
    assert "✗ groupe du comité" not in ada.sees


def test_nobody_else_gets_in(week: Week, ada: Person) -> None:
    opened(ada, "editions")
    zoe = week.citizen("Zoé")
    zoe.says("/admin")
    for data in (
        "edition:2016:0",
        "edition:2016:0:close",
        "administrator:0:0:invite",
        f"person:0:0:ban.{ada.id}",
        "acts:5:0",
        "broadcast.to:0:0:all",
        "broadcast:1:0:begin",
        "admin:0:0:health",
    ):
        assert zoe.forges(data).means("form.moved_on"), data


def test_kit_files_come_with_every_acceptance(week: Week, ada: Person) -> None:
    edition(ada).taps("editions.kit")
    ada.taps("kit_files.add")
    assert ada.says("voilà").means("kit_files.unclear")
    logo = {"name": "logo.svg", "base64": base64.b64encode(b"<svg/>").decode()}
    week.act("file", person=ada.id, chat=ada.chat, **logo)
    week.settle()
    assert ada.w("kit_files.remove", name="logo.svg") in ada.buttons
    camille = week.organiser("Camille")
    camille.says("/start")
    reference = submitted(week, organiser=camille.id)
    group = week.committee("Awa")
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    assert camille.files["logo.svg"] == b"<svg/>"
    edition(ada).taps("editions.kit")
    ada.taps(ada.w("kit_files.remove", name="logo.svg"))
    assert ada.sees.means("kit_files.none")


def test_an_edition_ends_with_a_report_and_thanks(week: Week, ada: Person) -> None:
    camille = week.organiser("Camille")
    camille.says("/start")
    published(week, organiser=camille.id, themes=["health"])
    zoe = week.citizen("Zoé")
    zoe.says("Lille")
    zoe.taps("1")
    edition(ada).taps("editions.report_csv")
    rows = ada.files["2016-bilan.csv"].decode()
    assert "Propositions;acceptée;1" in rows and "Hauts-de-France;1" in rows and "Bretagne;0" in rows
    ada.taps("editions.report_pdf")
    assert ada.files["2016-bilan.pdf"].startswith(b"%PDF")
    week.at("2016-11-22T10:00:00+01:00")
    week.run(week.application.schedule.sweep())
    week.settle()
    assert camille.sees.means("thanks.text") and str(wording("fr").n("thanks.readers", 1)) in camille.sees
    before = len(week.messages(camille.chat))
    week.run(week.application.schedule.sweep())
    week.settle()
    assert len(week.messages(camille.chat)) == before
    zoe.says("guichet unique")  # an archive that still answers
    assert "Design d'un guichet unique" in zoe.taps(next(each for each in zoe.buttons if "2016" in each))
