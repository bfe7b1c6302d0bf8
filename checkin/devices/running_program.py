# SPDX-License-Identifier: GPL-3.0-or-later
"""A mark of the running program for the installer of Windows, which otherwise would take its files from under it."""

import ctypes
import sys

MUTEXES = ("Checkin-is-running", "Global\\Checkin-is-running")
"""Named in packaging/windows/checkin.iss: the second is seen from the sessions of other users too."""
_FOR_ALL_USERS = "D:(A;;GA;;;WD)"
"""Security descriptor: the installer runs as an administrator, or as another user."""
_REVISION = 1


def mark_as_running() -> None:
    """Have installer and uninstaller refuse to go on until this process has ended, however it ends."""
    if sys.platform == "win32":
        attributes = _Attributes(ctypes.sizeof(_Attributes), None, False)
        ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _FOR_ALL_USERS, _REVISION, ctypes.byref(attributes, _Attributes.descriptor.offset), None
        )
        for name in MUTEXES:
            ctypes.windll.kernel32.CreateMutexW(ctypes.byref(attributes), False, name)  # kept until the process ends


class _Attributes(ctypes.Structure):
    """SECURITY_ATTRIBUTES of the Windows API."""

    _fields_ = (("size", ctypes.c_uint32), ("descriptor", ctypes.c_void_p), ("is_inherited", ctypes.c_int))
