"""Who proposes: name, function and professional e-mail in one answer, kept for the next time."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from conversations.exchange import Button, Card, Content, Tap, Turn
from conversations.form import Condition, Unclear, always, tap, typed
from conversations.tidying import is_visible, length_of, tidy
from conversations.wording.catalogue import Wording
from storage import people
from storage.proposals import Answers, Proposal, proposals_of

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BETWEEN = re.compile(r"[,;\n|]+|\s[–—-]\s")
LONGEST = 120


@dataclass(frozen=True)
class WhoStep:
    """Reads `Camille Martin, chargée d'innovation, camille.martin@ville.fr`."""

    field: str
    when: Condition = always

    def ask(self, turn: Turn, proposal: Proposal, answers: Answers) -> Card:
        """The question; who has proposed before may tap what was said then."""
        known = turn.person.details
        text = turn.w("propose.who.ask")
        if not answers.title:
            text += Markup("\n\n") + turn.w("propose.who.paste")
        if not known:
            return Card(text)
        label = f"{known['who']} · {known['email']}"[:60]
        return Card(text, [[Button(label, tap("choose", proposal, "who.known"))]])

    def read(self, turn: Turn, content: Content, answers: Answers) -> Answers:
        """The three, in any order of the e-mail; what is missing is said."""
        if isinstance(content, Tap):
            if not turn.person.details:
                raise Unclear("form.moved_on")
            return answers.model_copy(update=dict(turn.person.details))
        said = read_who(typed(content, turn.w("propose.who.example")))
        people.change(turn.tx, turn.person.id, details=said)
        turn.person.details = dict(said)
        return answers.model_copy(update=said)

    def show(self, w: Wording, answers: Answers) -> str:
        """Name, function, e-mail."""
        return f"{answers.who}, {answers.who_function}, {answers.email}" if answers.who else ""


def read_who(text: str) -> dict[str, str]:
    """`who`, `who_function` and `email` of an answer. Raises Unclear, which names what is missing."""
    found = _EMAIL.search(text)
    if found is None:
        raise Unclear("propose.who.no_email")
    rest = tidy(text[: found.start()] + "\n" + text[found.end() :])
    parts = [part.strip(" <>()\"'.:") for part in _BETWEEN.split(rest)]
    parts = [" ".join(part.split()) for part in parts if is_visible(part) and any(map(str.isalpha, part))]
    if len(parts) < 2:
        raise Unclear("propose.who.no_function" if parts else "propose.who.no_name")
    name, function = parts[0], ", ".join(parts[1:])
    if max(map(length_of, (name, function, found.group()))) > LONGEST:
        raise Unclear("propose.who.too_long", most=LONGEST)
    return {"who": name, "who_function": function, "email": found.group()}


def organisations_of(turn: Turn, answers: Answers) -> list[str]:
    """The organisations that the person proposed for before, the latest first."""
    named = (str(p.answers.get("organisation") or "") for p in proposals_of(turn.tx, turn.person.id))
    return list(dict.fromkeys(name for name in named if name))
