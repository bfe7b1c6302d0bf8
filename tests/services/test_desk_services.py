# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk does beside scans: self-service, checks and loans at a door, and codes that become a person's."""

import json
from dataclasses import replace

import openpyxl
import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import tie_entry
from checkin.core.kiosk_answers import GreetingStyle, HelpEnd, KioskAnswer, KioskSettings, kiosk_answer
from checkin.core.message import Message, StorageError, UserError, fill_message
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder, state_text
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, PointMode
from checkin.core.purge import is_anonymous
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Invitation
from checkin.core.tokens import MOST_BLANKS, TEST_CODE, CodeOrigin, EventKey, seal_code, stock_name
from checkin.services.attendance.attendance_evidence import (
    day_report_from_journal,
    day_report_from_tables,
    read_fingerprint,
)
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.file_check import check_file
from checkin.services.kiosk_service import KioskService
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from checkin.services.privacy.person_data import find_person, person_data
from checkin.services.supervision import Supervision
from checkin.storage import settings_store
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.full_disk import full_disk

PIN = "4711"
WORD = Authority("Accueil 1", "First supervisor")
ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def service(event, desk):
    return KioskService(event, desk)


@pytest.fixture
def begun(service):
    service.supervision.name("Anne", PIN, WORD)
    service.begin(GreetingStyle.INITIAL)
    return service


@pytest.fixture
def other(event, clock):
    """Another desk at the same file."""
    file = EventFile.open(event.path)
    yield Desk(file, clock, "Accueil 2")
    file.close()


def why_not(service):
    with pytest.raises(UserError) as refused:
        service.begin(GreetingStyle.INITIAL)
    return refused.value.words.text


def guess(service, times=5):
    for _ in range(times):
        with pytest.raises(UserError):
            service.end("0815")


def test_it_begins_only_with_a_pin_to_end_it_at_no_way_out_and_not_while_paper_is_entered(service, event, desk, clock):
    assert "Name a supervisor first" in why_not(service)
    service.supervision.name("Anne", PIN, WORD)
    desk.move_to("sortie")
    assert "is an exit" in why_not(service)
    desk.move_to("accueil")
    desk.enter_from_paper(clock())
    assert "paper" in why_not(service)
    theirs = settings_store.load(event.db)
    assert not settings_store.load_kiosk(event.db).is_open
    desk.enter_from_paper(None)
    service.begin(GreetingStyle.FULL)
    settings_store.save(event.db, theirs)  # of another window: it does not open the desk to guests
    assert settings_store.load_kiosk(event.db) == KioskSettings(True, GreetingStyle.FULL)


def test_it_ends_with_the_pin_without_one_once_the_last_supervisor_was_removed_and_greets_as_before(
    begun, event, desk, other
):
    begun.help.ask()
    begun.end(PIN)
    assert other.help.open() == (), "whoever ends it has come"
    begun.begin(GreetingStyle.NONE)
    (anne,) = begun.supervision.supervisors()
    begun.supervision.remove(anne, Authority("Anne", "Gone"))
    begun.end("")
    assert begun.settings == KioskService(event, desk).settings == KioskSettings(False, GreetingStyle.NONE)


@pytest.mark.parametrize("value", ["7", "{}", '{"is_open": "yes", "greeting": "loud"}'])
def test_what_cannot_be_read_of_it_is_its_default(event, value):
    event.db.conn.execute("INSERT INTO settings VALUES ('kiosk', ?)", [value])
    assert settings_store.load_kiosk(event.db) == KioskSettings()


def test_help_is_heard_at_the_other_desk_and_its_word_here_and_nobody_comes_for_a_call_taken_back(service, other, desk):
    taken_back = service.help.ask()
    service.help.withdraw(taken_back)
    assert other.help.open() == ()
    call = service.help.ask()
    assert service.help.ask() == call  # pressed twice
    assert [c.desk for c in other.help.open()] == ["Accueil 1"]
    assert service.help.end_of(call) is None
    other.help.promise(other.help.open()[0])
    service.help.withdraw(call)
    assert service.help.end_of(call) is HelpEnd.COMING
    assert other.help.open() == ()
    with pytest.raises(UserError, match="already"):
        desk.help.promise(call)


