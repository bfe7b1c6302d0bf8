# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes in pictures that phones send."""

import io
from threading import Lock

import numpy as np
from PIL import Image

from checkin.devices.decoder import Decoder

MOST_PIXELS = 16_000_000
"""Pixels of a picture that is decoded: a photograph has twelve million, a bomb of compressed white has billions."""
LARGE = 1_300
"""Pixels of the longer side from which a picture is a photograph, and all altered copies of it are tried."""


class PictureDecoder:
    """Decodes frames and photographs. Frames come four a second: each gets one altered copy, in turn."""

    def __init__(self) -> None:
        self._whole, self._turns, self._turn = Decoder(), Decoder().turns(), 0
        self._lock = Lock()

    def decode(self, data: bytes) -> list[str]:
        """Return the texts of the codes in a JPEG; none for anything else."""
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                if image.width * image.height > MOST_PIXELS:
                    return []
                image.draft("L", image.size)
                luma = np.asarray(image.convert("L"))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return []
        with self._lock:
            self._turn += 1
            decoder = self._whole if max(luma.shape) > LARGE else self._turns[self._turn % len(self._turns)]
        return [code.text for code in decoder.decode(luma)]
