# SPDX-License-Identifier: GPL-3.0-or-later
from PySide6.QtCore import QStorageInfo

from checkin.devices.computer import _volume, list_usb_drives


def test_the_system_itself_is_a_volume_and_never_a_key():
    system = _volume(QStorageInfo.root())
    assert system.root == QStorageInfo.root().rootPath()
    assert system.free > 0
    assert system.file_system, "a root that is no mount of its own (a bare chroot) has no file system to name"
    assert system.root not in [key.root for key in list_usb_drives()]


def test_one_that_is_gone_meanwhile_cannot_be_written():
    assert not _volume(QStorageInfo("/nowhere/at/all")).is_writable
