# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import Message, SyncError
from checkin.core.print_jobs import READY, JobState, PrinterState, PrinterTrouble
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.checks import (
    BadgeTrial,
    CameraReadiness,
    CheckResult,
    ClockState,
    DiskState,
    PowerState,
    Readiness,
    ReadinessGrade,
    ReadinessTopic,
    ScannerReadiness,
    check_camera,
    check_clock,
    check_copy,
    check_desks,
    check_disk,
    check_power,
    check_printer,
    check_scanner,
    check_sound,
    check_test_badge,
    check_ticketing,
    readiness,
    worst_result,
)
from checkin.core.ready.readiness import (
    BadAddresses,
    ListState,
    OpenIssues,
    Overbooked,
    check_addresses,
    check_list,
    check_open_issues,
    check_programme,
    check_returns,
    check_seats,
    sort_results,
)
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.translation import translate
from tests.builders import MORNING

SAID = Message("t", "said")

findings = st.lists(
    st.builds(CheckResult, st.sampled_from(ReadinessTopic), st.sampled_from(ReadinessGrade), st.just(SAID)), max_size=5
)


@given(findings)
def test_the_one_word_is_as_bad_as_the_worst_and_the_light_names_what_is_gravest(found):
    word = readiness(found)
    assert (word is Readiness.NOT_READY) == any(each.grade is ReadinessGrade.STOP for each in found)
    assert (word is Readiness.READY) == all(each.grade <= ReadinessGrade.ASIDE for each in found)
    assert readiness(sort_results(found)) is word
    named = worst_result(found)
    assert (named is None) == all(each.grade <= ReadinessGrade.UNTRIED for each in found)
    assert named is None or named.grade == max(each.grade for each in found)


def test_what_has_a_light_of_its_own_is_named_last():
    topics = (ReadinessTopic.CAMERA, ReadinessTopic.CLOCK)
    camera, clock = (CheckResult(topic, ReadinessGrade.LOOK, SAID) for topic in topics)
    assert worst_result([camera, clock]) == clock
    assert worst_result([camera]) == camera


NOW = MORNING.astimezone(ZoneInfo("Europe/Paris"))
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
MB, GB = 1 << 20, 1 << 30


def clock(**fields):
    return check_clock(ClockState(NOW, **{"days": [TODAY], "zone": "Europe/Paris", "here": NOW.utcoffset(), **fields}))


RIGHT = ({}, {"days": ()}, {"here": timedelta(0)}, {"ahead": 20.0, "newest": NOW + timedelta(seconds=20)})
"""The event's own hour counts, and seconds apart from the others are none of our business."""
WRONG = (
    {"days": [TOMORROW]},
    {"zone": ""},
    {"newest": NOW + timedelta(minutes=10)},
    {"ahead": 300.0},
    {"ahead": -300.0},
)


@pytest.mark.parametrize("fields", [*RIGHT, *WRONG])
def test_a_clock_that_is_wrong_is_found_out(fields):
    found = clock(**fields)
    assert found.grade is (ReadinessGrade.LOOK if fields in WRONG else ReadinessGrade.WELL)
    assert bool(found.remedy) is (fields in WRONG)


def test_of_an_event_of_several_days_the_nearest_is_named():
    found = clock(days=[TOMORROW + timedelta(days=5), TOMORROW])
    assert (found.fields["day"], found.fields["today"]) == (TOMORROW, TODAY)


@pytest.mark.parametrize(
    ("free", "took", "grade"),
    [
        (9 * GB, 0.004, ReadinessGrade.WELL),
        (9 * GB, None, ReadinessGrade.STOP),
        (9 * GB, 2.0, ReadinessGrade.LOOK),
        (100 * MB, 0.004, ReadinessGrade.LOOK),
        (5 * MB, 0.004, ReadinessGrade.STOP),
    ],
)
def test_a_disk_has_room_and_takes_records_at_once(free, took, grade):
    assert check_disk(DiskState(free, took)).grade is grade


