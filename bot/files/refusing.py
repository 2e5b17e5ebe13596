"""Why a file that was sent is not taken."""

LARGEST_PICTURE = 5 * 1024 * 1024  # bytes
LARGEST_IMPORT = 20 * 1024 * 1024  # bytes: more a bot cannot fetch from Telegram


class FileRefused(Exception):
    """The file is none that is taken; `code` says why: `too_large`, `gone`; of a picture `not_a_picture`,
    `too_many_pixels`; of what is to be imported `unreadable`, `empty` and the like, `detail` what more there is to say.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail
