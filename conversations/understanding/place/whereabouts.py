"""Which of the places that a question names it is about."""

from conversations.understanding.lexicon import Sentence
from conversations.understanding.place.gazetteer import Gazetteer, Place
from conversations.understanding.place.placing import Placing
from conversations.understanding.text import stem
from conversations.understanding.time import Atom
from conversations.understanding.vocabulary import small_words

MOST_PLACES = 3
NEXT_TO = 4  # tokens between a correction and the place that it puts right
TO = small_words("whereabouts", "to")
DISMISSING = small_words("whereabouts", "dismissing")


def place_of(sentence: Sentence, atoms: list[Atom], gazetteer: Gazetteer) -> Place | None:
    """The first place; where it is dismissed (`pas à Lille`) or put right (`à Lyon, non, à Nantes`) the next."""
    held = _expressions(sentence)
    found = Placing(sentence, gazetteer, held).find()
    if found is None:
        return None
    sentence.use(found.used)
    dismissed = sentence.before(min(found.used), TO) in DISMISSING
    corrections = [atom.end for atom in atoms if atom.kind == "correct" and atom.first > max(found.used)]
    if dismissed or corrections:
        other = Placing(sentence, gazetteer, held).first_name()
        if other and (dismissed or any(min(other.used) - end <= NEXT_TO for end in corrections)):
            sentence.use(other.used)
            return other.place
    return None if dismissed else found.place


def use_other_places(sentence: Sentence, gazetteer: Gazetteer) -> None:
    """Of several places one counts; the others are no words to look for."""
    for _ in range(MOST_PLACES - 1):
        other = Placing(sentence, gazetteer, another=True).first_name()
        if other is None:
            return
        sentence.use(other.used)


def _expressions(sentence: Sentence) -> frozenset[int]:
    """The words of expressions that the vocabulary knows: `table ronde` is not the commune La Table."""
    words = sentence.words
    stems = [stem(sentence.tokens[n].key) for n in words]
    held: set[int] = set()
    for at in range(len(stems)):
        if (hit := sentence.lexicon.at(stems, at, sentence.language)) and hit[1] > 1:
            held.update(words[at : at + hit[1]])
    return frozenset(held)