def test_wrong_pins_of_a_guest_lock_it_and_no_desk_out_and_no_other_screen(begun, event, other, clock):
    guess(begun)
    with pytest.raises(UserError, match="locked"):
        begun.end(PIN)
    assert settings_store.load_kiosk(event.db).is_open
    assert Supervision(event, other).check(PIN).name == "Anne"
    assert KioskService(event, other).supervision.check(PIN).name == "Anne"
    clock.pass_by(minutes=2)
    begun.end(PIN)


def test_a_right_pin_ends_it_on_a_full_disk_too_and_it_is_said_that_this_is_not_kept(begun, event):
    begun.help.ask()
    with full_disk():
        begun.end(PIN)
    assert begun.save_error
    assert not begun.settings.is_open
    assert settings_store.load_kiosk(event.db).is_open  # the next start serves guests again
    begun.begin(GreetingStyle.INITIAL)
    begun.end(PIN)
    assert begun.save_error is None


def test_a_full_disk_is_no_way_to_guess_without_end(begun, event, clock):
    with full_disk():
        guess(begun)
        with pytest.raises(UserError, match="locked"):
            begun.end(PIN)
        clock.pass_by(minutes=2)
        with pytest.raises(UserError, match="locked"):
            begun.end("0815")
        clock.pass_by(minutes=3)
        begun.end(PIN)
    assert begun.supervision.lock_out().tries_left == 5
    guess(begun, 1)
    refused, recognised = EntryKind.SUPERVISOR_REFUSED, EntryKind.SUPERVISOR_RECOGNISED
    kinds = [entry.kind for entry in event.journal.entries_of_kinds([refused, recognised])]
    assert kinds == [*[refused] * 6, recognised, refused]


@pytest.mark.parametrize("about", [{"note": "Give the card for allergies"}, {"custom": {"Allergies": "arachide"}}])
def test_a_guest_about_whom_the_team_has_something_to_read_is_in_only_once_the_desk_let_them_in(
    service, event, desk, clock, about
):
    rule = ColumnRule(values=("arachide",), text="Give the card")
    columns = (Column("allergies", "Allergies", "custom:Allergies", rules=(rule,)),)
    event.plan(replace(event.programme(), columns=columns), at=clock(), desk="d")
    desk.reload()
    guest = an_attendee(40, **about)
    add_people(event, clock(), guest)
    answer = service.scan(guest.ticket_code)
    assert kiosk_answer(answer, None) is KioskAnswer.DESK
    assert not event.attendees.visits_at(desk.control_point.id, [guest.id])
    at_desk = desk.scan(guest.ticket_code)
    assert (at_desk.verdict, at_desk.reason) == (Verdict.ADMIT, Reason.ATTENTION)
    assert event.attendees.visits_at(desk.control_point.id, [guest.id])
    answer = service.scan(ONE.ticket_code)
    assert answer.reason is Reason.WELCOME
    entry = event.journal.entry(answer.entry)
    assert (entry.kind, entry.desk, entry.body["how"]) == (EntryKind.CHECKED_IN, "Accueil 1", "code")


GROUP, UNPAID, FAR, OFF = (
    an_attendee(41, last_name="Classe", places=4),
    an_attendee(42, last_name="Impayé", status=Status.UNPAID),
    an_attendee(43, last_name="Loin", presence=Presence.REMOTE),
    an_attendee(44, last_name="Parti", status=Status.CANCELLED),
)


def at_the_entrance(event, clock, **duty):
    programme = a_programme()
    door, *others = programme.control_points
    event.plan(replace(programme, control_points=(replace(door, **duty), *others)), at=MORNING, desk="d")
    return Desk(event, clock, "Accueil 1")


