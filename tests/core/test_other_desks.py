# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk knows of the others, how it is invited, and whose seals count."""

import base64
import json
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.supervisor import PinKey, Supervisor, named_body, public_key
from checkin.core.sync.invitation import (
    LARGEST,
    LONGEST,
    PREFIX,
    Invitation,
    Volume,
    find_usb_drives,
    invitation_in,
    is_invitation,
)
from checkin.core.sync.sealed_entry import SealedEntries, devices_to_vouch_for, joined_body, ticketing_signer
from checkin.core.sync.sync_status import HEARD_STEP_S, OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.tokens import EventKey
from tests.builders import MORNING, Steps

A, B = OtherDesk("Accueil 1", 1.0, 0), OtherDesk("Accueil 2", HEARD_STEP_S + 0.5, 0)
CLOSED = OtherDesk("Bureau", 9000.0, 0, closed_at=MORNING)


def met(*places):
    return SyncStatus(tuple(PlaceStatus(SyncPlace.FOLDER, **fields) for fields in places))


def test_what_is_met_in_several_places_is_said_of_all_desks_once():
    assert met({"desks": (A, CLOSED)}, {"desks": (B,)}).last_seen_within == 2 * HEARD_STEP_S
    assert met({"desks": (A, CLOSED)}).last_seen_within == HEARD_STEP_S
    assert met({}).last_seen_within == HEARD_STEP_S
    of_two = met({"strangers": 1}, {"strangers": 2, "has_clone": True, "offset": 3.5}, {"offset": 9.0})
    assert (of_two.strangers, of_two.has_clone, of_two.offset) == (3, True, 3.5), "what one place says holds for all"
    assert (met({}).strangers, met({}).has_clone, met({}).offset) == (0, False, None)
    assert met({"name": "accueil 1", "desks": (A, B)}).shared_names == ("accueil 1",)
    assert met({"name": "Bureau", "desks": (A, B, CLOSED)}).shared_names == ()
    assert met({"desks": (A, B)}, {"desks": (OtherDesk("ACCUEIL 2", 1.0, 0, identity="x"),)}).shared_names != ()
    before = met({"desks": (A, B)}).heard_before(MORNING - timedelta(seconds=A.age), MORNING)
    assert [name for name, _ in before] == ["Accueil 2"], "a desk heard at the moment of a purge has it"


KEYS = {
    ("linux", "/"): "/media/anne/CLE vfat|/run/media/anne/CLE USB exfat|/media/usb0 fuseblk|/mnt/key ntfs3",
    ("freebsd14", "/"): "/media/da0 msdosfs",
    ("darwin", "/"): "/Volumes/CLE msdos|/Volumes/Ma clé exfat",
    ("win32", "C:/"): "E:/ FAT32|E: exFAT",
    ("win32", "D:/"): "C:/ NTFS",
}
NO_KEYS = {
    ("linux", "/"): (
        "/ ext4|/home ext4|/boot/efi vfat|/mnt/a/b vfat|/media/anne/Debian 12 iso9660|/mnt/share cifs|"
        "/mnt/share nfs4|/media/anne/far fuse.sshfs|/snap/core/1 squashfs"
    ),
    ("darwin", "/"): "/ apfs|/System/Volumes/Data apfs|/Volumes/.timemachine apfs|/Volumes/partage smbfs",
    ("win32", "C:/"): "C:/ NTFS|D:/ CDFS|D:/ UDF|C:/mounted/ NTFS",
    ("win32", "C:"): "c:/ NTFS",
}


@pytest.mark.parametrize(
    ("platform", "system", "volume", "is_key"),
    [
        (*place, volume, is_key)
        for is_key, table in ((True, KEYS), (False, NO_KEYS))
        for place, volumes in table.items()
        for volume in volumes.split("|")
    ],
)
def test_what_is_a_key(platform, system, volume, is_key):
    """Linux was looked at; macOS and Windows are from what their systems document."""
    root, kind = volume.rsplit(" ", 1)
    assert bool(find_usb_drives([Volume(root, file_system=kind)], platform, system)) is is_key


def test_keys_that_can_be_written_are_told_once_each_and_as_people_sort():
    assert find_usb_drives([Volume("/media/anne/CLE", is_writable=False)], "linux", "/") == ()
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


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)

KEY_OF_EVENT = st.builds(EventKey, TEXTS, st.binary(min_size=32, max_size=32))
INVITATIONS = st.builds(Invitation, TEXTS, KEY_OF_EVENT, folder=TEXTS, hub=TEXTS, desk=TEXTS)

ONE = Invitation("9ᵉ Rencontre", EventKey("1f", bytes(32)), "/media/clé", "postgresql://poste2:secret@hub/checkin")


@given(INVITATIONS)
def test_what_is_said_is_understood(invitation):
    assert invitation_in(invitation.text()) == invitation


def test_as_it_is_copied_by_hand():
    text = ONE.text()
    spaced = "\n".join(text[at : at + 7].lower() for at in range(0, len(text), 7))
    assert invitation_in(f"  {spaced} ") == ONE
    assert text.isalnum()
    assert text.isupper()


@settings(max_examples=60)
@given(st.data())
def test_one_wrong_letter_is_told(data):
    text = ONE.text()
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != text[at]]))
    wrong = text[:at] + letter + text[at + 1 :]
    if at == len(text) - 1:  # its last bits are padding
        return
    with pytest.raises(UserError, match="incomplete"):
        invitation_in(wrong)


