"""How many examples a property is tried with: few where one waits for them, THOROUGH times as many in `make soak`."""

import os

THOROUGH = int(os.environ.get("THOROUGH", "1"))


def examples(few: int) -> int:
    """So many, or as many times more as THOROUGH says."""
    return few * THOROUGH
