"""How far something is, as a bar."""

SIGNS = 12


def bar(done: int, total: int) -> str:
    """`▓▓▓░░░░░░░░░`."""
    filled = SIGNS * done // max(total, 1)
    return "▓" * filled + "░" * (SIGNS - filled)