@pytest.fixture
def checking(event, clock):
    add_people(event, MORNING, GROUP, UNPAID, FAR, OFF)
    return at_the_entrance(event, clock, checks="Pièce d’identité vue")


@pytest.fixture
def lender(event, clock):
    return at_the_entrance(event, clock, gives="badge visiteur")


def fill(words, **fields):
    return fill_message(words.text, fields)


def arrivals(event):
    return [entry.body for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_nobody_counts_before_the_check_is_confirmed(event, checking):
    asked = checking.scan(ONE.ticket_code)
    assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.TO_CHECK)
    assert event.attendees.arrived("accueil") == 0
    let_in = checking.admit(asked)
    assert (let_in.verdict, let_in.reason, let_in.is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    (body,) = arrivals(event)
    assert (body["checked"], "over" in body) == (True, False)
    assert checking.scan(OFF.ticket_code).reason is Reason.CANCELLED, "who is refused is not checked"
    checking.move_to("dejeuner")
    assert checking.scan(TWO.ticket_code).reason is Reason.WELCOME, "only that control point asks"


def test_who_comes_back_is_not_asked_again_and_who_was_undone_is(checking, clock):
    arrived = checking.admit(checking.scan(ONE.ticket_code))
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.ALREADY_ARRIVED
    checking.move_to("sortie")
    assert checking.scan(ONE.ticket_code).reason is Reason.EXIT
    checking.move_to("accueil")
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.REENTRY
    for entry in (checking.check_in(ONE.id).earlier.passage.id, arrived.entry):
        checking.undo(entry)
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.TO_CHECK


@pytest.mark.parametrize(
    ("person", "then"), [(UNPAID, Reason.UNPAID), (FAR, Reason.REMOTE), (GROUP, Reason.GROUP)], ids=lambda x: str(x)[:9]
)
def test_another_question_comes_after_the_check_and_keeps_it(event, checking, person, then):
    asked = checking.scan(person.ticket_code)
    assert asked.reason is Reason.TO_CHECK
    next_one = checking.admit(asked)
    assert (next_one.verdict, next_one.reason) == (Verdict.ASK, then)
    assert event.attendees.arrived("accueil") == 0
    assert checking.admit(next_one).verdict is Verdict.ADMIT
    assert arrivals(event)[0]["checked"] is True


def test_who_was_cancelled_meanwhile_is_not_let_in_by_the_key_and_who_is_registered_here_is_checked(event, checking):
    asked = checking.scan(ONE.ticket_code)
    checking.registration.set_status({ONE.id: Status.CANCELLED})
    assert checking.admit(asked).reason is Reason.CANCELLED
    assert arrivals(event) == []
    asked = checking.registration.walk_in(RegistrationForm("Ada", "Byron"))
    assert asked.reason is Reason.TO_CHECK
    assert checking.admit(asked).verdict is Verdict.ADMIT
    assert [body["checked"] for body in arrivals(event)] == [True]


def lent(desk, clock, person, number):
    clock.pass_by(minutes=1)
    desk.scan(person.ticket_code)
    return desk.scan(number)


def lent_elsewhere(event, clock, person, thing):
    with event.transaction():
        body = {"control_point": "accueil", "thing": thing}
        event.journal.append(EntryKind.THING_LENT, person.id, body, at=clock(), desk="Accueil 2")


@pytest.fixture
def back(event, lender, clock):
    """Two have each a badge; the first brings it back."""

    def bring():
        programme = event.programme()
        points = (*programme.control_points, ControlPoint("retour", "Retour", mode=PointMode.EXIT))
        event.plan(replace(programme, control_points=points), at=MORNING, desk="d")
        lender.admission.reload()
        lender.move_to("retour")
        lender.scan("12")

    lent(lender, clock, ONE, "12")
    lent(lender, clock, TWO, "7")
    return bring


@pytest.mark.parametrize("thing", [None, 7, ["12"], {}, ""])
def test_an_entry_that_names_no_thing_lends_none(event, lender, clock, thing):
    lender.scan(ONE.ticket_code)
    lent_elsewhere(event, clock, ONE, thing)
    assert lender.lending.holder("12") == ""
    assert event.journal.history(ONE.id).visit("accueil").thing == ""


def test_what_another_desk_lent_to_who_is_in_counts_when_it_is_the_newest(event, lender, clock):
    lent_elsewhere(event, clock, TWO, "12")
    assert lender.lending.holder("12") == "", "who is not in has nothing"
    lent(lender, clock, ONE, "12")
    clock.pass_by(minutes=1)
    lender.scan(TWO.ticket_code)
    lent_elsewhere(event, clock, TWO, "12")
    assert lender.lending.holder("12") == TWO.id


def test_the_thing_of_a_merged_record_is_the_persons(event, lender, clock):
    lent(lender, clock, TWO, "12")
    lender.registration.merge(ONE.id, TWO.id)
    assert lender.lending.holder("badge visiteur 12") == ONE.id
    lender.registration.unmerge(TWO.id)
    assert lender.lending.holder("12") == TWO.id


def test_a_number_of_another_desk_is_not_for_who_arrived_here_and_a_purge_leaves_none(event, lender, clock):
    lender.scan(ONE.ticket_code)
    assert Desk(event, clock, "Accueil 2").scan("12").attendee is None
    assert lender.scan("12").attendee.id == ONE.id
    assert set(event.journal.differences().values()) == {0}
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert all(is_anonymous(person.id) for person, _ in event.attendees.all())
    (lending,) = event.journal.entries_of_kinds([EntryKind.THING_LENT])
    assert lending.body == {"control_point": "accueil"}


def test_the_list_of_people_and_the_counter_say_what_is_out_now_and_each_line_what_it_was_about(
    event, lender, clock, back
):
    people, out = PeopleQueries(event, lender), AttendeeFilter(attendance=AttendanceFilter.INSIDE)
    assert {*people.order("", out, AttendeeOrder())} == {ONE.id, TWO.id}
    (standing,) = people.standings([ONE.id])
    assert state_text(standing, fill, lambda at: "10:03") == "Badge visiteur 12 · 10:03"
    back()
    assert people.order("", out, AttendeeOrder()) == [TWO.id]
    assert [standing.thing for standing in people.standings([ONE.id])] == [""]
    lender.move_to("accueil")
    queries = DeskQueries(event)
    shown = queries.recent_scans(lender.programme, lender.control_point)
    assert {line.thing for line in shown if line.attendee == ONE.id} == {"badge visiteur 12"}
    assert "badge visiteur 7" in {line.thing for line in shown if line.attendee == TWO.id}
    tally = queries.tally(lender.programme, lender.control_point, clock())
    assert (tally.inside, tally.arrived, tally.is_handed_out) == (1, 2, True)


def test_an_export_tells_the_number_of_each_thing_lent_and_brought_back(event, clock, back, tmp_path):
    back()
    export_attendance(event, tmp_path / "out.xlsx", fill, now=clock())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    heading, *rows = book["All scans"].values
    told = [(row[heading.index("What")], row[heading.index("Number lent")]) for row in rows]
    assert [each for each in told if each[1]] == [("lent", "12"), ("lent", "7"), ("exit", "12")]
    heading, *rows = book["Accueil"].values
    name, number = heading.index("Last name"), heading.index("Number lent")
    assert {row[name]: row[number] for row in rows if row[number]} == {"de La Fournière": "7"}
    assert compare_export(event, tmp_path / "out.xlsx", [fill]).has_same_values
    export_attendance(event, tmp_path / "out.json", fill, now=clock())
    scans = json.loads((tmp_path / "out.json").read_text("utf-8"))["scans"]
    assert [scan["thing"] for scan in scans if scan["thing"]] == ["12", "7", "12"]


def test_a_thing_is_handed_on_whole_or_not_at_all(event, lender, clock, monkeypatch):
    lent(lender, clock, ONE, "12")
    waiting = lent(lender, clock, TWO, "12")
    assert waiting.reason is Reason.THING_OUT
    note = event.journal.append

    def fails_at_the_second(kind, *about, **when):
        if kind == EntryKind.THING_LENT:
            raise StorageError(Message("lender", "full"))
        return note(kind, *about, **when)

    monkeypatch.setattr(event.journal, "append", fails_at_the_second)
    with pytest.raises(StorageError):
        lender.lending.hand_on(waiting)
    assert lender.lending.holder("12") == ONE.id


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


def test_a_tied_code_is_found_by_its_end_and_in_the_data_of_its_person_whose_it_stays_when_replaced(desk, event):
    desk.tying.tie(ONE.id, BAND, keeps=True)
    assert [found.id for found in event.attendees.search("09:Bb")] == [ONE.id]
    assert find_person(event, BAND) == ONE.id
    assert person_data(event, ONE.id)["codes"] == [ONE.ticket_code, BAND]
    desk.replace_code(ONE.id)
    for person, told in ((ONE, "has been replaced"), (TWO, "belongs to Éléonore")):
        with pytest.raises(UserError, match=told):
            desk.tying.tie(person.id, BAND, keeps=True)


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


def test_nobody_gets_a_code_once_they_are_gone(desk, event, clock):
    desk.tying.tie(ONE.id, BAND, keeps=False)
    event_purge.purge(event, Authority("Anne", "Fin"), at=clock(), desk="Accueil 1")
    with pytest.raises(UserError, match="no longer in the event"):
        desk.tying.tie("nobody", "another", keeps=True)
    assert BAND not in "".join(entry.desk + str(entry.body) for entry in event.journal.each())
    assert scanned(desk, clock, BAND).reason is Reason.UNKNOWN
    assert check_file(event).problems == ()


def test_both_records_of_a_person_bring_their_tied_codes_and_the_newest_tie_tells_what_was_chosen(desk, event, clock):
    assert desk.tying.kept_last() is None
    desk.tying.tie(ONE.id, BAND, keeps=False)
    assert desk.tying.kept_last() is False
    desk.tying.tie(TWO.id, "card 7", keeps=True)
    assert Desk(event, clock, "Accueil 2").tying.kept_last() is True
    desk.registration.merge(ONE.id, TWO.id)
    assert {scanned(desk, clock, code).attendee.id for code in (BAND, "card 7", TWO.ticket_code)} == {ONE.id}
    with pytest.raises(UserError, match="already"):
        desk.tying.tie(ONE.id, "card 7", keeps=True)
    desk.registration.unmerge(TWO.id)
    assert scanned(desk, clock, "card 7").attendee.id == TWO.id
    assert check_file(event).problems == ()


def test_blanks_of_all_stocks_are_different_and_nobodys_until_they_are_tied(desk, clock):
    numbers = (1, 2, 300, MOST_BLANKS)
    blanks = [KEY.blank(stock_name(bytes([stock] * 16)), number) for stock in range(5) for number in numbers]
    assert len({blank.code for blank in blanks}) == len(blanks)
    for blank in blanks:
        assert KEY.read(blank.code.lower()) == blank
        assert blank.origin is CodeOrigin.BLANK
    assert [blank.number for blank in blanks] == [*numbers] * 5
    answer = desk.scan(blank.code)
    assert (answer.verdict, answer.reason, answer.giving.blank) == (Verdict.REFUSE, Reason.BLANK, MOST_BLANKS)
    desk.tying.tie(TWO.id, blank.code.lower(), keeps=True)
    assert scanned(desk, clock, blank.code).attendee.id == TWO.id


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
