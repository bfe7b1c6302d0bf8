# SPDX-License-Identifier: GPL-3.0-or-later
"""Any code becomes a person's, at one desk: what is tied, undone, refused, and how the old codes fare."""

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import tie_entry
from checkin.core.message import UserError
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Invitation
from checkin.core.tokens import MOST_BLANKS, TEST_CODE, CodeOrigin, EventKey, seal_code, stock_name
from checkin.services.attendance.attendance_evidence import (
    day_report_from_journal,
    day_report_from_tables,
    read_fingerprint,
)
from checkin.services.desk import Desk
from checkin.services.desk_services import CodeTying
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from checkin.services.privacy.person_data import find_person, person_data
from tests.builders import KEY, an_attendee

ONE, TWO = an_attendee(1), an_attendee(2)
BAND = "04:A2:fE:09:Bb"


def scanned(desk, clock, text):
    clock.pass_by(seconds=60)
    return desk.scan(text)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_code_given_is_no_correction_of_the_person(desk, event, keeps):
    desk.tying.tie(ONE.id, BAND, keeps=keeps)
    desk.registration.correct(TWO.id, {"note": "?"})
    assert (day_report_from_tables(event).corrections, day_report_from_journal(event).corrections) == (1, 1)
    assert check_file(event).problems == ()
    desk.replace_code(ONE.id)
    assert (day_report_from_tables(event).corrections, day_report_from_journal(event).corrections) == (2, 2)


def test_earlier_versions_read_a_tie_as_what_they_know():
    assert tie_entry("A", BAND, keeps=False)[::2] == (EntryKind.CODE_REPLACED, {"new": BAND, "tied": True})
    kind, _, body = tie_entry("A", BAND, keeps=True)
    assert (kind, body) == (EntryKind.ATTENDEE_CORRECTED, {"changes": {"ticket_code": ["", BAND]}, "tied": True})


@pytest.mark.parametrize("keeps", [True, False])
def test_a_tied_code_admits_its_person_until_f8_takes_it_off_and_the_old_one_stays_or_is_replaced_as_chosen(
    desk, event, clock, keeps
):
    answer = desk.tying.tie(ONE.id, BAND, keeps=keeps)
    assert (answer.reason, answer.attendee.id, answer.ticket) == (Reason.TIED, ONE.id, BAND)
    assert event.attendees.arrived("accueil") == 0
    assert scanned(desk, clock, BAND).verdict is Verdict.ADMIT
    old = scanned(desk, clock, ONE.ticket_code)
    assert (old.attendee.id, old.reason) == (ONE.id, Reason.ALREADY_ARRIVED if keeps else Reason.CODE_REPLACED)
    assert check_file(event).problems == ()
    assert answer.undoes == answer.entry
    undone = desk.undo(answer.entry)
    assert (undone.reason, undone.attendee.id) == (Reason.UNDONE, ONE.id)
    assert scanned(desk, clock, BAND).reason is Reason.UNKNOWN
    assert scanned(desk, clock, ONE.ticket_code).reason is Reason.ALREADY_ARRIVED
    desk.tying.tie(TWO.id, BAND, keeps=keeps)
    assert scanned(desk, clock, BAND).attendee.id == TWO.id
    assert check_file(event).problems == ()


def test_a_tied_code_is_found_by_its_end_and_named_in_the_data_of_its_person(desk, event):
    desk.tying.tie(ONE.id, BAND, keeps=True)
    assert [found.id for found in event.attendees.search("09:Bb")] == [ONE.id]
    assert find_person(event, BAND) == ONE.id
    assert person_data(event, ONE.id)["codes"] == [ONE.ticket_code, BAND]


OTHER = EventKey("another event", bytes(32)).issue(bytes(16)).code
FORGED = ONE.ticket_code[:-1] + ("B" if ONE.ticket_code[-1] != "B" else "C")


INVITATION = Invitation("Journée", KEY, "/media/partage").text()
CERTIFICATE = seal_code(KEY, "B" * 9, "C" * 6)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize(
    ("text", "part"),
    [
        (TEST_CODE, "test code"),
        ("", "could not be read"),
        ("x" * 513, "could not be read"),
        ("a\x00b", "could not be read"),
        (OTHER, "another event"),
        (FORGED, "tampered"),
        (CERTIFICATE, "certificate"),
        (KEY.issue(bytes(15) + b"\x77").code, "has not heard of"),
        (TWO.ticket_code, "belongs to Jean-Baptiste de La Fournière"),
        (TWO.ticket_code.lower(), "belongs to Jean-Baptiste de La Fournière"),
        (ONE.ticket_code, "already Éléonore Le Goff-1’s"),
        ("ada.lovelace@example.org", "e-mail address"),
        (" Ada.Lovelace@Example.ORG ", "e-mail address"),
        ("Jean-Baptiste de La Fournière", "is a name"),
        ("le goff", "is a name"),
        ("LE GOFF Eleonore", "is a name"),
        (INVITATION, "invites a computer"),
        (INVITATION[:20], "invites a computer"),
    ],
)
def test_a_code_that_cannot_be_theirs_is_refused_with_the_reason_and_nothing_changes(desk, event, text, part, keeps):
    before = event.journal.count()
    with pytest.raises(UserError) as refused:
        desk.tying.tie(ONE.id, text, keeps=keeps)
    assert part in str(refused.value)
    assert event.journal.count() == before


