"""The receipt: groups to copy, and a square code that holds the same letters."""

import re
from dataclasses import dataclass

from zxingcpp import BarcodeFormat, create_barcode

from commonbeat.core.ids import grouped

# Version and mask are fixed: choosing the prettiest of eight would cost more than the report.
_SQUARE = "version=2,mask=3,ecLevel=M"
_DRAWN = re.compile(r'<svg width="(\d+)".*?<path d="([^"]+)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as it is drawn: ``qr`` is the path of the dark squares, ``size`` their number."""

    code: str
    groups: list[str]
    qr: str
    size: int


def receipt_view(code: str) -> ReceiptView:
    """Return a receipt as it is drawn; the square code holds the letters alone, no address."""
    square = create_barcode(code, BarcodeFormat.QRCode, options=_SQUARE)
    drawn = _DRAWN.search(square.to_svg(add_quiet_zones=False))
    assert drawn, "the square code has another shape"
    size, path = drawn.groups()
    return ReceiptView(code=code, groups=grouped(code).split(" "), qr=path, size=int(size))
