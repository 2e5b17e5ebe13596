"""The two conditions to be listed: open to the public, entirely free."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.form.steps import Asked, Given, Option, Picked, Reading, Said, Scene, Unclear, always, yes_or_no
from storage.answers import Answers

OPTIONS = ("yes", "not_open", "not_free")


@dataclass(frozen=True)
class ConditionsStep:
    """Both are confirmed in one tap; a no explains the conditions and keeps the draft."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question and its three answers."""
        w = scene.w
        return Asked(w("propose.conditions.ask"), [[Option(w.plain(f"propose.conditions.{o}"), o)] for o in OPTIONS])

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """Only a yes to both goes on."""
        option = said.option if isinstance(said, Picked) else yes_or_no(said)
        if option == "yes":
            return Given({self.field: True})
        if option in OPTIONS:
            raise Unclear(f"propose.conditions.{option}_explained")
        raise Unclear("form.choose", example=scene.w("propose.conditions.yes"))