@pytest.mark.parametrize(
    ("power", "grade"),
    [
        (PowerState(True, 12), ReadinessGrade.WELL),
        (PowerState(True, None), ReadinessGrade.WELL),
        (PowerState(False, 95), ReadinessGrade.ASIDE),
        (PowerState(False, 50), ReadinessGrade.LOOK),
        (PowerState(False, 5), ReadinessGrade.STOP),
        (PowerState(None, 5), ReadinessGrade.ASIDE),
        (PowerState(None, None), ReadinessGrade.ASIDE),
    ],
)
def test_a_battery_lasts_the_morning(power, grade):
    assert check_power(power).grade is grade


@pytest.mark.parametrize(
    ("wanted", "possible", "heard", "grade"),
    [
        (False, True, None, ReadinessGrade.ASIDE),
        (True, False, None, ReadinessGrade.ASIDE),  # a desk without a loudspeaker is simply silent
        (True, True, None, ReadinessGrade.UNTRIED),
        (True, True, True, ReadinessGrade.WELL),
        (True, True, False, ReadinessGrade.LOOK),
    ],
)
def test_only_ears_know_whether_a_sound_was_heard(wanted, possible, heard, grade):
    assert check_sound(is_wanted=wanted, is_possible=possible, was_heard=heard).grade is grade


LIVE, DEAD = CameraReadiness(True, "Webcam"), CameraReadiness(False)
READS = CameraReadiness(True, "Webcam", MORNING)
UNUSED, TYPES = ScannerReadiness(), ScannerReadiness(MORNING)


@pytest.mark.parametrize(
    ("camera", "scanner", "grades"),
    [
        (CameraReadiness(), UNUSED, (ReadinessGrade.ASIDE, ReadinessGrade.UNTRIED)),
        (LIVE, UNUSED, (ReadinessGrade.UNTRIED, ReadinessGrade.UNTRIED)),
        (READS, UNUSED, (ReadinessGrade.WELL, ReadinessGrade.ASIDE)),  # no scanner is needed where a camera reads
        (LIVE, TYPES, (ReadinessGrade.ASIDE, ReadinessGrade.WELL)),  # and the other way round
        (DEAD, TYPES, (ReadinessGrade.ASIDE, ReadinessGrade.WELL)),
        (DEAD, UNUSED, (ReadinessGrade.ASIDE, ReadinessGrade.UNTRIED)),  # a desk with a scanner only
        (CameraReadiness(False, "Webcam"), UNUSED, (ReadinessGrade.LOOK, ReadinessGrade.UNTRIED)),
        (READS, ScannerReadiness(is_misread=True), (ReadinessGrade.WELL, ReadinessGrade.LOOK)),
    ],
)
def test_codes_are_read_by_a_camera_or_a_scanner(camera, scanner, grades):
    assert (check_camera(camera, scanner).grade, check_scanner(scanner, camera).grade) == grades


def test_a_camera_that_is_not_there_is_not_one_that_fails_and_a_scanner_that_was_put_right_is_told():
    absent, failing = check_camera(DEAD, UNUSED), check_camera(CameraReadiness(False, "Webcam"), UNUSED)
    assert ("{name}" in absent.message.text, "{name}" in failing.message.text) == (False, True)
    plain, repaired = check_scanner(TYPES, LIVE), check_scanner(ScannerReadiness(MORNING, "AZERTY"), LIVE)
    assert plain.message != repaired.message
    assert repaired.fields["keyboard"] == "AZERTY"


@pytest.mark.parametrize(
    ("name", "state", "grade"),
    [
        ("", None, ReadinessGrade.ASIDE),
        ("Brother", None, ReadinessGrade.ASIDE),
        ("Brother", READY, ReadinessGrade.WELL),
        ("Brother", PrinterState(PrinterTrouble.OUT_OF_PAPER), ReadinessGrade.LOOK),
    ],
)
def test_a_printer_is_ready_where_one_is_chosen(name, state, grade):
    assert check_printer(name, state).grade is grade


