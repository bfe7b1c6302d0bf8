# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the camera's picture changes, so that a desk at which nobody is can save the processor."""

import numpy as np

from checkin.devices.image_preprocessing import Luma

SAMPLED = 4
"""Every fourth pixel of every fourth row is looked at, and means are taken of so many by so many of them: noise of the
sensor is a quarter of what it is in a pixel.
"""
DIFFERENCE = 12
"""Grey levels by which a mean differs if something else is there, beyond the noise of a cheap camera in the evening."""
LEAST_AREA = 0.002
"""The share of the picture that must differ: in 1280 x 720 a code 45 pixels wide, which is too small to be read."""


class PictureChanges:
    """Compares pictures with the last one that was kept."""

    def __init__(self) -> None:
        self._kept = _means(np.empty((0, 0), np.uint8))

    def has_changed(self, luma: Luma) -> bool:
        """Whether the picture shows something else than the one that was kept, at first true."""
        means = _means(luma)
        if means.shape != self._kept.shape:
            return True
        return bool(np.count_nonzero(np.abs(means - self._kept) > DIFFERENCE) > LEAST_AREA * means.size)

    def keep(self, luma: Luma) -> None:
        """Compare the following pictures with this one. Only its means are kept."""
        self._kept = _means(luma)


def _means(luma: Luma) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    height, width = (size // SAMPLED**2 for size in luma.shape)
    sampled = luma[: height * SAMPLED**2 : SAMPLED, : width * SAMPLED**2 : SAMPLED]
    return sampled.reshape(height, SAMPLED, width, SAMPLED).mean(axis=(1, 3), dtype=np.float32)
