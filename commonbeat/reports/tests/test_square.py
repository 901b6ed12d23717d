"""The square code on the receipt is read by any phone, and says the letters alone."""

import re

from PIL import Image, ImageDraw
from zxingcpp import read_barcode

from commonbeat.core.ids import random_code
from commonbeat.reports.presenters import ReceiptView, receipt_view
from commonbeat.reports.rules import RECEIPT_LENGTH

_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z")
_DOT, _QUIET = 4, 4


def photographed(view: ReceiptView) -> Image.Image:
    """Return the square as a phone would see it on a white page."""
    side = (view.size + 2 * _QUIET) * _DOT
    page = Image.new("L", (side, side), "white")
    pen = ImageDraw.Draw(page)
    assert _RUN.sub("", view.qr) == ""
    for run in _RUN.finditer(view.qr):
        x, y, wide, high = map(int, run.groups())
        left, top = (x + _QUIET) * _DOT, (y + _QUIET) * _DOT
        pen.rectangle((left, top, left + wide * _DOT - 1, top + high * _DOT - 1), fill="black")
    return page


def test_the_square_says_the_letters_of_the_receipt_and_no_address() -> None:
    for _ in range(20):
        code = random_code(RECEIPT_LENGTH)
        read = read_barcode(photographed(receipt_view(code)))
        assert read is not None
        assert read.text == code


def test_every_receipt_has_a_square_of_one_size() -> None:
    sizes = {receipt_view(random_code(RECEIPT_LENGTH)).size for _ in range(20)}
    assert sizes == {25}


def test_sabotage_a_square_with_a_wrong_row_is_not_read() -> None:
    view = receipt_view(random_code(RECEIPT_LENGTH))
    broken = ReceiptView(view.code, view.groups, _RUN.sub("M0 0h1v1h-1Z", view.qr), view.size)
    assert read_barcode(photographed(broken)) is None
