"""What is said of a text that a reader cannot answer."""


class NotUnderstood(Exception):
    """What is missing or wrong in an answer: `code` is one of the reader's ERRORS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
