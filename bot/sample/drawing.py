"""Pictures for the sample programme, drawn of plain shapes: one a theme, always the same."""

from colorsys import hls_to_rgb
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from storage.terms import THEMES

SIZE = (1200, 750)
SHAPES = 9
Colour = tuple[int, int, int]


def picture_of(theme: str) -> bytes:
    """A JPEG: a ground in the theme's colour, and circles and bars on it."""
    random = Random(theme)
    hue = THEMES.index(theme) / len(THEMES)
    image = Image.new("RGB", SIZE, _colour(hue, 0.88))
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(SHAPES):
        fill = (*_colour(hue + random.uniform(-0.08, 0.08), random.uniform(0.35, 0.7)), random.randrange(90, 200))
        across, down, reach = random.randrange(SIZE[0]), random.randrange(SIZE[1]), random.randrange(60, 260)
        if random.random() < 0.6:
            draw.ellipse((across - reach, down - reach, across + reach, down + reach), fill=fill)
        else:
            draw.rounded_rectangle((across, down, across + 3 * reach, down + reach // 2), reach // 4, fill=fill)
    out = BytesIO()
    image.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _colour(hue: float, lightness: float) -> Colour:
    red, green, blue = hls_to_rgb(hue % 1.0, lightness, 0.6)
    return round(red * 255), round(green * 255), round(blue * 255)
