# SPDX-License-Identifier: GPL-3.0-or-later
"""How many of a camera's frames are looked at and shown: all while anything moves, few while nobody is there."""

from types import SimpleNamespace

import numpy as np
import pytest

from checkin.devices.camera import Camera
from checkin.services import camera_reader
from checkin.services.camera_reader import CameraReader
from tests.devices.films import FakeInputs, Format, frame_of, multimedia
from tests.fakes import FakeSeconds

pytestmark = multimedia


@pytest.fixture
def seconds(monkeypatch):
    made = FakeSeconds()
    made.now = 100.0
    monkeypatch.setattr(camera_reader, "time", SimpleNamespace(monotonic=made))
    return made


@pytest.fixture
def reader(qapp, monkeypatch, seconds):
    made = CameraReader()
    made.inputs, made.offered, made.shown = FakeInputs("A"), [], []
    monkeypatch.setattr(made._worker, "put", made.offered.append)
    made.image_taken.connect(made.shown.append)
    made._use(Camera(made.inputs))
    yield made
    made.stop()


def film(reader, seconds, qapp, frames=30):
    """Send 30 frames a second; return how many were offered to the decoder, and how many shown."""
    reader.offered.clear()
    reader.shown.clear()
    for _ in range(frames):
        reader.inputs.send(frame_of(np.full((48, 64), 90, np.uint8), Format.Format_Y8))
        qapp.processEvents()
        seconds.now += 1 / 30
    return len(reader.offered), len(reader.shown)


def test_a_picture_that_stands_still_is_looked_at_and_shown_seldom_until_it_changes(reader, seconds, qapp):
    offered, shown = film(reader, seconds, qapp)
    assert offered == 30
    assert 14 <= shown <= 20
    reader._worker.stillness_changed.emit(True)
    offered, shown = film(reader, seconds, qapp, frames=60)
    assert 11 <= offered <= 15
    assert 3 <= shown <= 4
    reader._worker.stillness_changed.emit(False)
    assert film(reader, seconds, qapp)[0] == 30
