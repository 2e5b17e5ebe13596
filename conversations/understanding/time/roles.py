"""Words that say what the time behind them is for: a deadline, a break, a welcome, an end."""

DEADLINE = frozenset(
    "inscription inscriptions inscrire inscrivez reponse reponses rsvp register registration limite"
    " deadline confirmer reserver reservation reservations candidature candidatures signup"
    " annule annulee annulees cancelled canceled booking bookings badges badge deposer"
    " postuler apply applications".split()
)
BREAK = frozenset("pause pauses break coupure interruption entree admission entry repas".split())
WELCOME = frozenset("accueil welcome cafe coffee doors portes ouverture arrivee arrival emargement rendez rdv".split())
ENDING = frozenset(
    "fin cloture ferme ferment fermeture closes closing end ends ending finish finishes finishing"
    " termine terminera terminant finit finira".split()
)
PASSED_OVER = ("deadline", "break")
ROLES = {
    word: role
    for role, words in (("deadline", DEADLINE), ("break", BREAK), ("welcome", WELCOME), ("ending", ENDING))
    for word in words
}


def role_of(word: str) -> str | None:
    """What the time behind this word is for; None where it says nothing of that."""
    return ROLES.get(word)
