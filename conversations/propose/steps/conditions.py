"""The two conditions to be listed: open to the public, entirely free."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.exchange import Text
from conversations.form.steps import NO, Asked, Given, Option, Picked, Reading, Said, Scene, Unclear, always, yes_or_no
from conversations.understanding.question import conditions_said
from conversations.understanding.text import words_of
from storage.analyser import fold
from storage.answers import Answers

REFUSING = NO | {"pas", "not", "ni", "sauf"}
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
        """Only a yes to both goes on, by a button or in words: `oui`, `ouvert à tous et gratuit`."""
        option = said.option if isinstance(said, Picked) else yes_or_no(said) or self._in_words(said)
        if option == "yes":
            return Given({self.field: True})
        if option in OPTIONS:
            raise Unclear(f"propose.conditions.{option}_explained")
        raise Unclear("form.choose", example=scene.w("propose.conditions.yes"))

    @staticmethod
    def _in_words(said: Said) -> str | None:
        """A yes to both; one alone is taken up, and the other asked for. Raises Unclear."""
        if not isinstance(said, Text) or REFUSING & {fold(word) for word in words_of(said.body)}:
            return None
        told = conditions_said(said.body)
        if len(told) == 1:
            raise Unclear(f"propose.conditions.only_{told.pop()}")
        return "yes" if told else None
