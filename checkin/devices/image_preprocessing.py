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
    """One altered copy. `alter` makes it, `scale` times as large; the outermost pixels may be lost. `is_thorough`:
    zxing-cpp also tries light codes on dark ground and smaller sizes.
    """

    alter: Callable[[Luma], Luma]
    binarizer: Binarizer = Binarizer.LocalAverage
    is_thorough: bool = False
    scale: float = 1


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
    else 0. The mean is taken at half size, at half the cost.
    """
    blur, slack = ImageFilter.BoxBlur(side // 4), np.uint8(4)

    def alter(luma: Luma) -> Luma:
        height, width = luma.shape
        mean = np.asarray(Image.fromarray(luma).reduce(2).filter(blur))
        limit = (np.maximum(mean, slack) - slack).repeat(2, axis=0).repeat(2, axis=1)
        white: Luma = (luma > limit[:height, :width]).view(np.uint8)
        return white

    return alter


def sharpened(luma: Luma) -> Luma:
    """Sharpen a blurred picture: three times the picture less twice its mean over 5 x 5 pixels."""
    mean = np.asarray(Image.fromarray(luma).filter(ImageFilter.BoxBlur(2)))
    sharp = luma.astype(np.int16) * 3
    sharp -= mean
    sharp -= mean
    return np.clip(sharp, 0, 255, out=sharp).astype(np.uint8)


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
    """Double the picture, in which a code may be small."""
    height, width = luma.shape
    return np.asarray(Image.fromarray(luma).resize((2 * width, 2 * height), Image.Resampling.BILINEAR))


PREPROCESSING_STEPS = (
    PreprocessingStep(as_is, is_thorough=True),
    PreprocessingStep(as_is, Binarizer.GlobalHistogram),
    PreprocessingStep(median),
    PreprocessingStep(threshold(25), Binarizer.BoolCast),
    PreprocessingStep(threshold(51), Binarizer.BoolCast),
    PreprocessingStep(sharpened),
    PreprocessingStep(smoothed),
    PreprocessingStep(reduced(4), scale=1 / 4),
    PreprocessingStep(reduced(2), is_thorough=True, scale=1 / 2),
    PreprocessingStep(doubled, scale=2),
)
"""The steps in order: first the picture as it is; the last costs as much as all others together. A copy is made only
if all earlier ones showed no code.
"""