@pytest.mark.parametrize("job", [None, *JobState])
def test_only_a_person_can_say_that_a_badge_is_in_its_place(job):
    assert check_test_badge(BadgeTrial(job)).grade is not ReadinessGrade.WELL
    assert check_test_badge(BadgeTrial(job, True)).grade is ReadinessGrade.WELL
    assert check_test_badge(BadgeTrial(job, False)).grade is ReadinessGrade.LOOK


def together(*desks, error=None, waiting=0):
    return SyncStatus((PlaceStatus(SyncPlace.FOLDER, error, waiting, desks),))


def test_what_is_on_a_key_is_not_on_this_computer_alone_nor_before_others_heard():
    heard, silent = OtherDesk("Accueil 2", 2, 0), OtherDesk("Accueil 3", 900, 0)
    assert check_desks(SyncStatus()).grade is ReadinessGrade.ASIDE
    assert check_desks(together(heard)).grade is ReadinessGrade.WELL
    assert check_desks(together(heard, silent)).fields == {"name": "Accueil 3", "minutes": 15}
    assert check_desks(together(error=SyncError(Message("t", "away")))).grade is ReadinessGrade.LOOK
    assert check_copy(SyncStatus()).grade is ReadinessGrade.ASIDE
    assert check_copy(together(heard)).grade is ReadinessGrade.WELL
    assert check_copy(together(heard, waiting=3)).grade is ReadinessGrade.ASIDE
    told, untold = (SyncStatus(usb_drive=UsbDriveVisit("CLE", MORNING, since)) for since in (0, 17))
    assert (check_copy(told).grade, check_copy(told).fields) == (ReadinessGrade.WELL, {"key": "CLE"})
    assert (check_copy(untold).grade, check_copy(untold).fields) == (ReadinessGrade.ASIDE, {"key": "CLE", "since": 17})
    assert "by USB drive" in check_desks(told).message.text


def test_a_desk_that_was_not_heard_since_the_purge_still_has_everyone():
    """Also one that was closed, and had sent everything."""
    closed = OtherDesk("Accueil 2", 1200, 0, closed_at=MORNING)
    at = MORNING + timedelta(minutes=30)
    left = together(closed, OtherDesk("Accueil 3", 3, 0)).heard_before((MORNING + timedelta(minutes=20)), at)
    assert left == (("Accueil 2", MORNING + timedelta(minutes=10)),)
    found = check_desks(together(closed), left)
    assert (found.grade, found.fields["name"], found.fields["at"]) == (ReadinessGrade.LOOK, "Accueil 2", left[0][1])
    assert check_desks(together(closed)).grade is ReadinessGrade.ASIDE


FETCHED = TicketingStatus("tickets.example", "pionniers", "rencontre", 7, MORNING)
AWAY = SyncError(Message("test", "away"))


@pytest.mark.parametrize(
    ("status", "grade", "told"),
    [
        (FETCHED, ReadinessGrade.WELL, "is reached; the list is that of {at}"),
        (replace(FETCHED, fetched_at=None), ReadinessGrade.LOOK, "for the first time"),
        (replace(FETCHED, fetched_at=None, error=AWAY), ReadinessGrade.LOOK, "never fetched whole"),
        (replace(FETCHED, error=AWAY), ReadinessGrade.LOOK, "cannot be reached. The list here is that of {at}."),
        (replace(FETCHED, error=AWAY, waiting=3), ReadinessGrade.LOOK, "still to be sent: {waiting}"),
        (replace(FETCHED, refused=2, unseen=2), ReadinessGrade.LOOK, "did not take: {count}"),
        (replace(FETCHED, refused=2), ReadinessGrade.WELL, "is reached"),
        (replace(FETCHED, is_revoked=True, error=AWAY), ReadinessGrade.LOOK, "revoked this device"),
        (replace(FETCHED, device=0), ReadinessGrade.ASIDE, "comes from the other desks"),
    ],
)
def test_a_ticketing_is_ready_when_its_list_is_here_and_everything_was_taken(status, grade, told):
    found = check_ticketing(status, MORNING)
    assert found.grade is grade
    assert told in found.message.text
    assert (found.remedy is None) == (grade < ReadinessGrade.LOOK)


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("people", "age", "grade"),
    [
        (0, None, ReadinessGrade.STOP),
        (0, HOUR, ReadinessGrade.STOP),
        (3, None, ReadinessGrade.WELL),
        (3, DAY, ReadinessGrade.WELL),
        (3, 3 * DAY, ReadinessGrade.LOOK),
    ],
)
def test_a_list_is_there_and_not_older_than_the_last_registrations(people, age, grade):
    assert check_list(ListState(people, age and MORNING - age), MORNING).grade is grade


