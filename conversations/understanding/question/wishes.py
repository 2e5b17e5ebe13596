"""What somebody wants: to be shown what is on, or one of the other things that the bot does."""

from conversations.understanding.lexicon import LEADS, Sentence, intents, wishes
from conversations.understanding.place import Place
from conversations.understanding.question.speakers import spoken_of_oneself
from conversations.understanding.text import stem, stems_in
from conversations.understanding.vocabulary import small_words

ASKS = small_words("wishes", "asks")
SUBJECT_INTENTS = (
    "cancel_reminder",
    "cancel_alert",
    "move_reminder",
    "reminders",
    "remind",
    "alert",
    "status",
    "proposals",
    "propose",
    "register",
)
REMINDING = ("cancel", "move", "reminder", "remind", "nudge", "tell_me")  # kinds of words
LONGEST_TOPIC = 90  # characters of a question that is no more than one of these
MOST_TALK = 2  # words that are not known in what is no more than talk
THANKS = small_words("wishes", "thanks")
PLAIN_INTENTS = ("privacy", "unsubscribe", "language", "help")
CLAUSE = frozenset(", . ; : ? !".split()) | {"\n"}
QUOTES = {"«": frozenset("»"), "“": frozenset("”"), '"': frozenset('"')}


def intent_of(sentence: Sentence, place: Place | None, timed: bool, words: str, reminded: bool) -> str:
    """The intent. `timed`: a time is said; `words`: what else to search for; `reminded`: when to remind is said."""
    told = _told(sentence)
    criteria = any(sentence.found.values())
    subject = next((intent for intent in SUBJECT_INTENTS if intent in told), None)
    if subject == "register" and "none" in told and not sentence.naming:
        return "none"
    if subject:
        asks_reminder = subject == "move_reminder" or (subject == "alert" and reminded)
        return "remind" if asks_reminder else subject
    if "outside" in told and place is None:
        return "none"
    bare = not criteria and not timed
    plain = next((intent for intent in PLAIN_INTENTS if intent in told), None)
    if plain and bare and (place is None or place.kind == "here"):
        return plain
    if "privacy" in told and not criteria:
        return "privacy"
    if "none" in told and not sentence.naming:
        return "none"
    if "alone" in told and bare and place is None and len(words.split()) <= 1 and not sentence.naming:
        return "none"
    if place is not None:
        return "nearby"
    if bare and "smalltalk" in told and (len(words.split()) <= MOST_TALK or _thanks_first(sentence)):
        return "smalltalk"
    if criteria:
        return "search"
    if words:
        first = next((token.key for token in sentence.tokens if not token.mark), "")
        return "none" if first in ASKS and not timed and "programme" not in told else "search"
    return "programme" if timed or "programme" in told else "none"


def topic_of(text: str) -> str | None:
    """What newcomers ask first: `week`, `free`, `where`, `lasting`; None where a text asks something else, or more."""
    if len(text) > LONGEST_TOPIC:
        return None
    return wishes().topic(wishes().kinds_in(stems_in(text)))


def names_next_week(text: str) -> bool:
    """Whether it speaks of the next Week: `prévenez-moi de la prochaine édition`."""
    return "next_one" in wishes().kinds_in(stems_in(text))


def moves_reminder(text: str) -> bool:
    """`décale le rappel à une heure avant`, `change the reminder`: the one that there is, not another."""
    stems = stems_in(text)
    return "move_reminder" in intents().fitting(stems) | wishes().fitting(wishes().kinds_in(stems))


def _thanks_first(sentence: Sentence) -> bool:
    """`Mille mercis, vous m'avez bien rendu service`, not `merci de me dire ...`."""
    keys = [sentence.tokens[at].key for at in sentence.words[:4]]
    thanked = next((n for n, key in enumerate(keys) if key in THANKS), None)
    return thanked is not None and keys[thanked + 1 : thanked + 2] not in (["de"], ["for"], ["d"])


def spoken_for(sentence: Sentence, intent: str) -> set[int]:
    """The tokens of the words that only say what is wanted: `scrap the reminder for that debate`."""
    if intent not in ("cancel_reminder", "remind"):
        return set()
    kinds = wishes().kinds_in([stem(sentence.tokens[at].key) for at in sentence.words])
    return {sentence.words[at] for kind in REMINDING for at in kinds.get(kind, ())}


def _told(sentence: Sentence) -> frozenset[str]:
    """Every intent of which a phrase stands in the sentence, outside what an event is about."""
    matter = _matter(sentence)
    told = _fitting(sentence, matter)
    if "none" in told and (spoken := spoken_of_oneself(sentence)):  # "je suis taxi"
        told -= {"none"} - _fitting(sentence, matter | spoken)
    return told


def _fitting(sentence: Sentence, left_out: set[int]) -> frozenset[str]:
    stems = ["" if at in left_out else _stem(sentence, at) for at in sentence.words]
    composed = wishes().fitting(wishes().kinds_in(stems))
    named = intents().fitting(stems)
    return composed | (named - {"proposals"} if "propose" in composed else named)  # "how do I add my event"


def _stem(sentence: Sentence, at: int) -> str:
    """The stem of a word; what is still free may be a slip of a word that tells an intent."""
    found = stem(sentence.tokens[at].key)
    return intents().spelled(found, sentence.lexicon) if sentence.free[at] else found


def _matter(sentence: Sentence) -> set[int]:
    """What an event is about, behind `conférence sur` or in quotes behind it: words that ask for nothing."""
    matter: set[int] = set()
    if not sentence.naming:
        return matter
    until: frozenset[str] | None = None
    for at, token in enumerate(sentence.tokens):
        named = any(n in sentence.naming for n in range(at - 3, at))
        if until is not None and (token.key in until or (until is CLAUSE and at in sentence.elsewhere)):
            until = None
        elif until is not None:
            matter.add(at)
        elif named and token.key in LEADS:
            until = CLAUSE
        elif named and token.key in QUOTES:
            until = QUOTES[token.key]
    return matter
