# SPDX-License-Identifier: GPL-3.0-or-later
"""Enlarged cut-outs of a place where zxing-cpp located a code but could not decode it. Decodes nothing itself.

The finders of such a code were seen: it is small, creased, tilted, under glare, or a line crosses it. A cut-out is a
twentieth of a frame, so several alterations of it cost less than one of the whole frame.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter
from zxingcpp import Binarizer

from checkin.devices.image_preprocessing import Luma, PreprocessingStep, as_is, threshold

Outline = npt.NDArray[np.float64]
"""Four rows (x, y) in pixels of the frame: top left, top right, bottom right, bottom left of a code or a cut-out."""

SIDE = 250
"""Pixels of a cut-out: about eight a module of our codes."""

MARGIN = 0.3
"""Share of the size of the code that a cut-out has around it, half of it on each side, for the quiet zone."""


def straightened(code: Outline) -> Outline:
    """Return the outline of a cut-out in which a tilted code is a square."""
    middle = code.mean(axis=0)
    return middle + (code - middle) * (1 + MARGIN)


def upright(code: Outline) -> Outline:
    """Return the outline of a cut-out as the camera saw it: the corners of a damaged code may be located wrongly."""
    low, high = code.min(axis=0), code.max(axis=0)
    reach = float(np.max(high - low)) / 2 * (1 + MARGIN)
    square: Outline = (low + high) / 2 + reach * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return square


def cut_out(frame: Image.Image, outline: Outline) -> Luma:
    """Return what is inside an outline, `SIDE` pixels wide and high."""
    top_left, top_right, bottom_right, bottom_left = outline.tolist()
    corners = (*top_left, *bottom_left, *bottom_right, *top_right)  # Pillow's order
    return np.asarray(frame.transform((SIDE, SIDE), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC))


def in_frame(points: Outline, inside: Outline) -> Outline:
    """Return where in the frame points of a cut-out are."""
    right, down = (points / SIDE).T
    shares = np.array([(1 - right) * (1 - down), right * (1 - down), right * down, (1 - right) * down])
    moved: Outline = shares.T @ inside
    return moved


def sharpened(luma: Luma) -> Luma:
    """Sharpen an enlarged cut-out, whose blur is as wide as a module: four times the picture less three its mean."""
    image = Image.fromarray(luma)
    return np.asarray(Image.blend(image.filter(ImageFilter.BoxBlur(8)), image, 4))


CLOSER_LOOKS: tuple[tuple[Callable[[Outline], Outline], PreprocessingStep], ...] = (
    (straightened, PreprocessingStep(as_is)),
    (straightened, PreprocessingStep(threshold(35), Binarizer.BoolCast)),
    (upright, PreprocessingStep(sharpened)),
)
"""The cut-outs in order, each with its alteration. One is made only if the earlier ones showed no code."""
