"""A picture that somebody sent, made anew: what it is is told by its bytes, and nothing but its pixels gets through."""

from io import BytesIO

from PIL import Image, ImageOps

from bot.files.refusing import LARGEST_PICTURE, FileRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000  # a telephone's largest photo; a bomb has more
LONGEST_SIDE = 1600  # points of what is kept
QUALITY = 85
WHITE = (255, 255, 255)


def picture(content: bytes) -> bytes:
    """A JPEG of at most 1600 points a side, upright, without metadata. Raises FileRefused. Takes up to a second."""
    if len(content) > LARGEST_PICTURE:
        raise FileRefused("too_large")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as source:
            if source.width * source.height > MOST_PIXELS:
                raise FileRefused("too_many_pixels")
            source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(source)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            whole = _on_white(upright)
            out = BytesIO()
            whole.save(out, "JPEG", quality=QUALITY, optimize=True)
            return out.getvalue()
    except (FileRefused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise FileRefused("too_many_pixels") from None
    except Exception:  # noqa: BLE001 - bytes that are no picture, or a broken one, trip Pillow up in many ways
        raise FileRefused("not_a_picture") from None


def _on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency."""
    whole = image.convert("RGBA")
    ground = Image.new("RGB", whole.size, WHITE)
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground
