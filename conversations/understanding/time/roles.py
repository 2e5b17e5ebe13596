"""Words that say what the time behind them is for: a deadline, a break, somebody's telephone, a welcome, an end."""

from conversations.understanding.vocabulary import table_of

PASSED_OVER = ("deadline", "break", "contact")
ROLES = {word: role for role, words in table_of("time.toml")["roles"].items() for word in words}


def role_of(word: str) -> str | None:
    """What the time behind this word is for; None where it says nothing of that."""
    return ROLES.get(word)
