"""Small pictures inside a page, so that a photograph not yet sent has no address."""

import base64
import io

from PIL import Image

from commonbeat.core.crypto import InvalidToken
from commonbeat.reports.models import KeptFile
from commonbeat.reports.queries import DamagedPhoto, photo_bytes

_SIDE = 240


def thumbnail_address(photo: KeptFile) -> str:
    """Return a small copy of a kept photograph as a ``data:`` address; empty if it is gone."""
    try:
        data = photo_bytes(photo)
    except (OSError, InvalidToken, DamagedPhoto):
        return ""
    # Our own clean JPEG, made by the cleaner: safe to read here.
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
        picture.draft("RGB", (_SIDE, _SIDE))
        picture.thumbnail((_SIDE, _SIDE))
        small = io.BytesIO()
        picture.save(small, "JPEG", quality=75)
    return f"data:image/jpeg;base64,{base64.b64encode(small.getvalue()).decode()}"
