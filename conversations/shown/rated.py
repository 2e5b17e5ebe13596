"""What people said of an event, for its organisers and the committee."""

from markupsafe import Markup

from conversations.shown.answers import shortened
from conversations.wording.catalogue import Wording
from conversations.wording.moments import decimal
from storage.ratings import Rated

MOST_WORDS, LONGEST = 5, 200  # that are shown, and characters of each


def rating_lines(w: Wording, rated: Rated) -> Markup:
    """The mean, how many, and the last words, without whose they are."""
    head = w("mine.rated", mean=decimal(w, rated.mean), count=rated.number)
    said = rated.words[:MOST_WORDS]
    words = [Markup("<i>{}</i>").format(w("chip.quoted", words=shortened(each, LONGEST))) for each in said]
    return Markup("\n").join([head, *words])
