# SPDX-License-Identifier: GPL-3.0-or-later
"""The USB drives mounted on this computer. An unreachable network share may delay the answer: call in a thread.

Only Linux was tested; the behaviour on macOS and Windows is taken from Qt's documentation.
"""

import sys

from PySide6.QtCore import QStorageInfo

from checkin.core.sync.usb_drives import Volume, find_usb_drives


def list_usb_drives() -> tuple[Volume, ...]:
    return find_usb_drives(map(_volume, QStorageInfo.mountedVolumes()), sys.platform, QStorageInfo.root().rootPath())


def _volume(info: QStorageInfo) -> Volume:
    kind = bytes(info.fileSystemType().data()).decode("utf-8", "replace")
    is_writable = info.isValid() and info.isReady() and not info.isReadOnly()
    return Volume(info.rootPath(), info.name(), info.bytesAvailable(), kind, is_writable)
