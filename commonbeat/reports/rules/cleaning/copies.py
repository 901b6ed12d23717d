"""Copies of a clean picture: small ones to look at, and ones in which faces cannot be known.

Reads nothing but the JPEGs that cleaning made.
"""

from typing import BinaryIO

from PIL import Image

from commonbeat.reports.rules.cleaning.kinds import Format, Kind
from commonbeat.reports.rules.cleaning.photo import MEDIA_TYPE, opened, write_jpeg
from commonbeat.reports.rules.cleaning.verdicts import Box, Facts

# So few blocks that no feature of a face is left to be made sharp again.
_BLOCKS = 5
_COLOUR_STEP = 32
# A box is drawn round a face; ears and hair tell who it is, too.
_MARGIN = 0.15


def smaller(source: BinaryIO, sink: BinaryIO, *, side: int) -> Facts:
    """Write the picture with at most ``side`` dots along its longer side."""
    with opened(source, Format.JPEG) as picture:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        return _written(picture.convert("RGB"), sink)


def hidden(source: BinaryIO, sink: BinaryIO, *, boxes: list[Box]) -> Facts:
    """Write the picture with what lies in the boxes turned into a few coarse blocks."""
    with opened(source, Format.JPEG) as picture:
        drawn = picture.convert("RGB")
    for box in boxes:
        _hide(drawn, box)
    return _written(drawn, sink)


def _written(drawn: Image.Image, sink: BinaryIO) -> Facts:
    write_jpeg(drawn, sink)
    return Facts(Kind.PHOTO, MEDIA_TYPE, *drawn.size)


def _hide(picture: Image.Image, box: Box) -> None:
    left, top, right, bottom = place(box, picture.size)
    part = picture.crop((left, top, right, bottom))
    longest = max(part.size)
    coarse = (
        max(1, round(part.width * _BLOCKS / longest)),
        max(1, round(part.height * _BLOCKS / longest)),
    )
    blocks = part.resize(coarse, Image.Resampling.BOX)
    blocks = blocks.point([value // _COLOUR_STEP * _COLOUR_STEP for value in range(256)] * 3)
    picture.paste(blocks.resize(part.size, Image.Resampling.NEAREST), (left, top))


def place(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a box with its margin, in dots of the picture."""
    wide, high = box.width * _MARGIN, box.height * _MARGIN
    left = min(size[0] - 1, max(0, int((box.x - wide) * size[0])))
    top = min(size[1] - 1, max(0, int((box.y - high) * size[1])))
    right = min(size[0], max(left + 1, round((box.x + box.width + wide) * size[0])))
    bottom = min(size[1], max(top + 1, round((box.y + box.height + high) * size[1])))
    return left, top, right, bottom
