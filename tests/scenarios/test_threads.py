"""The committee asks, the organiser answers: both through the bot, each to the question that it is about."""

import pytest
from sqlalchemy import Connection

from storage import lifecycle, proposals, threads
from storage.proposals import Proposal
from tests.people import Group, Person
from tests.published import submitted
from tests.scenarios.test_picture import photo, send
from tests.week import Week


@pytest.fixture
def awa(group: Group) -> Person:
    """A member in her own chat."""
    return group.members[0]


@pytest.fixture
def camille(week: Week, group: Group) -> Person:
    """An organiser, who has spoken to the bot."""
    camille = week.organiser("Camille")
    camille.says("/start")
    return camille


def named(tx: Connection, reference: str) -> Proposal:
    """The proposal of a reference."""
    proposal = proposals.proposal_of_reference(tx, reference)
    assert proposal
    return proposal


def ask(member: Person, reference: str, question: str) -> None:
    """A member asks, by the card's button."""
    member.opens(f"q_{reference}")
    member.says(question)


def test_a_question_and_its_answer(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "L'étage est-il <accessible> ?")
    assert camille.sees.means("thread.question") and "L'étage est-il <accessible> ?" in camille.sees
    assert "Awa" not in camille.sees  # the committee speaks as one
    camille.taps("thread.reply")
    camille.says("Oui, par l'ascenseur.")
    assert "Camille répond" in group.awa.sees and "par l'ascenseur" in group.awa.sees
    assert "L'étage est-il" in group.awa.sees and "par l'ascenseur" in awa.sees
    week.later(seconds=6)
    assert "1 réponse reçue" in group.awa.card(f"{reference} ·")["text"]
    assert group.awa.taps("thread.close") == "Question 1 close."
    assert "question ouverte" not in group.awa.card(f"{reference} ·")["text"]


def test_who_answered_what_is_never_in_doubt(week: Week, group: Group, awa: Person, camille: Person) -> None:
    first = submitted(week, organiser=camille.id)
    second = submitted(week, organiser=camille.id, title="Un tout autre atelier", place="Lyon")
    ask(awa, first, "Combien de places ?")
    question = camille.last["message_id"]
    ask(group.members[1], second, "Avec quel laboratoire ?")
    camille.says("Quarante places.", reply_to=question)
    assert first in group.awa.sees and "Quarante places." in group.awa.sees
    group.bruno.says("Merci, c'est clair.", reply_to=group.awa.last["message_id"])
    assert first in camille.sees and "Merci, c'est clair." in camille.sees
    camille.says("quoi de neuf à Lille ?")
    assert "quoi de neuf" not in group.awa.sees


def test_a_picture_is_passed_on_by_its_number(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "Une photo de la salle ?")
    camille.taps("thread.reply")
    send(camille, photo())
    send(camille, photo((80, 40)))  # the rest of an album
    passed = [message["photo"][-1]["file_id"] for message in week.messages(group.chat) if "photo" in message]
    sent = [message["photo"][-1]["file_id"] for message in week.messages(camille.chat) if "photo" in message]
    assert passed == sent and len(passed) == 2
    send(camille, photo(), image=False)
    assert "document" in week.messages(group.chat)[-1]
    camille.says("quoi de neuf à Lille ?")
    assert "quoi de neuf" not in group.awa.sees


def test_only_organisers_and_members_speak_in_a_thread(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "Combien de places ?")
    ivan = week.citizen("Ivan")
    ivan.says("/start")
    assert ivan.opens(f"q_{reference}").means("assess.members_only")
    assert ivan.forges("answer:1:0") and not ivan.says("Cent places !").means("thread.sent_to_committee")
    assert "Cent places" not in group.awa.sees


def test_what_was_asked_stands_in_the_history(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "Combien de places ?")
    camille.taps("thread.reply")
    camille.says("Quarante.")
    group.bruno.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.bruno.taps("card.at_once")
    awa.opens(f"p_{reference}")
    awa.taps("card.more")
    awa.taps("more.threads")
    assert "Combien de places ?" in awa.sees and "Quarante." in awa.sees
    awa.taps("more.back")
    awa.taps("more.history")
    assert "règle : 1 voix" in awa.sees and "Bruno" in awa.sees and "1. Quarante." in awa.sees
    awa.taps("CSV")
    (table,) = [m for m in week.messages(awa.chat) if "document" in m]
    assert table["document"]["file_name"] == f"{reference}-historique.csv"


def test_a_teammate_hears_and_whoever_takes_over_is_asked(
    week: Week, group: Group, awa: Person, camille: Person
) -> None:
    reference = submitted(week, organiser=camille.id)
    bob, carl = week.organiser("Bob"), week.organiser("Carl")
    for person in (bob, carl):
        person.says("/start")

    week.stored(lambda tx: lifecycle.join(tx, named(tx, reference), person=bob.id, now=week.now))
    ask(awa, reference, "Combien de places ?")
    assert bob.sees.means("thread.question")
    camille.taps("thread.reply")
    camille.says("Quarante.")
    assert bob.sees.means("thread.said") and "Quarante." in bob.sees
    awa.opens(f"q_{reference}")
    awa.taps("Poursuivre la question 1")
    awa.says("Assises ?")

    week.stored(lambda tx: lifecycle.hand_over(tx, named(tx, reference), to=carl.id, now=week.now))
    week.settle()
    assert carl.sees.means("thread.question") and "Assises ?" in carl.sees


def test_who_is_kept_out_neither_asks_nor_closes(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "Combien de places ?")
    camille.taps("thread.reply")
    camille.says("Quarante.")
    answer = group.awa.last
    group.bruno.taps("card.conflict", message=group.awa.card(f"{reference} ·"))
    before = len(week.messages(camille.chat))
    group.bruno.says("Et pour moi ?", reply_to=answer["message_id"])
    assert len(week.messages(camille.chat)) == before
    group.bruno.taps("thread.close", message=answer)
    assert week.stored(lambda tx: threads.count_open(tx, 1)) == (1, 1)


def test_an_answer_waits_while_the_bot_is_out_of_the_group(
    week: Week, group: Group, awa: Person, camille: Person
) -> None:
    reference = submitted(week, organiser=camille.id)
    ask(awa, reference, "Combien de places ?")
    bot = week.application.bot.id
    week.act("member", group=group.chat, person=bot, status="kicked")
    week.settle()
    camille.taps("thread.reply")
    camille.says("Quarante.")
    week.act("member", group=group.chat, person=bot, status="administrator")
    week.settle()
    assert any("Quarante." in message.get("text", "") for message in week.messages(group.chat))


def test_what_was_not_sent_says_so_only_then(week: Week, group: Group, awa: Person, camille: Person) -> None:
    reference = submitted(week, organiser=camille.id)
    awa.opens(f"q_{reference}")
    prompt = awa.last
    awa.says("Combien de places ?")
    awa.taps("thread.never_mind", message=prompt)
    assert awa.text_of(prompt["message_id"]).means("thread.too_late")
