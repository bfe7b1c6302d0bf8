# SPDX-License-Identifier: GPL-3.0-or-later
"""The altered copies of a picture that are decoded one after the other. Decodes nothing itself.

numpy and Pillow only. Kinds and order were chosen on photographs made by others;
`tests/bench/bench_photographs.py` measures them again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter
from zxingcpp import Binarizer

Luma = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PreprocessingStep:
    """One altered copy. `alter` makes it, `scale` times as wide and high; the outermost pixels may be lost.
    `is_thorough`: zxing-cpp also tries light codes on dark ground and smaller sizes.
    """

    alter: Callable[[Luma], Luma]
    binarizer: Binarizer = Binarizer.LocalAverage
    is_thorough: bool = False
    scale: tuple[float, float] = (1, 1)


def as_is(luma: Luma) -> Luma:
    return luma


def median(luma: Luma) -> Luma:
    """Reduce noise: the median of three along rows, then along columns; the outermost pixels are lost.

    A quarter of the cost of the true median of nine, and it leads to more readings.
    """
    across = _middle(luma[:, :-2], luma[:, 1:-1], luma[:, 2:])
    return _middle(across[:-2], across[1:-1], across[2:])


def _middle(a: Luma, b: Luma, c: Luma) -> Luma:
    low, high = np.minimum(a, b), np.maximum(a, b)
    middle: Luma = np.maximum(low, np.minimum(high, c))
    return middle


def threshold(side: int) -> Callable[[Luma], Luma]:
    """Return a step against shadows and glare.

    It gives 1 where a pixel is at most 4 grey values darker than the mean of the square of `side` pixels around it,
    else 0. The mean is taken at quarter size, at a third of the cost.
    """
    blur, slack = ImageFilter.BoxBlur(side // 8), [max(0, value - 4) for value in range(256)]

    def alter(luma: Luma) -> Luma:
        limit = Image.fromarray(luma).reduce(4).filter(blur).point(slack)
        white: Luma = (luma > _repeated(limit, 4, luma)).view(np.uint8)
        return white

    return alter


def _repeated(image: Image.Image, times: int, luma: Luma) -> Luma:
    """Return each pixel `times` times in both directions, cut to the size of `luma`."""
    large = image.resize((times * image.width, times * image.height), Image.Resampling.NEAREST)
    return np.asarray(large)[: luma.shape[0], : luma.shape[1]]


def sharpened(luma: Luma) -> Luma:
    """Sharpen a blurred picture: three times the picture less twice its mean over 6 x 6 pixels."""
    image = Image.fromarray(luma)
    mean = _repeated(image.reduce(2).filter(ImageFilter.BoxBlur(1)), 2, luma)
    return np.asarray(Image.blend(Image.fromarray(mean), image, 3))


def smoothed(luma: Luma) -> Luma:
    """Reduce moire: each pixel with its neighbours, weighted 1 2 1 both ways; the outermost pixels are lost."""
    wide = luma.astype(np.uint16)
    across = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    smooth: Luma = ((across[:-2] + 2 * across[1:-1] + across[2:]) >> 4).astype(np.uint8)
    return smooth


def reduced(factor: int) -> Callable[[Luma], Luma]:
    """Return a step that shrinks the picture, in which a code may fill the whole frame."""
    return lambda luma: np.asarray(Image.fromarray(luma).reduce(factor))


def doubled(luma: Luma) -> Luma:
    """Put the mean of its neighbours between any two pixels: a code may be small."""
    height, width = luma.shape
    rows = np.empty((2 * height - 1, width), np.uint8)
    rows[::2], rows[1::2] = luma, _between(luma[:-1], luma[1:])
    large = np.empty((2 * height - 1, 2 * width - 1), np.uint8)
    large[:, ::2], large[:, 1::2] = rows, _between(rows[:, :-1], rows[:, 1:])
    return large


def _between(a: Luma, b: Luma) -> Luma:
    """Return the mean of two pictures, rounded down, without leaving eight bits."""
    mean: Luma = (a & b) + ((a ^ b) >> 1)
    return mean


def every_other_row(luma: Luma) -> Luma:
    """Return half the rows, in which a code tilted backwards is less wide for its height; without a copy."""
    return luma[::2]


def thickened(luma: Luma) -> Luma:
    """Make dark parts thicker, the darkest of nine pixels."""
    return _of_nine(np.minimum, luma)


def thinned(luma: Luma) -> Luma:
    """Make dark parts thinner, the lightest of nine pixels."""
    return _of_nine(np.maximum, luma)


def _of_nine(extreme: np.ufunc, luma: Luma) -> Luma:
    luma = np.pad(luma, 1, mode="edge")
    across = extreme(extreme(luma[:, :-2], luma[:, 1:-1]), luma[:, 2:])
    result: Luma = extreme(extreme(across[:-2], across[1:-1]), across[2:])
    return result


def chained(*alterations: Callable[[Luma], Luma]) -> Callable[[Luma], Luma]:
    """Return a step that makes several alterations one after the other."""

    def alter(luma: Luma) -> Luma:
        for alteration in alterations:
            luma = alteration(luma)
        return luma

    return alter


def _halved(*alterations: Callable[[Luma], Luma]) -> Callable[[Luma], Luma]:
    return chained(reduced(2), *alterations)


HALF = (1 / 2, 1 / 2)

PLAIN = PreprocessingStep(as_is, is_thorough=True)
"""The picture as it is, which every frame is read as first."""

PREPROCESSING_STEPS = (
    PreprocessingStep(as_is, Binarizer.GlobalHistogram),
    PreprocessingStep(reduced(2), Binarizer.GlobalHistogram, scale=HALF),
    PreprocessingStep(every_other_row, scale=(1, 1 / 2)),
    PreprocessingStep(threshold(12), Binarizer.BoolCast),
    PreprocessingStep(_halved(thickened, thinned), scale=HALF),  # opening: light lines across a finder vanish
    PreprocessingStep(threshold(51), Binarizer.BoolCast),
    PreprocessingStep(_halved(thinned, thickened), scale=HALF),  # closing: dark lines vanish
    PreprocessingStep(reduced(4), scale=(1 / 4, 1 / 4)),
    PreprocessingStep(threshold(25), Binarizer.BoolCast),
    PreprocessingStep(chained(threshold(25), thickened), Binarizer.BoolCast),
    PreprocessingStep(chained(sharpened, doubled), scale=(2, 2)),
    PreprocessingStep(smoothed),
)
"""The alterations in order, a copy is made only if all earlier ones showed no code. Every third belongs to one frame of
a camera (`Decoder.turns`); the doubled copy costs half as much as all others together.
"""
