# SPDX-License-Identifier: GPL-3.0-or-later
"""What is a key, by table. Linux was looked at; macOS and Windows are from what their systems document."""

import pytest

from checkin.core.sync.invitation import Volume, find_usb_drives


@pytest.mark.parametrize(
    ("platform", "system", "root", "kind", "is_key"),
    [
        ("linux", "/", "/media/anne/CLE", "vfat", True),
        ("linux", "/", "/run/media/anne/CLE USB", "exfat", True),
        ("linux", "/", "/media/usb0", "fuseblk", True),
        ("linux", "/", "/mnt/key", "ntfs3", True),
        ("linux", "/", "/", "ext4", False),
        ("linux", "/", "/home", "ext4", False),
        ("linux", "/", "/boot/efi", "vfat", False),
        ("linux", "/", "/mnt/a/b", "vfat", False),
        ("linux", "/", "/media/anne/Debian 12", "iso9660", False),
        ("linux", "/", "/mnt/share", "cifs", False),
        ("linux", "/", "/mnt/share", "nfs4", False),
        ("linux", "/", "/media/anne/far", "fuse.sshfs", False),
        ("linux", "/", "/snap/core/1", "squashfs", False),
        ("freebsd14", "/", "/media/da0", "msdosfs", True),
        ("darwin", "/", "/Volumes/CLE", "msdos", True),
        ("darwin", "/", "/Volumes/Ma clé", "exfat", True),
        ("darwin", "/", "/", "apfs", False),
        ("darwin", "/", "/System/Volumes/Data", "apfs", False),
        ("darwin", "/", "/Volumes/.timemachine", "apfs", False),
        ("darwin", "/", "/Volumes/partage", "smbfs", False),
        ("win32", "C:/", "E:/", "FAT32", True),
        ("win32", "C:/", "E:", "exFAT", True),
        ("win32", "C:/", "C:/", "NTFS", False),
        ("win32", "C:", "c:/", "NTFS", False),
        ("win32", "D:/", "C:/", "NTFS", True),
        ("win32", "C:/", "D:/", "CDFS", False),
        ("win32", "C:/", "D:/", "UDF", False),
        ("win32", "C:/", "C:/mounted/", "NTFS", False),
    ],
)
def test_what_is_a_key(platform, system, root, kind, is_key):
    assert bool(find_usb_drives([Volume(root, file_system=kind)], platform, system)) is is_key


def test_what_cannot_be_written_takes_nothing_away():
    assert find_usb_drives([Volume("/media/anne/CLE", is_writable=False)], "linux", "/") == ()


def test_keys_are_told_once_each_and_as_people_sort():
    roots = ["/media/anne/clé 10", "/media/anne/CLÉ 2", "/media/anne/clé 10"]
    assert [key.name for key in find_usb_drives(map(Volume, roots), "linux", "/")] == ["CLÉ 2", "clé 10"]


@pytest.mark.parametrize(
    ("volume", "name"),
    [
        (Volume("/media/anne/1234-ABCD", "CLE"), "CLE"),
        (Volume("/media/anne/1234-ABCD"), "1234-ABCD"),
        (Volume("E:/"), "E:"),
        (Volume("/"), "/"),
    ],
)
def test_a_key_is_called_as_somebody_named_it(volume, name):
    assert volume.name == name
