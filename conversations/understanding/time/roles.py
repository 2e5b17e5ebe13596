"""Words that say what the time behind them is for: a deadline, a break, somebody's telephone, a welcome, an end."""

DEADLINE = frozenset(
    "inscription inscriptions inscrire inscrivez reponse reponses rsvp register registration limite"
    " deadline confirmer reserver reservation reservations candidature candidatures signup"
    " annule annulee annulees cancelled canceled booking bookings book badges badge deposer"
    " postuler apply applications reply entries submissions dossiers".split()
)
BREAK = frozenset(
    "pause pauses break coupure interruption entree admission entry repas dejeuner lunch diner dinner".split()
)
CONTACT = frozenset("standard telephone tel accueil-telephonique renseignements".split())
WELCOME = frozenset("accueil welcome cafe coffee doors portes ouverture arrivee arrival emargement rendez rdv".split())
ENDING = frozenset(
    "fin cloture ferme ferment fermeture close closes closing end ends ending finish finishes finishing"
    " termine terminera terminant terminent terminons finit finira finissons finissent quitte quittons acheve"
    " achevera achever acheveront wrap wraps wrapping".split()
)
PASSED_OVER = ("deadline", "break", "contact")
ROLES = {
    word: role
    for role, words in (
        ("deadline", DEADLINE), ("break", BREAK), ("contact", CONTACT), ("welcome", WELCOME), ("ending", ENDING)
    )
    for word in words
}  # fmt: skip


def role_of(word: str) -> str | None:
    """What the time behind this word is for; None where it says nothing of that."""
    return ROLES.get(word)
