"""Which of the two languages a message is in, by the small words that only one of them has."""

from conversations.understanding.text.folding import words_of
from storage.analyser import fold

FRENCH = frozenset(
    "bonjour bonsoir salut quoi est ce que qui quels quelles quel quelle je tu il nous vous ma mes le"
    " les des du au aux une dans pour pres chez avec sans sur demain aujourd hui hier semaine prochaine"
    " prochain cette ces cet soir apres midi matin atelier ateliers evenement evenements voudrais veux"
    " cherche merci oui lundi mardi mercredi jeudi vendredi samedi dimanche et ou y en ligne autour moi"
    " aide janvier fevrier avril juin juillet aout septembre octobre novembre decembre heure heures avant jusqu"
    " veille".split()
)
ENGLISH = frozenset(
    "hello hi hey what which who when where how is are the my i me you near around in on at this next"
    " tomorrow today yesterday tonight week weekend for with without and of to please thanks thank yes"
    " monday tuesday wednesday thursday friday saturday sunday event events workshop workshops talk"
    " anything something looking want would like help show find any s from"
    " january february march april june july august september october november december hour hours before until"
    " till th nd rd noon midnight half excluding".split()
)


def language_of(text: str) -> str | None:
    """`fr`, `en`, or None where nothing tells."""
    keys = words_of(fold(text))
    french = sum(map(FRENCH.__contains__, keys))
    english = sum(map(ENGLISH.__contains__, keys))
    if french == english:
        return None
    return "fr" if french > english else "en"
