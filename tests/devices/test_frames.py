# SPDX-License-Identifier: GPL-3.0-or-later
import io

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame

from checkin.devices.decoder import Decoder
from checkin.devices.frame_luminance import luminance
from tests.devices.films import COLOURS, FORMATS, PLANES, Format, frame_of, jpeg_frame, multimedia
from tests.devices.pictures import FIRST, grey, placed, scene, square

# A width that is no multiple of 64: Qt pads the rows, and a reader that ignores that shears the picture.
LUMA = np.asarray(placed(FIRST, square(200, 120, 210), grey(630, 480)))


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_the_grey_values_of_every_pixel_format_are_those_of_the_picture(kind):
    with luminance(frame_of(LUMA, kind)) as seen:
        assert seen.dtype == np.uint8
        np.testing.assert_allclose(seen.astype(int), LUMA, atol=1)


@pytest.mark.parametrize("kind", PLANES, ids=lambda kind: kind.name)
def test_a_grey_plane_is_not_copied(kind):
    frame = frame_of(LUMA, kind)
    with luminance(frame) as seen:
        assert not seen.flags.owndata
        memory = np.frombuffer(_mapped(frame).bits(0), np.uint8)
        assert np.shares_memory(seen, memory)


def _mapped(frame):
    assert frame.map(QVideoFrame.MapMode.ReadOnly)
    return frame


@pytest.mark.parametrize("kind", COLOURS, ids=lambda kind: kind.name)
def test_red_is_darker_than_green_in_every_order_of_colours(kind):
    red = np.zeros((4, 8, 3), np.uint8)
    red[:, :4] = (255, 0, 0)
    red[:, 4:] = (0, 255, 0)
    with luminance(frame_of(red, kind)) as seen:
        assert (seen[0, 0], seen[0, 7]) == (76, 150)


@multimedia
def test_a_frame_in_a_format_nobody_expects_is_converted():
    image = QImage(LUMA.tobytes(), 630, 480, 630, QImage.Format.Format_Grayscale8)
    frame = frame_of(LUMA, Format.Format_AYUV)
    with luminance(frame) as seen:
        assert seen.shape == (480, 630)
    with luminance(QVideoFrame(image)) as seen:
        assert [s.text for s in Decoder().decode(seen)] == [FIRST]


@pytest.mark.parametrize("picture", [LUMA, np.repeat(LUMA[:, :, None], 3, axis=2)], ids=["grey", "in colour"])
def test_a_compressed_frame_is_opened(picture):
    with luminance(jpeg_frame(picture)) as seen:
        assert [s.text for s in Decoder().decode(seen)] == [FIRST]


def test_a_compressed_frame_with_a_small_picture_in_its_header_is_opened_whole():
    small, exif = io.BytesIO(), Image.Exif()
    Image.new("L", (160, 120)).save(small, "JPEG")
    exif[0x927C] = small.getvalue() + bytes(16)
    with luminance(jpeg_frame(LUMA, exif=exif)) as seen:
        assert [s.text for s in Decoder().decode(seen)] == [FIRST]


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.3])
def test_a_compressed_frame_broken_off_shows_nothing(kept):
    with luminance(jpeg_frame(scene(1)[0], kept)) as seen:
        assert Decoder(steps=()).decode(seen) == ()


def test_an_empty_frame_has_no_rows():
    with luminance(QVideoFrame()) as seen:
        assert seen.shape == (0, 0)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_the_memory_is_given_back_also_after_a_fault(kind):
    frame = frame_of(LUMA, kind)

    def fail():
        with luminance(frame):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not frame.isMapped()
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    frame.unmap()
