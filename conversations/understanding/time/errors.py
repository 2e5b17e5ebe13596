"""What is said of a text that a reader cannot answer."""

from typing import Literal

# Of sessions, the first that applies in this order; of a reminder's moment.
Code = Literal[
    "impossible", "mismatch", "no_date", "no_time", "no_end", "end_before_start", "past",
    "not_understood", "after_start",
]  # fmt: skip


class NotUnderstood(Exception):
    """What is missing or wrong in an answer."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code
