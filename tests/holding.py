# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program that holds a file open, as a virus scanner of Windows does: shared with nobody."""

import sys

if sys.platform == "win32":
    import _winapi

READ, OPEN_EXISTING, SHARED_WITH_NOBODY = 0x80000000, 3, 0
HOLDS = sys.platform == "win32"
"""Elsewhere a file that is open can be replaced and deleted all the same."""


class Holder:
    """Holds one file, until it lets go."""

    def __init__(self, path):
        self._handle = (
            _winapi.CreateFile(str(path), READ, SHARED_WITH_NOBODY, 0, OPEN_EXISTING, 0, 0) if HOLDS else None
        )

    def let_go(self, _seconds=0.0):
        if self._handle is not None:
            _winapi.CloseHandle(self._handle)
            self._handle = None
