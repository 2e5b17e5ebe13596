"""A reader asks the organiser; what is answered may be for everybody. And afterwards: how was it?"""

from tests.heard import Heard, seen
from tests.people import Group, Person
from tests.published import published
from tests.week import Week


def started(week: Week) -> Person:
    """An organiser whom the bot may write to."""
    camille = week.organiser("Camille")
    camille.says("/start")
    return camille


def ask(zoe: Person, reference: str, text: str) -> Heard:
    zoe.opens(f"e_{reference}")
    zoe.taps("event.more")
    zoe.taps("event.ask")
    said = zoe.says(text)
    zoe.week.later(minutes=1)
    return said


def test_a_question_goes_to_the_organiser_and_its_answer_to_everybody(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    assert ask(zoe, reference, "Peut-on venir avec un enfant ?").means("inquiry.sent")
    assert camille.sees.means("inquiry.told") and "avec un enfant" in camille.sees and "Zoé" not in camille.sees
    camille.taps("inquiry.answer")
    assert camille.says("Oui, dès six ans.").means("inquiry.answered")
    assert zoe.sees.means("inquiry.answer_told") and "dès six ans" in zoe.sees
    leo = week.citizen("Léo")
    leo.opens(f"e_{reference}")
    assert leo.w("event.answered", count=1) not in leo.buttons
    assert camille.taps("inquiry.publish").means("inquiry.is_public")
    leo.opens(f"e_{reference}")
    shown = leo.taps(leo.w("event.answered", count=1))
    assert "avec un enfant" in shown and "dès six ans" in shown and "Zoé" not in shown
    camille.taps("inquiry.unpublish")
    assert leo.taps("event.back") and leo.w("event.answered", count=1) not in leo.buttons


def test_an_organiser_may_simply_reply_to_the_message(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    ask(zoe, reference, "Où se garer ?")
    ask(zoe, reference, "Y a-t-il à manger ?")
    camille.says("Sous la place.", reply_to=camille.card("Où se garer")["message_id"])
    assert "Où se garer" in zoe.sees and "Sous la place" in zoe.sees
    camille.says("/propositions")
    camille.taps(camille.buttons[0])
    assert "à manger" in camille.taps(camille.w("mine.unanswered", count=1))
    camille.taps(camille.w("inquiry.answer_one", number=1))
    camille.says("Un goûter.")
    assert "Un goûter" in zoe.sees


def test_a_question_is_bounded_and_can_be_left(week: Week, zoe: Person) -> None:
    reference = published(week, organiser=started(week).id)
    assert ask(zoe, reference, "x" * 1001).means("inquiry.length")
    assert zoe.says("Une vraie question ?").means("inquiry.sent")
    zoe.taps("event.ask")
    assert zoe.taps("inquiry.never_mind").means("inquiry.nothing")
    assert zoe.says("Lille").means("results.nearest")
    for _ in range(9):
        assert ask(zoe, reference, "Encore ?").means("inquiry.sent")
    assert ask(zoe, reference, "Encore ?").means("inquiry.too_many")


def test_nobody_else_answers(week: Week, zoe: Person) -> None:
    reference = published(week, organiser=started(week).id)
    ask(zoe, reference, "Peut-on venir avec un enfant ?")
    for forged in ("answer_inquiry:1:0", "publish_inquiry:1:0:yes"):
        assert zoe.forges(forged).means("form.moved_on")


def test_afterwards_one_question_whose_answer_the_organiser_and_the_committee_see(
    week: Week, group: Group, zoe: Person
) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.two_hours")
    week.at("2016-11-15T17:29:00+01:00")
    assert not zoe.sees.means("rating.ask")
    week.at("2016-11-15T17:30:00+01:00")
    assert zoe.sees.means("rating.ask")
    assert zoe.taps("4").means("rating.word")
    said = zoe.says("Très vivant, merci")
    assert said.means("rating.said") and "Très vivant, merci" in said
    week.later(days=2)
    assert not zoe.sees.means("rating.ask")
    camille.says("/propositions")
    mine = camille.taps(camille.buttons[0])
    assert "4,0 sur 5" in mine and "Très vivant" in mine and "Zoé" not in mine
    assert "4,0 sur 5" in group.members[0].opens(f"p_{reference}")
    leo = week.citizen("Léo")
    leo.says("Lille")
    assert leo.forges("rate:1:0:1").means("form.moved_on")


def test_nobody_is_asked_about_what_was_called_off_or_is_still_to_come(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id, sessions="mardi 15 et jeudi 17 novembre de 19h à 21h")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.two_hours")
    zoe.taps("remind.other")
    zoe.taps("jeu. 17 nov. · 🔔 La veille à 18 h")
    week.at("2016-11-16T12:00:00+01:00")
    assert not zoe.sees.means("rating.ask")
    week.at("2016-11-18T08:59:00+01:00")  # it ended at nine in the evening: nobody is asked at ten
    assert not zoe.sees.means("rating.ask")
    week.at("2016-11-18T09:00:00+01:00")
    assert zoe.sees.means("rating.ask")


def test_an_answer_that_was_too_long_still_goes_to_whom_it_was_for(week: Week, zoe: Person) -> None:
    camille, leo = started(week), week.citizen("Léo")
    reference = published(week, organiser=camille.id)
    ask(zoe, reference, "Où se garer ?")
    camille.taps("inquiry.answer")
    camille.says("Sous la place.")
    ask(leo, reference, "Y a-t-il à manger ?")
    number = camille.card("à manger")["message_id"]
    assert camille.says("x" * 1001, reply_to=number).means("inquiry.length")
    camille.says("Un goûter.")
    assert "Un goûter" in leo.sees and "Un goûter" not in zoe.sees


def test_where_nobody_reads_any_more_it_is_said(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    camille.says("/oublier")
    camille.taps("data.go_on")
    camille.taps("data.erase")
    assert ask(zoe, reference, "Y a-t-il un ascenseur ?").means("inquiry.unreachable")


def test_who_has_rated_is_not_asked_again(week: Week, zoe: Person) -> None:
    reference = published(week, sessions="mardi 15 et jeudi 17 novembre de 14h à 16h")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.two_hours")
    week.at("2016-11-15T17:00:00+01:00")
    zoe.taps("5")
    zoe.taps("rating.enough")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.two_hours")
    week.at("2016-11-17T18:00:00+01:00")
    assert not zoe.sees.means("rating.ask")


def back(week: Week) -> Person:
    """Zoé, whom an event of Camille's is over for, and who is asked how it was."""
    reference = published(week, organiser=started(week).id)
    zoe = week.citizen("Zoé")
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.two_hours")
    week.at("2016-11-15T17:30:00+01:00")
    return zoe


def rated(week: Week) -> Person:
    """The same, who has given a score."""
    zoe = back(week)
    zoe.taps("4")
    return zoe


def test_a_word_can_be_taken_back_and_a_question_is_answered(week: Week) -> None:
    zoe = rated(week)
    zoe.says("J'ai confondu avec un autre")
    assert zoe.taps("rating.take_back").means("rating.taken_back")
    assert zoe.forges("unword:1:0").means("form.moved_on")
    camille = Person(week, 1_001, 1_001, "Camille")
    camille.says("/propositions")
    mine = camille.taps(camille.buttons[0])
    assert "4,0 sur 5" in mine and "confondu" not in mine


def test_a_word_that_was_a_question_is_answered_with_a_tap(week: Week) -> None:
    zoe = rated(week)
    published(week, title="Encore un atelier", sessions="mercredi 16 novembre 10h-12h")
    assert zoe.says("ateliers demain à Lille").means("rating.said")
    assert "Encore un atelier" in zoe.taps("rating.was_question")


def test_a_question_after_a_score_is_answered_at_once(week: Week) -> None:
    zoe = rated(week)
    published(week, title="Encore un atelier", sessions="mercredi 16 novembre 10h-12h")
    said = zoe.says("Quoi d'autre à Lille demain ?")
    assert "Encore un atelier" in said and not said.means("rating.said")


def test_who_was_not_there_says_so(week: Week) -> None:
    assert back(week).taps("rating.absent").means("rating.was_absent")


def test_what_was_answered_says_so_and_a_reply_words_it_anew(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    ask(zoe, reference, "Où se garer ?")
    camille.taps("inquiry.answer")
    camille.says("Sous la place.")
    card = camille.card("Question sur")
    assert seen(card["text"]).means("inquiry.is_answered") and "reply_markup" not in card
    camille.says("Derrière la gare.", reply_to=card["message_id"])
    assert "Derrière la gare" in zoe.sees
    answer = zoe.card("Derrière la gare")
    zoe.taps("event.open")
    assert zoe.card("Derrière la gare") == answer and reference in zoe.sees  # what one was told stays


def test_what_was_just_asked_can_be_taken_back(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    zoe.opens(f"e_{reference}")
    zoe.taps("event.more")
    zoe.taps("event.ask")
    assert "mes inscriptions" in zoe.says("mes inscriptions")
    assert zoe.taps("inquiry.take_back").means("inquiry.nothing")
    week.later(minutes=1)
    assert not camille.sees.means("inquiry.told")
    assert ask(zoe, reference, "Où se garer ?").means("inquiry.sent")
    assert zoe.taps("inquiry.take_back").means("form.moved_on") and camille.sees.means("inquiry.told")


def test_who_was_not_there_has_no_score(week: Week) -> None:
    zoe = rated(week)
    assert zoe.presses(zoe.card("Merci : 4")["message_id"], "rated:1:0:absent").means("rating.was_absent")
    camille = Person(week, 1_001, 1_001, "Camille")
    camille.says("/propositions")
    assert "sur 5" not in camille.taps(camille.buttons[0])


def test_no_is_no_question_and_a_second_thought_is_heard(week: Week, zoe: Person) -> None:
    camille = started(week)
    reference = published(week, organiser=camille.id)
    assert ask(zoe, reference, "nan laisse tomber").means("inquiry.nothing")
    zoe.opens(f"e_{reference}")
    zoe.taps("event.more")
    zoe.taps("event.ask")
    assert zoe.says("Où se garer ?").means("inquiry.sent")
    assert zoe.says("nn envoie pas stp").means("inquiry.nothing")
    week.later(minutes=2)
    assert not camille.sees.means("inquiry.told")
    zoe.taps("event.ask")
    week.later(minutes=20)
    assert not zoe.says("Lille").means("inquiry.sent")


def test_a_score_may_be_typed(week: Week) -> None:
    reference = published(week, organiser=started(week).id)
    published(week, title="Encore un atelier", sessions="jeudi 17 novembre 10h-12h")
    zoe, leo = week.citizen("Zoé"), week.citizen("Léo")
    for person in (zoe, leo):
        person.opens(f"e_{reference}")
        person.taps("remind.two_hours")
    week.at("2016-11-15T17:30:00+01:00")
    assert zoe.says("4").means("rating.word")
    leo.says("Lille")
    assert not leo.says("1").means("rating.word") and leo.says("5/5").means("rating.word")
    assert not week.citizen("Mia").says("4/5").means("rating.word")
