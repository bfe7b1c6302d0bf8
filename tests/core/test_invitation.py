# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.core.sync.invitation import LARGEST, LONGEST, PREFIX, Invitation, invitation_in, is_invitation
from checkin.core.tokens import EventKey

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
INVITATIONS = st.builds(
    Invitation,
    TEXTS,
    st.builds(EventKey, TEXTS, st.binary(min_size=32, max_size=32)),
    folder=TEXTS,
    hub=TEXTS,
    desk=TEXTS,
)
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


@pytest.mark.parametrize(
    "raw",
    [
        b"5",
        b"null",
        b"{}",
        b'"text"',
        b"[" * 30_000 + b"]" * 30_000,
        b'["Gala", "9a", ""]',
        b'["Gala", "9a", "", 5]',
        b'["Gala", "9a", "", null]',
        b'["a\\ud800b", "9a", "", ""]',
        b'["Gala", "\\ud800", "", ""]',
        b'["Gala", "9a", "\\u0000", ""]',
        json.dumps(["a" * (LONGEST + 1), "9a", "", ""]).encode(),
        json.dumps(["Gala", "9a", "", "", "a" * (LONGEST + 1)]).encode(),
        json.dumps(["Gala", "9a", "", "", "", "a" * LARGEST]).encode(),
    ],
)
def test_what_no_desk_wrote_is_refused_although_it_is_whole(raw):
    with pytest.raises(UserError, match="incomplete"):
        invitation_in(saying(raw))


def test_a_small_text_that_would_become_huge_is_not_unpacked():
    text = saying(b'["' + b"a" * 20_000_000 + b'", "9a", "", ""]')
    tracemalloc.start()
    try:
        with pytest.raises(UserError):
            invitation_in(text)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
