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
JOINING = small_words("whereabouts", "joining")


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


def other_places(sentence: Sentence, place: Place, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Of several places one counts; the others are no words to look for. Gives those that might be asked for as well:
    `Paris or Lyon`, but not `Lille, Nord`.
    """
    beside: list[Place] = []
    for _ in range(MOST_PLACES - 1):
        other = Placing(sentence, gazetteer, another=True).first_name()
        if other is None:
            break
        if sentence.before(min(other.used), TO) in JOINING and not _one_in_the_other(place, other.place):
            beside.append(other.place)
        sentence.use(other.used)
    return tuple(beside)


def _one_in_the_other(one: Place, other: Place) -> bool:
    """Whether one of them is, or is named to say, where the other lies."""
    areas = {"region", "departement"}
    either = {one.kind, other.kind}
    within = one.region == other.region if "region" in either else one.departement == other.departement
    return one.code == other.code or (bool(either & areas) and within)


def _expressions(sentence: Sentence) -> frozenset[int]:
    """The words of expressions that the vocabulary knows: `table ronde` is not the commune La Table."""
    words = sentence.words
    stems = [stem(sentence.tokens[n].key) for n in words]
    held: set[int] = set()
    for at in range(len(stems)):
        if (hit := sentence.lexicon.at(stems, at, sentence.language)) and hit[1] > 1:
            held.update(words[at : at + hit[1]])
    return frozenset(held)
