"""Where scenarios of changes begin: a committee, an organiser, and what she has had accepted."""

from tests.people import Group, Person
from tests.scenarios.proposing import propose
from tests.week import Week


def accepted(week: Week, group: Group, camille: Person) -> str:
    """Camille's proposal, accepted."""
    reference = propose(camille)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    assert camille.sees.means("decided.accepted")
    return reference


def edit(camille: Person, field: str, *said: str) -> None:
    """Opens the newest proposal and answers one field anew; what is sent is up to the caller."""
    camille.says("/propositions")
    camille.presses(camille.last["message_id"], camille.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    camille.taps("mine.edit")
    camille.taps(f"field.{field}")
    for each in said:
        camille.says(each)


def reminded(zoe: Person, reference: str) -> None:
    """A citizen sets a reminder."""
    zoe.opens(f"e_{reference}")
    zoe.taps("remind.eve")
