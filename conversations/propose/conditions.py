"""The two conditions to be listed: open to the public, entirely free."""

from dataclasses import dataclass

from conversations.exchange import Button, Card, Content, Tap, Turn
from conversations.form import Condition, Unclear, always, tap, yes_or_no
from conversations.wording.catalogue import Wording
from storage.proposals import Answers, Proposal

OPTIONS = ("yes", "not_open", "not_free")


@dataclass(frozen=True)
class ConditionsStep:
    """Both are confirmed in one tap; a no explains the conditions and keeps the draft."""

    field: str
    when: Condition = always

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question and its three answers."""
        rows = [
            [
                Button(
                    turn.w.plain(f"propose.conditions.{option}"),
                    tap("choose", proposal, f"conditions.{option}"),
                )
            ]
            for option in OPTIONS
        ]
        return Card(turn.w("propose.conditions.ask"), rows)

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """Only a yes to both goes on."""
        option = content.value.partition(".")[2] if isinstance(content, Tap) else yes_or_no(content)
        if option == "yes":
            return answers.model_copy(update={"conditions": True})
        if option in OPTIONS:
            raise Unclear(f"propose.conditions.{option}_explained")
        raise Unclear("form.choose", example=turn.w("propose.conditions.yes"))

    def show(self, w: Wording, answers: Answers) -> str:
        """Confirmed, or nothing."""
        return w.plain("propose.conditions.confirmed") if answers.conditions else ""
