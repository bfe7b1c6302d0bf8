# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of QR codes and card barcodes in one picture. Knows no camera and judges no text.

zxing-cpp reads the picture as it is; if it finds nothing, it gets altered copies (`image_preprocessing`) until one
yields a code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError
from zxingcpp import Barcode, BarcodeFormat, Binarizer, TextMode

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.devices.image_preprocessing import PREPROCESSING_STEPS, Luma, PreprocessingStep

Corner = tuple[float, float]

CARDS = (BarcodeFormat.Code128,)
"""Formats of membership cards. Searching them together with QR would double the time of every frame; searched
afterwards, a frame without code takes 1 ms more, and the altered copies 25. EAN-13 is left out: its one check digit let
a wrong number pass in 1 of 10 photographs, and every bottle on the desk has one.
"""

LARGEST_IMAGE = 80_000_000
"""Pixels; twice an A3 page scanned at 400 dpi. Below the size at which Pillow warns of a decompression bomb."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""Formats of pictures that are read. Pillow's others are not: the packages lack some, and each could be attacked."""

LONGEST_SIDE = 4096
"""Pixels; larger still images are shrunk to this. An A4 page at 300 dpi is not shrunk."""


@dataclass(frozen=True, slots=True)
class DecodedCode:
    """One code in one picture. `corners`: (x, y) in pixels, in the code's own order top left, top right, bottom right,
    bottom left; a rotated code has a rotated "top left".
    """

    text: str
    corners: tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder. `steps` bounds the work on a picture without code: 1 uses the picture as it is, 5 suits slow machines.
    `cards` are the formats besides QR, searched only if there is no QR code.
    """

    steps: int = len(PREPROCESSING_STEPS)
    cards: tuple[BarcodeFormat, ...] = CARDS

    def decode(self, luma: Luma) -> tuple[DecodedCode, ...]:
        """Return all codes of the first copy with any, each text once. Never raises for the content of a picture.

        `luma`: rows by columns of grey values, uint8, of any stride; it is not kept.
        """
        if 0 in luma.shape:
            return ()
        for sightings in self._attempts(luma):
            if sightings:
                return sightings
        return ()

    def _attempts(self, luma: Luma) -> Iterator[tuple[DecodedCode, ...]]:
        yield read(luma, PREPROCESSING_STEPS[0])
        if self.cards:
            yield _sightings(_read_cards(luma, self.cards), PREPROCESSING_STEPS[0])
        luma = np.ascontiguousarray(luma)  # once, or every step would do it
        for step in PREPROCESSING_STEPS[1 : self.steps]:
            yield read(luma, step)


def decode_image(path: Path, decoder: Decoder | None = None) -> tuple[DecodedCode, ...]:
    """Return the codes in an image file, corners in pixels of the upright picture. Raises `UserError`: unreadable
    file.
    """
    luma, shrink = _load(path)
    seen = (decoder or Decoder()).decode(luma)
    return tuple(DecodedCode(s.text, _moved(s.corners, shrink)) for s in seen)


def read(luma: Luma, step: PreprocessingStep) -> tuple[DecodedCode, ...]:
    """Return the QR codes that one step finds, corners in pixels of `luma` (contiguous unless it is the first step)."""
    copy = step.alter(luma)
    if 0 in copy.shape:
        return ()
    # Not BarcodeFormat.QRCode: it includes Micro QR, the source of the only false texts ever measured.
    found = zxingcpp.read_barcodes(
        copy,
        formats=BarcodeFormat.QRCodeModel2,  # type: ignore[arg-type]  # the stub omits the single format
        try_rotate=False,
        try_invert=step.is_thorough,
        try_downscale=step.is_thorough,
        text_mode=TextMode.Plain,
        binarizer=step.binarizer,
    )
    return _sightings(found, step)


def _read_cards(luma: Luma, formats: tuple[BarcodeFormat, ...]) -> list[Barcode]:
    return zxingcpp.read_barcodes(
        luma,
        formats=formats,  # type: ignore[arg-type]  # the stub omits the sequence
        try_rotate=False,
        try_invert=False,
        try_downscale=False,
        text_mode=TextMode.Plain,
        binarizer=Binarizer.LocalAverage,
    )


def _sightings(found: list[Barcode], step: PreprocessingStep) -> tuple[DecodedCode, ...]:
    by_text: dict[str, DecodedCode] = {}
    for code in found:
        if text := _text(code):
            by_text.setdefault(text, DecodedCode(text, _moved(_corners(code), step.scale)))
    return tuple(by_text.values())


def _text(code: Barcode) -> str:
    try:
        return code.text
    except UnicodeDecodeError:  # bytes in no known encoding; Latin-1 keeps every one
        return code.bytes.decode("latin-1")


def _corners(code: Barcode) -> tuple[Corner, Corner, Corner, Corner]:
    at = code.position
    a, b, c, d = at.top_left, at.top_right, at.bottom_right, at.bottom_left
    return ((a.x, a.y), (b.x, b.y), (c.x, c.y), (d.x, d.y))


def _moved(corners: tuple[Corner, Corner, Corner, Corner], scale: float) -> tuple[Corner, Corner, Corner, Corner]:
    """Return the corners in the original, from those in a copy `scale` times as large."""
    a, b, c, d = ((x / scale, y / scale) for x, y in corners)
    return (a, b, c, d)


def _load(path: Path) -> tuple[Luma, float]:
    """Return the grey values of the upright image, and its scale relative to the file."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            return _upright(image, path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise _too_large(path) from exc
    except UnidentifiedImageError as exc:
        raise UserError(
            Message(
                "reading",
                "“{file}” is not a picture Checkin can open. Nothing was changed. Choose a PNG or JPEG.",
            ),
            file=path.name,
        ) from exc
    # Pillow's decoders raise SyntaxError, ValueError or struct.error on damaged files, besides OSError.
    except (OSError, SyntaxError, ValueError, EOFError) as exc:
        raise UserError(
            Message(
                "reading",
                "The picture “{file}” cannot be read. Nothing was changed. Choose another file.",
            ),
            file=path.name,
        ) from exc


def _upright(image: Image.Image, path: Path) -> tuple[Luma, float]:
    if image.width * image.height > LARGEST_IMAGE:
        raise _too_large(path)
    width = max(image.size)
    image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
    grey = ImageOps.exif_transpose(_on_white(image)).convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(grey), max(grey.size) / width


def _on_white(image: Image.Image) -> Image.Image:
    """Return the image on white: transparent parts are often black underneath, which would hide a black code."""
    if not image.has_transparency_data:
        return image
    sheet = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(sheet, image.convert("RGBA"))


def _too_large(path: Path) -> UserError:
    return UserError(
        Message(
            "reading",
            "The picture “{file}” is too large. Nothing was changed. Save it at under {limit} megapixels.",
        ),
        file=path.name,
        limit=LARGEST_IMAGE // 1_000_000,
    )
