"""An event's picture: what was sent is made anew, and nothing but its pixels gets through."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from storage import personal, pictures, proposals
from storage.answers import Answers
from storage.database import Database
from tests.people import Person
from tests.rules.test_moves import NOW, fresh
from tests.scenarios.proposing import add_more, propose
from tests.week import Week

EXIF_ORIENTATION, EXIF_ARTIST = 0x0112, 0x013B


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """A picture whose left half is red, with metadata, to be turned upright."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_ARTIST] = 6, "Camille Martin"
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def send(person: Person, content: bytes, *, image: bool = True) -> None:
    """Sends a photo, or a file."""
    encoded = base64.b64encode(content).decode()
    body = {"name": "photo.jpg", "base64": encoded, "image": image}
    person.week.act("file", person=person.id, chat=person.chat, **body)
    person.week.settle()


@pytest.fixture
def camille(week: Week) -> Person:
    """An organiser at the question for a picture."""
    camille = week.organiser("Camille")
    propose(camille)
    add_more(camille, "Image")
    return camille


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_upright_and_says_nothing_of_who_took_it(week: Week, camille: Person, kind: str) -> None:
    send(camille, photo(kind=kind), image=kind == "JPEG")
    assert "✓ Image" in camille.buttons
    kept = week.stored(lambda tx: pictures.content_of(tx, 1))
    with Image.open(BytesIO(kept)) as made:
        assert made.format == "JPEG" and made.size == (40, 60) and not made.getexif()
        red, white = made.getpixel((20, 5)), made.getpixel((20, 55))
        assert isinstance(red, tuple) and isinstance(white, tuple) and red[1] < 60 and white[1] > 200


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"GIF89a, or so it says", "propose.picture.not_a_picture"),
        (photo()[:200], "propose.picture.not_a_picture"),
        (photo().replace(b"\x01\x3b\x00\x02", b"\x01\x00\x00\x02"), "propose.picture.not_a_picture"),  # odd EXIF
        (photo() + b"\0" * 5 * 1024 * 1024, "propose.picture.too_large"),
        (photo((9000, 6000), "PNG"), "propose.picture.too_many_pixels"),
    ],
)
def test_what_is_no_picture_is_told_why(camille: Person, content: bytes, key: str) -> None:
    send(camille, content, image=False)
    assert camille.sees.means(key)
    assert camille.says("tenez").means("propose.picture.none")


def test_a_file_that_telegram_has_lost_concerns_nobody_else(week: Week, camille: Person) -> None:
    week.fails("404", method="getFile", left=1)
    send(camille, photo())
    assert camille.sees.means("propose.picture.gone")
    assert week.citizen("Zoé").says("/aide").means("account.help")


def test_a_picture_that_nobody_has_is_swept_and_one_goes_with_its_owner(database: Database) -> None:
    with database.tx() as tx:
        proposal = fresh(tx)
        kept, unused = (pictures.add(tx, b"jpeg", by=5, now=NOW) for _ in range(2))
        proposals.save(tx, proposal, Answers(picture=kept), now=NOW)
        pictures.sweep(tx, NOW + timedelta(hours=1))
        assert pictures.content_of(tx, unused)  # it may be on its way
        pictures.sweep(tx, NOW + timedelta(days=2))
        assert pictures.content_of(tx, kept) and not pictures.content_of(tx, unused)
        assert "content" not in personal.told(tx, 5)["pictures"][0]
        pictures.sent(tx, kept, "known to Telegram")
        personal.erase(tx, 5)
        assert pictures.content_of(tx, kept) is None and pictures.file_id_of(tx, kept) is None


def test_readers_and_committee_see_it_and_it_is_uploaded_once(week: Week) -> None:
    group = week.committee("Awa")
    camille, zoe = week.organiser("Camille"), week.citizen("Zoé")
    reference = propose(camille)
    group.awa.taps("card.accept", message=group.awa.card(f"{reference} ·"))
    group.awa.taps("card.at_once")
    add_more(camille, "Image")
    send(camille, photo())
    camille.taps("form.to_preview")
    camille.taps("preview.hand_in")
    for reader in (zoe, week.citizen("Léo")):
        reader.opens(f"e_{reference}")
        reader.taps("event.picture")
        assert "photo" in reader.last
    known = week.stored(lambda tx: pictures.file_id_of(tx, 1))
    sent = [params["photo"] for method, params in week.playground.requests if method == "sendPhoto"]
    assert sent == [known, known]  # what was uploaded has got an id, which is used from then on
