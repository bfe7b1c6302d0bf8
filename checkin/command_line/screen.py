# SPDX-License-Identifier: GPL-3.0-or-later
"""The check that windows can be shown."""

from checkin.core.errors import DeviceError
from checkin.core.message import Message
from checkin.devices.display import has_screen


def require_screen() -> None:
    """Raise `DeviceError` without a screen."""
    if not has_screen():
        raise DeviceError(Message("command", "There is no screen to show the desk on. Without one, use checkin scan."))
