"""Why a picture is not taken."""

LARGEST_FILE = 5 * 1024 * 1024  # bytes


class NoPicture(Exception):
    """The bytes are no picture that is taken; `code` says why: `too_large`, `not_a_picture`, `too_many_pixels`,
    `gone`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