def test_a_code_that_was_replaced_belongs_to_its_person_still(desk, event):
    desk.tying.tie(ONE.id, BAND, keeps=True)
    desk.replace_code(ONE.id)
    with pytest.raises(UserError, match="has been replaced"):
        desk.tying.tie(ONE.id, BAND, keeps=True)
    with pytest.raises(UserError, match="belongs to Éléonore"):
        desk.tying.tie(TWO.id, BAND, keeps=True)


def test_nobody_gets_a_code_once_they_are_gone(desk, event, clock):
    desk.tying.tie(ONE.id, BAND, keeps=False)
    event_purge.purge(event, Authority("Anne", "Fin"), at=clock(), desk="Accueil 1")
    with pytest.raises(UserError, match="no longer in the event"):
        desk.tying.tie("nobody", "another", keeps=True)
    assert BAND not in "".join(entry.desk + str(entry.body) for entry in event.journal.each())
    assert scanned(desk, clock, BAND).reason is Reason.UNKNOWN
    assert check_file(event).problems == ()


def test_both_records_of_a_person_bring_their_tied_codes(desk, event, clock):
    desk.tying.tie(ONE.id, BAND, keeps=True)
    desk.tying.tie(TWO.id, "card 7", keeps=True)
    desk.registration.merge(ONE.id, TWO.id)
    assert {scanned(desk, clock, code).attendee.id for code in (BAND, "card 7", TWO.ticket_code)} == {ONE.id}
    with pytest.raises(UserError, match="already"):
        desk.tying.tie(ONE.id, "card 7", keeps=True)
    desk.registration.unmerge(TWO.id)
    assert scanned(desk, clock, "card 7").attendee.id == TWO.id
    assert check_file(event).problems == ()


def test_the_newest_tie_of_any_desk_tells_what_was_chosen(desk, event, clock):
    assert desk.tying.kept_last() is None
    desk.tying.tie(ONE.id, BAND, keeps=False)
    desk.tying.tie(TWO.id, "card 7", keeps=True)
    assert Desk(event, clock, "Accueil 2").tying.kept_last() is True
    assert isinstance(desk.tying, CodeTying)


def test_a_blank_is_known_at_every_desk_and_nobodys_until_it_is_tied(desk, event, clock):
    blank = event.key.blank(stock_name(b"\x07" * 16), 37)
    assert event.key.read(blank.code.lower()) == blank
    answer = desk.scan(blank.code)
    assert (answer.verdict, answer.reason, answer.blank) == (Verdict.REFUSE, Reason.BLANK, 37)
    desk.tying.tie(TWO.id, blank.code.lower(), keeps=True)
    assert scanned(desk, clock, blank.code).attendee.id == TWO.id


def test_the_blanks_of_two_stocks_are_all_different_and_none_is_a_ticket():
    codes = [KEY.blank(stock_name(bytes([stock] * 16)), n).code for stock in range(5) for n in (1, 2, 300, MOST_BLANKS)]
    assert len({*codes}) == len(codes)
    assert {KEY.read(code).origin for code in codes} == {CodeOrigin.BLANK}
    assert {KEY.read(code).number for code in codes} == {1, 2, 300, MOST_BLANKS}


@pytest.mark.parametrize(
    "text",
    [
        *("بطاقة ١٢", "a b  c", "x" * 512, "carte n° 17", " 0417 ", "ß-STRASSE", "2", "QWERTZ", "0612345678", BAND),
        "https://tickets.example.org/t/AbC123?x=1",
        "HTTPS://EXAMPLE.ORG/MEMBER",
        "MECARD:N:Le Goff,Eleonore;EMAIL:e@example.org;;",
        "mailto:e@example.org",
        '{"member":4711,"name":"Le Goff"}',
        *("LE GOFF 4711", "CARTE MEMBRE", "Goffmann"),
    ],
)
def test_any_text_of_a_reader_a_membership_card_or_a_ticket_system_is_a_code_in_its_own_case(desk, clock, text):
    assert desk.tying.tie(ONE.id, text, keeps=True).ticket == text.strip()
    assert scanned(desk, clock, text).attendee.id == ONE.id
    if text == BAND:
        assert scanned(desk, clock, BAND.upper()).reason is Reason.UNKNOWN


DEVICE_CODE = '{"handshake_version": 1, "url": "https://tickets.example", "token": "kpp4jn8g2ynzonp6"}'


def test_the_code_of_a_pretix_device_is_no_ticket_and_its_secret_goes_nowhere(event, desk):
    before = read_fingerprint(event)
    answer = desk.scan(DEVICE_CODE)
    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.DEVICE_CODE)
    assert "kpp4jn8g2ynzonp6" not in repr(answer)
    assert desk.resolve(DEVICE_CODE) == DEVICE_CODE
    person = desk.scan(ONE.ticket_code).attendee.id
    before = read_fingerprint(event)
    with pytest.raises(UserError, match="connects a desk to pretix") as refused:
        desk.tying.tie(person, DEVICE_CODE, keeps=True)
    assert "kpp4jn8g2ynzonp6" not in repr(desk.tying.refused(DEVICE_CODE, refused.value))
    assert read_fingerprint(event) == before
