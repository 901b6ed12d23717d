"""Photographs for the invented reports, drawn by us so that they show nobody and nowhere."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

type Colour = tuple[int, int, int]
type Box = tuple[int, int, int, int]

SIZE = (1200, 900)
_STEEL, _DARK, _RUBBER = (150, 158, 166), (34, 40, 48), (24, 26, 30)


def draw(scene: str, chance: random.Random) -> bytes:
    """Return a JPEG of a scene: lock, park, glass, bags or shelter."""
    sky, ground, paint = _SCENES[scene]
    image = _backdrop(sky, ground)
    paint(ImageDraw.Draw(image), chance)
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    grain = Image.effect_noise(SIZE, 18).convert("RGB")
    image = Image.blend(image, grain, 0.08)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    return file.getvalue()


def _backdrop(sky: Colour, ground: Colour) -> Image.Image:
    image = Image.new("RGB", SIZE)
    pencil = ImageDraw.Draw(image)
    for y in range(SIZE[1]):
        above = y < 520
        base, share = (sky, y / 520) if above else (ground, (y - 520) / 380)
        shade = tuple(int(c * (0.82 + 0.18 * share if above else 1.05 - 0.3 * share)) for c in base)
        pencil.line((0, y, SIZE[0], y), fill=shade)
    return image


def _lock(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in range(140, 1200, 260):
        pencil.arc((x, 220, x + 180, 620), 180, 360, fill=_STEEL, width=26)
        pencil.line((x + 12, 420, x + 12, 720), fill=_STEEL, width=26)
        pencil.line((x + 168, 420, x + 168, 720), fill=_STEEL, width=26)
    # The lock that was cut: two ends that do not meet.
    pencil.arc((430, 600, 700, 800), 200, 335, fill=_RUBBER, width=24)
    pencil.line((410, 742, 560, 800), fill=_RUBBER, width=24)
    pencil.line((640, 812, 760, 770), fill=_RUBBER, width=24)
    for x in (560, 640):
        pencil.ellipse((x - 13, 792, x + 13, 818), fill=(214, 214, 208))
    for _ in range(60):
        x, y = chance.randrange(480, 740), chance.randrange(800, 860)
        pencil.point((x, y), fill=(230, 230, 226))


def _park(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in (120, 420, 930):
        pencil.rectangle((x, 300, x + 34, 560), fill=(92, 70, 52))
        pencil.ellipse((x - 110, 80, x + 150, 360), fill=(64, 104, 62))
    for _ in range(900):
        x, y = chance.randrange(1200), chance.randrange(540, 900)
        pencil.line((x, y, x + chance.randrange(-6, 7), y - 30), fill=(70, 118, 58), width=2)
    # A bin lid turned over in the grass.
    pencil.ellipse((500, 690, 780, 800), fill=(58, 66, 74))
    pencil.ellipse((530, 700, 750, 776), outline=(98, 108, 118), width=6)


def _glass(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pencil.rectangle((330, 60, 870, 760), fill=_DARK)
    pencil.rectangle((370, 100, 830, 720), fill=(128, 156, 168))
    middle = (560, 480)
    for _ in range(22):
        far = (chance.randrange(370, 830), chance.randrange(100, 720))
        pencil.line((*middle, *far), fill=(226, 236, 240), width=3)
    pencil.polygon([(470, 400), (600, 380), (670, 500), (600, 610), (480, 560)], fill=(20, 24, 28))
    for _ in range(140):
        x, y = chance.randrange(300, 900), chance.randrange(770, 880)
        pencil.polygon(
            [(x, y), (x + chance.randrange(6, 26), y + 4), (x + 8, y + chance.randrange(5, 18))],
            fill=(200, 216, 222),
        )


def _bags(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in range(0, 1200, 300):
        pencil.rectangle((x + 10, 140, x + 280, 560), fill=(126, 58, 52), outline=(92, 40, 36))
        for y in range(180, 560, 40):
            pencil.line((x + 10, y, x + 280, y), fill=(104, 46, 42), width=4)
    pencil.rounded_rectangle((120, 520, 700, 740), 40, fill=(112, 108, 92))
    pencil.rounded_rectangle((120, 440, 700, 590), 40, fill=(128, 124, 106))
    for _ in range(9):
        x, y = chance.randrange(560, 1060), chance.randrange(600, 760)
        pencil.ellipse(
            (x, y - 90, x + 170, y + 80), fill=(28, 30, 34), outline=(60, 64, 70), width=4
        )
        pencil.line((x + 85, y - 86, x + 96, y - 126), fill=(40, 42, 48), width=14)


def _shelter(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pencil.rectangle((140, 130, 1060, 190), fill=_DARK)
    for x in (150, 590, 1030):
        pencil.rectangle((x, 150, x + 24, 760), fill=_DARK)
    pencil.rectangle((174, 200, 590, 640), fill=(176, 196, 204))
    pencil.rectangle((614, 200, 1030, 640), fill=(168, 190, 200))
    pencil.rectangle((240, 600, 960, 640), fill=(110, 84, 60))
    # What was painted is made unreadable: a picture need not repeat it.
    for row in range(4):
        y = 280 + row * 70
        points = [(230 + step * 34, y + chance.randrange(-22, 23)) for step in range(10)]
        pencil.line(points, fill=(164, 34, 40), width=16, joint="curve")


_SCENES: dict[str, tuple[Colour, Colour, Callable[..., None]]] = {
    "lock": ((176, 186, 194), (120, 120, 118), _lock),
    "park": ((170, 196, 214), (86, 128, 66), _park),
    "glass": ((160, 150, 140), (108, 106, 104), _glass),
    "bags": ((150, 168, 180), (96, 94, 92), _bags),
    "shelter": ((196, 204, 210), (112, 114, 116), _shelter),
}