@pytest.mark.parametrize(
    "text", ["", "CHK1", "BCDEFGHJKLNPRSTUVXBC", "https://example.org", ONE.text()[:-9], "CHK1ééé"]
)
def test_what_is_none_is_refused(text):
    assert is_invitation(text) == text.startswith("CHK1")
    with pytest.raises(UserError):
        invitation_in(text)


def saying(raw):
    """The text of an invitation that is whole, whatever it says."""
    data = bytes(32) + zlib.compress(raw, 9)
    data += zlib.crc32(data).to_bytes(4, "big")
    return PREFIX + base64.b32encode(data).decode().rstrip("=")


FOREIGN = (
    '5¦null¦{}¦"text"¦["Gala", "9a", ""]¦["Gala", "9a", "", 5]¦["Gala", "9a", "", null]¦["a\\ud800b", "9a", "", ""]¦'
    '["Gala", "\\ud800", "", ""]¦["Gala", "9a", "\\u0000", ""]'
)
LONG = "a" * (LONGEST + 1)
TOO_LONG = ([LONG, "9a", "", ""], ["Gala", "9a", "", "", LONG], ["Gala", "9a", "", "", "", "a" * LARGEST])
DEEP = "[" * 30_000 + "]" * 30_000


@pytest.mark.parametrize("raw", [*FOREIGN.split("¦"), *map(json.dumps, TOO_LONG), DEEP], ids=lambda raw: raw[:30])
def test_what_no_desk_wrote_is_refused_although_it_is_whole(raw):
    with pytest.raises(UserError, match="incomplete"):
        invitation_in(saying(raw.encode()))


def test_a_small_text_that_would_become_huge_is_not_unpacked():
    text = saying(b'["' + b"a" * 20_000_000 + b'", "9a", "", ""]')
    tracemalloc.start()
    try:
        with pytest.raises(UserError):
            invitation_in(text)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


EVENT = "event"
ANA = Supervisor("a", "Ana", PinKey(bytes(16), public_key(b"a" * 32)), b"a" * 32)
DEVICE = ticketing_signer(EVENT, "token of the device")


class Told(Steps):
    """Entries with seals."""

    def sealed(self, signer, kind, subject="", once=b"1", **body):
        return self.entry(kind, subject, **signer.sealed(EVENT, kind, subject, body, once, 0))

    def named(self):
        return self.entry(EntryKind.SUPERVISOR_NAMED, ANA.id, **named_body(ANA))

    def removed(self):
        return self.sealed(ANA, EntryKind.SUPERVISOR_REMOVED, ANA.id, b"9")

    def joined(self, signer=None):
        kind, body = EntryKind.TICKETING_JOINED, joined_body({}, DEVICE)
        return self.sealed(signer, kind, **body) if signer else self.entry(kind, **body)


def test_a_seal_counts_once_and_is_needed_once_a_supervisor_is_known():
    told = Told()
    named, purge = told.named(), told.sealed(ANA, EntryKind.EVENT_PURGED)
    assert not SealedEntries(EVENT, []).is_seal_needed(purge)
    assert not SealedEntries(EVENT, []).proves(purge)
    known = SealedEntries(EVENT, [named])
    assert (known.is_seal_needed(purge), known.proves(purge)) == (True, True)
    assert not SealedEntries("another", [named]).proves(purge)
    known.add(purge)
    assert not known.proves(purge)


def test_who_was_removed_seals_nothing_more_but_what_was_planned_before_counts():
    told = Told()
    named, plan, gone = told.named(), told.sealed(ANA, EntryKind.EVENT_DESCRIBED), told.removed()
    late = told.sealed(ANA, EntryKind.EVENT_DESCRIBED, once=b"2")
    known = SealedEntries(EVENT, [gone, named])
    assert [known.proves(entry) for entry in (plan, late)] == [True, False]
    assert not known.proves(told.sealed(ANA, EntryKind.EVENT_PURGED, once=b"3"))


def test_of_the_programme_what_is_before_its_sealed_beginning_says_nothing_more():
    told = Told()
    named, old = told.named(), told.entry(EntryKind.EVENT_DESCRIBED)
    begun, new = told.sealed(ANA, EntryKind.EVENT_DESCRIBED), told.entry(EntryKind.EVENT_DESCRIBED)
    known = SealedEntries(EVENT, [named, begun])
    assert [known.is_seal_needed(entry) for entry in (old, new)] == [False, True]
    told = Told()
    purge, described = told.entry(EntryKind.EVENT_PURGED), told.named()
    known = SealedEntries(EVENT, [described, told.sealed(ANA, EntryKind.EVENT_DESCRIBED)])
    assert known.is_seal_needed(purge), "a purge is no part of the programme"


@pytest.mark.parametrize(("signer", "counts"), [(ANA, True), (None, False)])
def test_a_device_plans_where_a_supervisor_joined_it_and_purges_nowhere(signer, counts):
    told = Told()
    known = SealedEntries(EVENT, [told.named(), told.joined(signer)])
    assert known.proves(told.sealed(DEVICE, EntryKind.EVENT_DESCRIBED)) is counts
    assert not known.proves(told.sealed(DEVICE, EntryKind.EVENT_PURGED))


def test_vouched_for_is_the_newest_of_each_device_that_a_supervisor_joined_or_any_before_the_first():
    told = Told()
    before, named, joined, again = told.joined(), told.named(), told.joined(ANA), told.joined(ANA)
    assert devices_to_vouch_for(EVENT, [again, joined, named, before], is_first=False) == [again]
    assert devices_to_vouch_for(EVENT, [before], is_first=True) == [before]
    assert devices_to_vouch_for(EVENT, [named, before], is_first=False) == []
