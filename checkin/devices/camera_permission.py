# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Windows' privacy settings keep programs from the camera. It is listed all the same, and sends nothing."""

import sys
from contextlib import suppress

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
FOR_PROGRAMS = CONSENT + r"\NonPackaged"
"""The key of programs that are not from the Store; the other is of all."""
VALUE, DENIED = "Value", "Deny"


def is_camera_denied() -> bool:
    """Whether the user or the administrator has switched the camera off, for all or for programs like this one."""
    if sys.platform == "win32":
        import winreg

        for whose in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            for path in (CONSENT, FOR_PROGRAMS):
                with suppress(OSError), winreg.OpenKey(whose, path) as key:
                    if winreg.QueryValueEx(key, VALUE)[0] == DENIED:
                        return True
    return False
