"""The bot as a process of its own, killed at any moment: nothing given is lost, nothing is decided twice."""

import threading
import time
from collections.abc import Iterator
from datetime import date

import orjson
import pytest
from sqlalchemy import select

from storage import editions, invitations, proposals
from storage.database import Database
from storage.parcels import parcels
from storage.updates import RECEIVED, updates
from tests.own_process import OwnProcess, serving
from tests.scenarios.proposing import propose
from tests.week import TOKEN, Week


class KillableWeek(Week):
    """A Week whose bot runs in a process that can be killed."""

    process: OwnProcess
    log_format = "text"

    def start_bot(self) -> None:
        started = threading.Event()

        def hear(line: bytes) -> None:
            if b"answers" in line or not line:
                started.set()
            if b" ERROR " in line or b"Traceback" in line:
                self.errors.seen.append(line.decode())

        self.process = serving(self, hear, LOG_FORMAT=self.log_format)
        assert started.wait(20), "the bot did not start"

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        self.process.kill()

    def stop_bot(self) -> None:
        self.kill()

    def fetched(self) -> None:
        """Waits until the bot has fetched and confirmed what was said; it may still be answering."""

        async def quiet() -> None:
            await self.playground.telegram.emptied.wait()

        self.run(quiet())

    def settle(self) -> None:
        """Waits until every update is answered and its replies are sent, as the bot's database tells."""
        self.fetched()
        database = Database(self.database_url)
        deadline = time.monotonic() + 10
        while True:
            with database.tx() as tx:
                waiting = tx.execute(select(updates.c.id).where(updates.c.state == RECEIVED).limit(1)).first()
                if not waiting and not tx.execute(select(parcels.c.id).limit(1)).first():
                    break
            assert time.monotonic() < deadline, "the bot did not answer"
        database.close()


@pytest.fixture
def week(database_url: str) -> Iterator[KillableWeek]:
    lived = KillableWeek(database_url)
    lived.open(edition=None)
    yield lived
    lived.close()
    lived.complain()


def _set_up(week: KillableWeek) -> None:
    """An edition, and a code for the committee's group, written beside the running bot."""
    database = Database(week.database_url)
    with database.tx() as tx:
        days = date(2016, 11, 14), date(2016, 11, 20)
        editions.add(tx, editions.Edition(year=2016, name="Semaine 2016", first_day=days[0], last_day=days[1]))
        invitations.invite(tx, "committee", week.now, code="secret")
    database.close()


@pytest.mark.parametrize("fault", ["500", "cut", "429"])
def test_neither_secrets_nor_people_are_in_the_log(week: KillableWeek, fault: str) -> None:
    _set_up(week)
    zoe = week.citizen("Zoé-Trace")
    zoe.says("/start")
    week.act("fault", kind=fault, left=2, seconds=1)
    for said in ("mon secret à Lille", "/admin", "jamais vu cela"):
        week.act("say", person=zoe.id, chat=zoe.chat, content={"text": said})
    week.settle()
    told = week.process.log
    for secret in (TOKEN, TOKEN.partition(":")[2] + " ", "Zoé-Trace", "mon secret", "jamais vu", str(zoe.id)):
        assert secret.encode() not in told, secret


def test_the_log_is_an_object_a_line_for_what_collects_it(week: KillableWeek) -> None:
    week.kill()
    week.log_format = "json"
    week.start_bot()
    zoe = week.citizen("Zoé")
    week.act("fault", kind="500", method="sendMessage", left=2)
    zoe.says("/start")
    told = [orjson.loads(line) for line in week.process.log.splitlines()]
    assert all(each.keys() >= {"at", "level", "part", "event", "message"} for each in told)
    failed = [each for each in told if each["event"] == "%s failed, again in %.1f s: %s"]
    assert failed and failed[0]["level"] == "WARNING" and "sendMessage failed" in failed[0]["message"]


def test_killed_after_every_message_of_a_proposal(week: KillableWeek) -> None:
    _set_up(week)
    camille = week.person("Camille")
    steps = (
        ("/proposer", "Qui propose"),
        ("Camille Martin, chargée d'innovation, camille@ville.fr", "Deux conditions"),
    )
    for said, heard in steps:
        week.act("say", person=camille.id, chat=camille.chat, content={"text": said})
        week.fetched()
        week.kill()
        week.start_bot()
        week.wait_for(camille.chat, heard)
    number = week.wait_for(camille.chat, "Deux conditions")
    data = number["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    week.act("tap", person=camille.id, chat=camille.chat, message=number["message_id"], data=data)
    week.fetched()
    week.kill()
    week.start_bot()
    week.wait_for(camille.chat, "Pour quel type")


def test_killed_before_anything_is_fetched_between_and_while_answering(week: KillableWeek) -> None:
    _set_up(week)
    people = [week.person(f"P{n}") for n in range(12)]
    for person in people:
        week.act("say", person=person.id, chat=person.chat, content={"text": "bonjour"})
    week.kill()
    for person in people:
        week.act("say", person=person.id, chat=person.chat, content={"text": "/rappels"})
    week.start_bot()
    week.kill()
    week.start_bot()
    for person in people:
        week.wait_for(person.chat, "Je suis le guide")
        week.wait_for(person.chat, "aucun rappel")


def test_replies_that_telegram_did_not_take_leave_after_the_restart(week: KillableWeek) -> None:
    _set_up(week)
    zoe = week.person("Zoé")
    week.act("fault", kind="500", method="sendMessage")
    week.act("say", person=zoe.id, chat=zoe.chat, content={"text": "bonjour"})
    week.fetched()
    week.kill()
    assert not [m for m in week.messages(zoe.chat) if m["from"]["is_bot"]]
    week.act("fault", kind="none")
    week.start_bot()
    week.wait_for(zoe.chat, "Je suis le guide")


def test_a_decision_takes_effect_once_though_killed_around_its_moment(week: KillableWeek) -> None:
    _set_up(week)
    camille = week.person("Camille")
    awa = week.person("Awa")
    chat = week.act("group", title="Comité", people=[awa.id])["id"]
    week.act("say", person=awa.id, chat=chat, content={"text": "/link secret"})
    week.wait_for(chat, "celui du comité")
    propose(camille)
    card = week.wait_for(chat, "2016-001 ·")
    accept = card["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
    week.act("tap", person=awa.id, chat=chat, message=card["message_id"], data=accept)
    week.wait_for(chat, "effet à")
    week.kill()
    week.act("clock", seconds=600)
    week.start_bot()
    week.wait_for(camille.chat, "est accepté")
    week.kill()
    week.start_bot()
    week.act("say", person=camille.id, chat=camille.chat, content={"text": "/propositions"})
    week.wait_for(camille.chat, "Votre proposition")
    # Killed between sending and marking, the message may come twice; never less, and the decision is one.
    assert len([m for m in week.messages(camille.chat) if "est accepté" in m.get("text", "")]) in (1, 2)
    database = Database(week.database_url)
    with database.tx() as tx:
        moves = [move.after for move in proposals.history(tx, 1)]
    database.close()
    assert moves == ["submitted", "accepted"]
