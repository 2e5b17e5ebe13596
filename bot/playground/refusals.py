"""What Telegram says no with: its error codes and its words."""

from typing import Any


class Refused(Exception):
    """A Bot API error: HTTP status, description, and parameters such as `retry_after`."""

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def body(self) -> dict[str, Any]:
        """The JSON that Telegram answers with."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(what: str) -> Refused:
    """400, as Telegram words it."""
    return Refused(f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """403, as Telegram words it."""
    return Refused(f"Forbidden: {what}", 403)


def too_many(seconds: int) -> Refused:
    """429, with the seconds to wait."""
    return Refused(f"Too Many Requests: retry after {seconds}", 429, retry_after=seconds)
