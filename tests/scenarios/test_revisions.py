"""An organiser changes what others have seen: while the committee looks at it, and after it was accepted."""

from tests.people import Group, Person
from tests.scenarios.accepted import accepted, edit, reminded
from tests.scenarios.proposing import add_more, open_newest, propose
from tests.week import Week


def test_what_is_submitted_may_be_changed_and_the_card_shows_how(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    card = group.awa.card(f"{reference} ·")
    edit(camille, "title", "Redessiner l'accueil de la mairie")
    assert camille.sees.means("preview.changes")
    assert "Redessiner" not in group.awa.text_of(card["message_id"])  # not sent yet
    assert "Titre" in camille.taps("preview.hand_in")
    assert "Titre\nDesign d'un guichet unique\nRedessiner l'accueil" in group.awa.text_of(card["message_id"])
    assert group.awa.sees.means("card.came_back")
    assert group.awa.presses(card["message_id"], _button(card, "card.accept", group.awa)).means("assess.moved_on")


def test_a_decision_about_the_text_before_is_undone(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    edit(camille, "summary", "Un tout autre résumé, et plus de vingt caractères.")
    camille.taps("preview.hand_in")
    week.later(minutes=11)
    assert not camille.sees.means("decided.accepted")
    assert group.awa.w("card.accept") in _labels(group, reference)


def test_a_small_change_is_live_at_once(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "venue", "Salle 12, premier étage")
    assert camille.sees.means("preview.at_once")
    camille.taps("preview.hand_in")
    assert camille.sees.means("handed.live")
    assert "Salle 12" in week.citizen("Zoé").opens(f"e_{reference}")


def test_a_large_change_waits_for_the_committee(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    edit(camille, "sessions", "jeudi 17 novembre de 9h à 12h")
    camille.taps("propose.sessions.yes")
    assert camille.sees.means("preview.waits")
    camille.taps("preview.hand_in")
    assert camille.sees.means("handed.waiting")
    assert "mardi 15 novembre" in zoe.opens(f"e_{reference}")
    camille.says("/propositions")
    assert camille.taps(camille.buttons[0]).means("mine.proposed")
    assert group.bruno.sees.means("card.came_with_changes")
    group.bruno.taps("card.agree", message=group.bruno.card(group.bruno.w("card.proposes")))
    assert "mardi 15 novembre" in zoe.opens(f"e_{reference}")  # it can still be undone
    week.later(minutes=10)
    assert camille.sees.means("revised.agreed")
    assert "jeudi 17 novembre" in zoe.opens(f"e_{reference}") and zoe.sees.means("event.state.rescheduled")
    week.later(minutes=29)
    assert not zoe.sees.means("changed.event")
    week.later(minutes=1)
    assert zoe.sees.means("changed.event") and "mardi 15" in zoe.sees and "jeudi 17" in zoe.sees
    assert "mer. 16 nov., 18 h" in zoe.says("/rappels")
    assert zoe.says("Lille").means("event.state.rescheduled")


def test_changes_may_be_refused_with_a_reason_and_undone_before(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "title", "Un tout autre atelier")
    camille.taps("preview.hand_in")
    group.awa.taps("card.refuse")
    group.awa.taps("reason.refused.not_the_same.short")
    group.bruno.taps("card.undo")
    group.chloé.taps("card.refuse")
    group.chloé.taps("reason.refused.too_late.short")
    week.later(minutes=10)
    assert camille.sees.means("revised.refused") and "trop tard" in camille.sees
    assert "Design d'un guichet unique" in week.citizen("Zoé").opens(f"e_{reference}")
    assert camille.taps("decided.mend").means("preview.changes")
    camille.taps("form.cancel")
    assert camille.taps("propose.drop").means("propose.dropped")


def test_two_changes_in_a_row_are_one(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "title", "Un premier titre nouveau")
    camille.taps("preview.hand_in")
    edit(camille, "venue", "Salle 12")
    camille.taps("field.title")
    camille.says("Un second titre nouveau")
    camille.taps("preview.hand_in")
    card = group.awa.card(group.awa.w("card.proposes"))
    assert "Design d'un guichet unique\nUn second titre nouveau" in card["text"] and "premier" not in card["text"]
    zoe = week.citizen("Zoé")
    assert "Salle 12" in zoe.opens(f"e_{reference}") and "guichet" in zoe.sees
    group.awa.taps("card.agree", message=card)
    group.awa.taps("card.at_once")
    assert "Un second titre nouveau" in zoe.opens(f"e_{reference}")


def test_a_change_shortly_before_is_told_before(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    zoe = week.citizen("Zoé")
    reminded(zoe, reference)
    week.at("2016-11-15T13:20:00+01:00")
    edit(camille, "venue", "Salle 12, premier étage")
    camille.taps("preview.hand_in")
    week.later(minutes=10)  # half an hour ahead, at the latest
    assert zoe.sees.means("changed.event") and "Salle 12" in zoe.sees
    week.at("2016-11-15T17:00:00+01:00")
    open_newest(camille)
    assert camille.w("mine.cancel") not in camille.buttons  # it has taken place


def test_no_answer_is_so_long_that_a_card_is_lost(week: Week, group: Group, camille: Person) -> None:
    wide = "🎉" * 40
    reference = propose(
        camille,
        who=f"{'🎉' * 50} a, {'🎉' * 55} a, a@b.fr",
        organisation="🎉" * 140,
        title=f"{wide} a",
        summary="🎉" * 95,
        venue="🎉" * 95,
        sessions="du 14 au 20 novembre de 9h à 10h, de 11h à 12h, de 14h à 15h et de 16h à 17h",
    )
    assert group.awa.card(f"{reference} ·")
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    edit(camille, "title", f"{wide} b")
    for field in ("summary", "organisation", "venue"):
        camille.taps(f"field.{field}")
        camille.says("🦊" * 90)
    assert camille.taps("preview.hand_in").means("handed.waiting")
    assert group.awa.card(group.awa.w("card.proposes"))
    camille.says("/propositions")
    assert wide in camille.taps(camille.buttons[0])


def test_who_organises_does_not_decide_by_a_reply_either(week: Week, group: Group, camille: Person) -> None:
    reference = propose(camille)
    group.awa.taps("card.reject", message=group.awa.card(f"{reference} ·"))
    question = group.awa.last["message_id"]
    open_newest(camille)
    camille.taps("mine.team")
    awa = group.members[0]
    awa.opens(camille.taps("team.invite.join").split("start=")[1].split()[0])
    awa.taps("team.yes")
    assert group.awa.says("Parce que c'est ainsi.", reply_to=question).means("assess.conflict")


def test_dropped_changes_are_the_committees_no_more(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "title", "Un tout autre atelier")
    camille.taps("preview.hand_in")
    card = group.awa.card(group.awa.w("card.proposes"))
    open_newest(camille)
    camille.taps("mine.edit")
    camille.taps("form.cancel")
    camille.taps("propose.drop")
    assert group.awa.text_of(card["message_id"]).means("card.state.accepted")
    assert group.awa.taps("card.agree", message=card).means("assess.moved_on")
    assert "guichet" in week.citizen("Zoé").opens(f"e_{reference}")


def test_how_to_get_there_waits_with_the_place(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    edit(camille, "place", "Lyon (69)")
    camille.taps("field.venue")
    camille.says("Hôtel de ville de Lyon")
    camille.taps("preview.hand_in")
    assert "de Lyon" not in week.citizen("Zoé").opens(f"e_{reference}")


def test_a_real_title_finds_its_event_while_another_is_proposed(week: Week, group: Group, camille: Person) -> None:
    accepted(week, group, camille)
    edit(camille, "title", "Un tout autre atelier")
    camille.taps("preview.hand_in")
    zoe = week.citizen("Zoé")
    assert "heure de Paris" in zoe.says("Design d'un guichet unique")
    assert "heure de Paris" not in zoe.says("Un tout autre atelier")


def test_of_many_sessions_those_are_told_that_change(week: Week, group: Group, camille: Person) -> None:
    propose(camille, sessions="du 14 au 20 novembre de 9h à 10h et de 14h à 15h")
    group.awa.taps("card.accept")
    group.awa.taps("card.at_once")
    open_newest(camille)
    camille.taps("mine.call_off")
    camille.taps(camille.w("mine.postpone", number=2))
    open_newest(camille)
    camille.taps("mine.edit")
    camille.taps("field.sessions")
    camille.taps("propose.sessions.again")
    camille.taps("✕ 3")
    camille.taps("propose.sessions.yes")
    shown = camille.sees.split("Dates")[1].split("Le titre")[0]
    assert shown.count("novembre 2016") == 1 and "mardi 15 novembre 2016, 9 h" in shown


def test_a_change_of_who_proposes_is_shown_to_them(week: Week, group: Group, camille: Person) -> None:
    accepted(week, group, camille)
    edit(camille, "who", "Camille Martin, cheffe de projet, autre@ville-lille.fr")
    assert "autre@ville-lille.fr" in camille.sees
    assert camille.w("field.who") in camille.taps("preview.hand_in")
    assert "autre@" not in group.awa.card("2016-001 ·")["text"]


def test_a_proposal_is_duplicated_with_its_dates_left_open(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    open_newest(camille)
    assert camille.taps("mine.duplicate").means("mine.duplicated")
    assert camille.sees.means("propose.sessions.ask")
    camille.says("vendredi 18 novembre de 9h à 12h")
    camille.taps("propose.sessions.yes")
    assert reference not in camille.taps("preview.submit") and camille.sees.means("propose.submitted")


def test_the_history_says_who_when_and_why(week: Week, group: Group, camille: Person) -> None:
    propose(camille)
    group.awa.taps("card.changes")
    group.awa.taps("reason.changes_requested.title.short")
    week.later(minutes=10)
    open_newest(camille)
    camille.taps("mine.history")
    sent, asked = camille.w("history.submitted"), camille.w("history.changes_requested")
    assert camille.sees.index(f"{sent} (vous)") < camille.sees.index(f"{asked} (le comité)")
    assert "10 h 10" in camille.sees and camille.w("reason.changes_requested.title") in camille.sees


def test_what_is_added_is_seen_and_found(week: Week, group: Group, camille: Person) -> None:
    reference = accepted(week, group, camille)
    add_more(camille, "Description")
    camille.sends({"text": "Un texte <b>gras", "entities": [{"type": "bold", "offset": 9, "length": 3}]})
    camille.says("La suite, avec une maquette.")
    camille.taps("form.next")
    camille.taps("＋ Accessibilité")
    camille.taps("accessibility.sign_language")
    camille.taps("form.next")
    camille.taps("＋ À rencontrer")
    assert camille.says("Awa Diop").means("propose.people.no_role")
    camille.says("Awa Diop, designer\nBruno Le Goff (élu)")
    camille.taps("form.next")
    camille.taps("＋ Inscription")
    assert camille.says("venez").means("propose.registration.wrong")
    camille.says("au 03 20 49 50 00")
    camille.taps("＋ Titre anglais")
    camille.says("Designing a single counter")
    camille.taps("form.to_preview")
    camille.taps("preview.hand_in")
    zoe = week.citizen("Zoé")
    said = zoe.opens(f"e_{reference}")
    assert "langue des signes" in said and "Bruno Le Goff, élu" in said and "03 20 49 50 00" in said
    assert "<b>gras" in zoe.taps("event.about") and "maquette" in zoe.sees
    assert "guichet" in zoe.says("ateliers en langue des signes")
    assert "guichet" in zoe.says("maquette")
    english = week.citizen("Ann", "en")
    assert "guichet" in english.opens(f"e_{reference}")  # a title waits for the committee's word
    group.awa.taps("card.agree", message=group.awa.card(group.awa.w("card.proposes")))
    group.awa.taps("card.at_once")
    assert "Designing a single counter" in english.opens(f"e_{reference}")
    assert "single counter" in english.says("counter")


def _button(card: dict, key: str, person: Person) -> str:  # type: ignore[type-arg]
    rows = card["reply_markup"]["inline_keyboard"]
    return next(str(b["callback_data"]) for row in rows for b in row if b["text"] == person.w(key))


def _labels(group: Group, reference: str) -> list[str]:
    rows = group.awa.card(f"{reference} ·")["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in rows for button in row]
