"""The buttons below a page of several."""

from collections.abc import Callable

from conversations.exchange import Button, Tap
from conversations.wording.catalogue import Wording


def pager_rows(w: Wording, page: int, pages: int, tap: Callable[[int], Tap]) -> list[list[Button]]:
    """The page before, which one this is (from 0), the next: around the end to the beginning. None for a single one."""
    if pages <= 1:
        return []
    return [
        [
            Button(w.plain("results.back"), tap((page - 1) % pages)),
            Button(f"{page + 1} / {pages}", tap(page)),
            Button(w.plain("results.more"), tap((page + 1) % pages)),
        ]
    ]