@pytest.mark.parametrize(
    ("opens", "closes", "grade"),
    [
        (None, None, ReadinessGrade.WELL),
        (-HOUR, HOUR, ReadinessGrade.WELL),
        (HOUR, 2 * HOUR, ReadinessGrade.WELL),  # later today
        (DAY, DAY + HOUR, ReadinessGrade.LOOK),
        (-2 * HOUR, -HOUR, ReadinessGrade.STOP),
        (HOUR, -HOUR, ReadinessGrade.STOP),
    ],
)
def test_somebody_who_comes_now_is_let_in_by_the_hours(opens, closes, grade):
    times = (MORNING + opens, MORNING + closes) if opens is not None else (None, None)
    found = check_programme(ControlPoint("accueil", "Accueil", "", *times), MORNING)
    assert found.grade is grade
    assert (found.remedy is None) == (grade is ReadinessGrade.WELL)
    assert ("not open yet" in found.message.text) == (opens in (HOUR, DAY) and opens < closes)


@pytest.mark.parametrize(
    ("left", "grade"),
    [
        (OpenIssues(), ReadinessGrade.WELL),
        (OpenIssues(waiting=4), ReadinessGrade.ASIDE),
        (OpenIssues(uncertain=1), ReadinessGrade.LOOK),
        (OpenIssues(conflicts=2, uncertain=1), ReadinessGrade.LOOK),
    ],
)
def test_what_was_left_open_is_settled_before_the_doors_open(left, grade):
    assert check_open_issues(left).grade is grade


def overbooked(title, booked, seats=12, ends=None):
    session = Session(title.lower(), title, ends=ends and MORNING + ends, capacity=seats, is_booked=True)
    return Overbooked(session, booked)


def test_sessions_with_more_booked_than_seats_are_told_the_fullest_first_unless_all_is_over():
    found = check_seats([overbooked("Atelier B", 38)], MORNING)
    assert (found.grade, found.remedy is None) == (ReadinessGrade.LOOK, False)
    told = translate(found.message, **found.fields)
    assert [each for each in ("Atelier B", "38", "12") if each not in told] == []
    found = check_seats([overbooked("A", 13), overbooked("B", 38), overbooked("C", 15), overbooked("D", 14)], MORNING)
    assert (found.grade, found.fields["sessions"]) == (
        ReadinessGrade.LOOK,
        ("B 38/12", "C 15/12", "D 14/12", "A 13/12"),
    )
    assert check_seats([], MORNING) is None
    assert check_seats([overbooked("A", 13, ends=-HOUR)], MORNING) is None
    assert check_seats([overbooked("A", 13, ends=HOUR)], MORNING) is not None


def test_addresses_without_messages_and_doors_without_an_exit_are_told():
    assert check_addresses(BadAddresses()) is None
    found = check_addresses(BadAddresses(113, 113, is_mailing=True))
    assert (found.grade, found.fields["count"]) == (ReadinessGrade.LOOK, 113)
    assert "accents" in found.message.text
    assert check_addresses(BadAddresses(1)).grade is ReadinessGrade.ASIDE
    found = check_addresses(BadAddresses(people=1, accented=0, is_mailing=True))
    assert "ccent" not in f"{found.message.text} {found.remedy.text}"
    assert "ccent" in check_addresses(BadAddresses(people=2, accented=1, is_mailing=True)).remedy.text
    assert check_returns([]) is None
    found = check_returns(["Accueil", "Atelier A"])
    assert "Accueil" in str(found.fields["doors"])
    assert found.grade is ReadinessGrade.ASIDE
