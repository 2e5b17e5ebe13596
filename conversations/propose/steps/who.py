"""Who proposes: name, function and professional e-mail in one answer, kept for the next time."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from markupsafe import Markup

from conversations.form.steps import Asked, Given, Option, Picked, Reading, Said, Scene, Unclear, always, typed
from conversations.tidying import is_visible, length_of, tidy
from storage.answers import Answers

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BETWEEN = re.compile(r"[,;\n|]+|\s[–—-]\s")
# `je suis Camille Durand`, `mon mail c'est`: said around a name and an address.
_INTRODUCES = re.compile(
    r"^(?:(?:bonjour|hello|hi)\b\W*)?"
    r"(?:(?:je suis|je m['’]appelle|moi c['’]est|i am|i['’]m|my name is|nom|name)\b[\s:]*)?",
    re.IGNORECASE,
)
_NAMES_THE_ADDRESS = re.compile(
    r"^(?:(?:mon|my|et mon|and my)\s+)?(?:adresse\s+)?(?:e-?mail|mail|courriel|adresse)\b"
    r"(?:\s+(?:professionnelle?|address|est|is|c['’]est|:))*\s*:?$",
    re.IGNORECASE,
)
LONGEST_DETAIL = 120  # characters
BEGUN, LONGEST_BEGUN = "begun", 400  # what was given so far, characters
DETAILS = ("who", "who_function", "email")


@dataclass(frozen=True)
class WhoStep:
    """Reads `Camille Martin, chargée d'innovation, camille.martin@ville.fr`."""

    field: str
    when: Callable[[Answers], bool] = always

    def ask(self, scene: Scene[Answers], form: str) -> Asked:
        """The question; who has proposed before may pick what was said then."""
        text = scene.w("propose.who.ask")
        if not scene.answers.title:
            text += Markup("\n\n") + scene.w("propose.who.paste")
        details = scene.known.details
        if not details:
            return Asked(text)
        return Asked(text, [[Option(f"{details['who']} · {details['email']}"[:60], "known")]])

    def read(self, scene: Scene[Answers], said: Said, form: str) -> Reading:
        """The three, the e-mail anywhere; what is missing is said."""
        if isinstance(said, Picked):
            if not scene.known.details:
                raise Unclear("form.moved_on")
            return Given(dict(scene.known.details))
        text = typed(said, scene.w("propose.who.example"))
        begun = str(scene.meanwhile.get(BEGUN) or "")
        if begun:
            with suppress(Unclear):  # all of it was written anew
                return Given(dict(read_who(text)))
            text = f"{begun}\n{text}"
        try:
            return Given(dict(read_who(text)))
        except Unclear as wrong:  # what was given so far waits for the rest
            raise Unclear(wrong.key, meanwhile={BEGUN: text[:LONGEST_BEGUN]}, **wrong.values) from None


def read_who(text: str) -> dict[str, str]:
    """`who`, `who_function` and `email` of an answer. Raises Unclear, which names what is missing."""
    found = _EMAIL.search(text)
    if found is None:
        raise Unclear("propose.who.no_email")
    rest = tidy(text[: found.start()] + "\n" + text[found.end() :])
    parts = [part.strip(" <>()\"'.:–—-") for part in _BETWEEN.split(rest)]
    parts = [_INTRODUCES.sub("", part, count=1) for part in parts if not _NAMES_THE_ADDRESS.match(part)]
    parts = [" ".join(part.split()) for part in parts if is_visible(part) and any(map(str.isalpha, part))]
    if len(parts) < 2:
        raise Unclear("propose.who.no_function" if parts else "propose.who.no_name")
    name, function = parts[0], ", ".join(parts[1:])
    if max(map(length_of, (name, function, found.group()))) > LONGEST_DETAIL:
        raise Unclear("propose.who.too_long", most=LONGEST_DETAIL)
    return {"who": name, "who_function": function, "email": found.group()}
