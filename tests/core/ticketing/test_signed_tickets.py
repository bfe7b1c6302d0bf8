# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed tickets: what they say, and that nobody else can make one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import EARLIEST, LATEST
from checkin.core.ticketing.position import SignedTicket, read_signed_ticket
from tests.core.ticketing.tickets import TicketSigner, payload, varint

SERVER, OTHER = TicketSigner(), TicketSigner()
GENUINE = SERVER.sign(payload(item=7, variation=3))

REAL_KEY = (
    "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUNvd0JRWURLMlZ3QXlFQTdBRDcyeUZ5dEx1c1drMWJJS2RUNkZwckZqRzlveU9oK0JTVVlqbTVI"
)


def read(text, *keys):
    return read_signed_ticket(text, keys or (SERVER.public,))


def test_a_ticket_says_for_what_and_when_it_is():
    text = SERVER.sign(payload(item=7, variation=3, subevent=2, valid_from=1688450400, valid_until=1688486400))
    begins, ends = datetime(2023, 7, 4, 6, tzinfo=UTC), datetime(2023, 7, 4, 16, tzinfo=UTC)
    assert read(text) == SignedTicket("123456789", 7, 3, 2, begins, ends)


def test_what_a_ticket_does_not_limit_is_not_limited():
    assert read(GENUINE) == read(f" {GENUINE}\n") == SignedTicket("123456789", 7, 3)


def test_any_key_of_the_event_proves_a_ticket_and_no_other_does():
    assert read(GENUINE, OTHER.public, SERVER.public)
    assert read(GENUINE, OTHER.public) is None
    assert read_signed_ticket(GENUINE, ()) is None


@pytest.mark.parametrize("key", ["", "x", "é", SERVER.public[:-9], REAL_KEY, "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0="])
def test_a_broken_key_proves_nothing_and_does_not_hide_a_good_one(key):
    assert read(GENUINE, key) is None
    assert read(GENUINE, key, SERVER.public)


@pytest.mark.parametrize("version", [0, 2])
def test_another_version_is_another_format(version):
    assert read(SERVER.sign(payload(item=1), version)) is None


def test_dates_beyond_all_calendars_are_moved_into_ours():
    found = read(SERVER.sign(payload(item=1, valid_from=1, valid_until=2**62)))
    assert found.valid_from >= EARLIEST
    assert found.valid_until < LATEST


@pytest.mark.parametrize("bad", [b"\x0a\xff", b"\x0a\x02\xff\xff", b"\x10", b"\x15abcd", b"\x12\x01a", b"\x80" * 12])
def test_a_payload_that_is_none_is_no_ticket_though_it_is_signed(bad):
    assert read(SERVER.sign(bad)) is None


def test_fields_of_a_later_version_are_passed_over():
    assert read(SERVER.sign(payload(item=7) + b"\x3a\x02ab" + b"\x40" + varint(300))).item == 7


def test_a_ticket_has_one_text_only():
    """A second text of one ticket would let a second person in."""
    spellings = [GENUINE.lstrip("="), "=" + GENUINE, GENUINE[:9] + "\n" + GENUINE[9:], "AAAA" + GENUINE]
    assert [read(text) for text in spellings if text != GENUINE] == [None] * len({*spellings} - {GENUINE})


@given(st.integers(0, len(GENUINE) - 1), st.sampled_from("ABCDEFxyz0123456789+/="))
def test_a_ticket_with_another_letter_is_none(place, letter):
    changed = GENUINE[:place] + letter + GENUINE[place + 1 :]
    assert (read(changed) is None) is (changed != GENUINE)


@given(st.integers(0, len(GENUINE) - 1))
def test_a_ticket_that_is_cut_off_is_none(end):
    assert read(GENUINE[:end]) is None
    assert read(GENUINE[end + 1 :]) is None


@given(st.text() | st.text("ABCDEFabcdef0123456789+/=") | st.binary().map(lambda raw: SERVER.sign(raw)))
def test_any_text_can_be_scanned(text):
    found = read(text)
    assert found is None or isinstance(found, SignedTicket)
