"""In a group the bot answers when it is addressed, and tells each morning what is on near its town."""

from bot.playground.telegram import BOT
from storage import mornings
from tests.people import Group, Person
from tests.published import published
from tests.week import Week

NAME = str(BOT["username"])


def group_of(week: Week, *people: Person) -> Person:
    chat = week.act("group", title="Les voisins", people=[each.id for each in people])["id"]
    return Group(week, chat, list(people)).seat(people[0])


def test_it_answers_when_it_is_named_and_else_is_silent(week: Week, programme: list[str], zoe: Person) -> None:
    here = group_of(week, zoe)
    assert here.says("quoi de neuf à Lille ?") == ""
    said = here.says(f"@{NAME} quoi de neuf à Lille mardi 15 novembre ?")
    assert "Rencontre à Lille" in said and "Lille (59)" in said
    rows = here.last["reply_markup"]["inline_keyboard"]
    assert rows[0][0]["url"].endswith(f"start=e_{programme[0]}")
    payload = rows[-1][0]["url"].partition("start=")[2]
    assert "Rencontre à Lille" in zoe.opens(payload)
    assert here.says(f"@{NAME.upper()} bonjour").means("group.how")
    assert here.says(f"@{NAME}x Lille") == ""


def test_each_morning_of_the_week_it_tells_what_is_on_near(week: Week, zoe: Person) -> None:
    leo = week.citizen("Léo")
    here = group_of(week, zoe, leo)
    published(week, title="Atelier à Lille")
    assert here.says("/matin").means("group.morning_how")
    assert here.says("/matin Xyzzyx").means("group.no_town")
    assert here.says("/matin Lille").means("group.morning_set")
    week.at("2016-11-14T09:00:00+01:00")
    assert not here.sees.means("group.morning")
    week.at("2016-11-15T08:00:00+01:00")
    assert here.sees.means("group.morning") and "Atelier à Lille" in here.sees
    as_leo = Person(week, leo.id, here.chat, "Léo")
    assert as_leo.says("/matin").means("group.administrators")
    assert here.says("/matin").means("group.morning_ended")


def test_the_morning_follows_its_group_and_ends_where_the_bot_is_put_out(week: Week, zoe: Person) -> None:
    here = group_of(week, zoe)
    published(week, title="Atelier à Lille")
    here.says("/matin Lille")
    there = Person(week, zoe.id, week.act("upgrade", group=here.chat), "Zoé")
    week.settle()
    week.at("2016-11-15T08:00:00+01:00")
    assert there.sees.means("group.morning")
    week.act("member", group=there.chat, person=week.application.bot.id, status="kicked")
    week.settle()
    assert week.stored(lambda tx: mornings.morning_of(tx, there.chat)) is None
