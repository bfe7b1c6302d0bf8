# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.paths import resources
from checkin.services.demo_event import make_demo
from tests.application.programs import open_program as open_program


class Morning:
    """Seconds since the doors of the demonstration opened."""

    passed = 0.0

    def __call__(self):
        return self.passed


@pytest.fixture
def morning():
    return Morning()


@pytest.fixture
def demonstration(tmp_path, morning, open_program):
    """What opens the desk of the demonstration, in French, so many seconds after its doors."""

    def opened(seconds=0.0):
        event, clock = make_demo(tmp_path, resources() / "demo", morning)
        morning.passed = seconds
        return open_program(event, "fr", clock, has_devices=False)

    return opened
