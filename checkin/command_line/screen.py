# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether windows can be shown, said in words."""

from checkin.core.errors import DeviceError
from checkin.core.words import Words
from checkin.devices.screen import has_screen


def want_screen() -> None:
    """Raises `DeviceError` where there is none."""
    if not has_screen():
        raise DeviceError(
            Words("command", "There is no screen for the window of the desk. Without one, use checkin scan.")
        )
