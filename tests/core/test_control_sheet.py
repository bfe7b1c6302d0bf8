# SPDX-License-Identifier: GPL-3.0-or-later
"""What a controller reads of a half-day: figures that add up, where each hour comes from, and every exception."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from checkin.core.attendance.attendance_rules import judge_attendance
from checkin.core.attendance.control_sheet import ArrivalFigures, ControlCount, ControlSheet, control_row
from checkin.core.attendance.sign_in_sheet import (
    SheetOrder,
    SignInSheet,
    earlier_end,
    list_occasions,
    sign_in_row,
    sort_rows,
)
from checkin.core.attendance.stays import ConfirmedExit, EventOccasions, ExitProof, stays
from checkin.core.entries import LATEST, EntryKind
from checkin.core.merged_records import fold_records, persons_by_record
from checkin.core.programme.programme import ControlPoint, PointMode, Session
from checkin.core.sync.sync_status import ClockOffsets
from tests.builders import MORNING, Steps, a_programme, an_attendee
from tests.core.test_attendance_of_invented_days import Day as InventedDay
from tests.core.test_attendance_of_invented_days import day as invented_acts
from tests.core.test_attendance_of_invented_days import known as invented_people

ZONE = ZoneInfo("Europe/Paris")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PLENARY = Session("pleniere", "Plénière", MORNING, MORNING + 3 * HOUR)
WORKSHOP = Session("atelier", "Atelier", MORNING, MORNING + 2 * HOUR)
CLOSING = Session("cloture", "Clôture", MORNING + 5 * HOUR, MORNING + 7 * HOUR)
DAY = a_programme(
    sessions=(PLENARY, WORKSHOP, CLOSING),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("atelier", "Atelier", "atelier"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
    ),
)
CONFIRMED = ConfirmedExit(MORNING + 150 * timedelta(minutes=1), "Accueil 1", MORNING + 8 * HOUR, "Anne Martin", "w")


def control_sheet(entries, programme=DAY, number=0, now=LATEST, exits=None):
    """The control sheet of one occasion, and its sign-in sheet, made as the program does."""
    occasions = EventOccasions.of(programme, ZONE, now, exits)
    occasion = list_occasions(programme, occasions)[number]
    into = persons_by_record(entries)
    whose = {e.subject: into.get(e.subject, e.subject) for e in entries}
    rows, at = [], (programme, occasions, occasion)
    for person in sorted(set(whose.values())):
        own = [e for e in entries if whose[e.subject] == person]
        history = fold_records(person, own)[1]
        if history.attendee or history.visits:
            booked = history.attendee.sessions if history.attendee else ()
            judged = judge_attendance(programme, occasions, stays(occasions, own, ClockOffsets([])), booked)
            rows.append((sign_in_row(history, own, judged, at), history, judged))
    ordered = sort_rows([row for row, _, _ in rows if row], SheetOrder.NAME)
    told = [control_row(row, history, judged, at) for row, history, judged in rows if row]
    with_remarks = sort_rows(told, SheetOrder.NAME)
    about = ((), False, now, True, occasions.confirmed_for(occasion.time))
    sheet = SignInSheet(programme.event, occasion, ordered, *about)
    ended = earlier_end(occasion, occasions)
    return ControlSheet(programme.event, occasion, with_remarks, *about, earlier_end=ended), sheet


class Day(Steps):
    def __init__(self, *people):
        super().__init__()
        self.entries = [self.added(person) for person in people]

    def apply(self, number, kind, minutes, desk="Accueil 1", **body):
        self.at = MORNING + timedelta(minutes=minutes, seconds=-1)
        self.entries.append(self.entry(kind, an_attendee(number).id, desk, **body))
        return self.entries[-1]

    def arrive(self, number, minutes, point="accueil", how="code", **body):
        return self.apply(number, EntryKind.CHECKED_IN, minutes, control_point=point, how=how, **body)

    def leave(self, number, minutes, **body):
        return self.apply(number, EntryKind.CHECKED_OUT, minutes, control_point="accueil", **body)


def people(count):
    return [an_attendee(n, last_name=f"Nom{n}") for n in range(1, count + 1)]


def said(sheet):
    """By the name of each line: what is said, and after how many minutes that was done."""
    found = {}
    for row in (line.row for line in sheet.lines):
        words = [r.words.text.format(**{n: getattr(v, "text", v) for n, v in r.fields.items()}) for r in row.remarks]
        done = [r.at and round((r.at - MORNING).total_seconds() / 60) for r in row.remarks]
        found[row.last_name] = list(zip(words, done, strict=True))
    return found


def test_the_figures_of_a_morning_are_those_counted_by_hand():
    """Seven expected: 1, 2, 3 and 5 present, 4 too short, 6 and 7 absent; 8 was cancelled and came."""
    day = Day(*people(8))
    written = (MORNING + timedelta(minutes=10)).isoformat()
    day.arrive(1, -5)
    day.arrive(2, 3, how="search")
    day.arrive(4, 20)
    day.leave(4, 40)
    day.arrive(5, 30, "atelier")
    day.arrive(8, 35, how="walk_in")
    day.arrive(3, 50, how="paper", written_at=written)
    day.leave(2, 170)
    day.apply(8, EntryKind.ATTENDEE_CORRECTED, 171, changes={"status": ["confirmed", "cancelled"]})
    sheet, plain = control_sheet(day.entries, exits={"2023-07-04/morning": CONFIRMED})
    assert (sheet.presences, sheet.briefs) == (ControlCount(4, 1), ControlCount(1))
    assert (sheet.expected, sheet.present, sheet.absent, len(sheet.brief)) == (7, 5, 2, 1)
    ways = {"code": 3, "search": 1, "paper": 1, "walk_in": 1, "online": 0}
    assert sheet.arrivals == ArrivalFigures(ways, 0, MORNING - 5 * MINUTE, MORNING + 35 * MINUTE)
    assert (sheet.exits.read, sheet.exits.first, sheet.exits.last) == (2, MORNING + 40 * MINUTE, MORNING + 170 * MINUTE)
    assert sheet.exits.assumed == {
        ExitProof.CONFIRMED: {MORNING + 150 * MINUTE: 3},
        ExitProof.SESSION: {MORNING + 120 * MINUTE: 1},
    }
    assert (sheet.exits.ongoing, sheet.exits.total, plain.present) == (0, 6, 5)


def test_every_line_that_is_no_plain_scan_is_listed_with_when_it_was_done():
    day = Day(*people(8))
    day.arrive(1, 0)
    day.apply(2, EntryKind.UNDONE, 9, targets=[day.arrive(2, 5, desk="Accueil 2").id.hex()])
    day.arrive(3, 12, over="unpaid", why="Payé au guichet", allowed_by="Claire")
    day.apply(4, EntryKind.ATTENDEE_CORRECTED, 20, changes={"last_name": ["Nom4", "Durand"], "email": ["a@b", "c@d"]})
    day.arrive(5, 60, how="paper", written_at=(MORNING + 15 * MINUTE).isoformat())
    day.arrive(6, 30, "atelier")
    day.apply(7, EntryKind.ATTENDEE_MERGED, 70, into=an_attendee(1).id)
    day.apply(8, EntryKind.ATTENDEE_CORRECTED, 80, changes={"category": ["", "presse"], "places": [1, 3]})
    sheet, _ = control_sheet(day.entries, exits={"2023-07-04/morning": CONFIRMED})
    at = {n: f"{(MORNING + n * MINUTE).astimezone(ZONE):%H:%M}" for n in (5, 15, 120)}
    assert said(sheet) == {
        "Nom1": [("merged with another record: Éléonore Nom7", 70)],
        "Nom2": [(f"arrival at {at[5]} undone (Accueil 2)", 9)],
        "Nom3": [("let in despite: to be paid (Payé au guichet; allowed by Claire)", 12)],
        "Durand": [("corrected, before: Nom4", 20)],
        "Nom5": [(f"arrival at {at[15]} written on paper", 60)],
        "Nom6": [(f"exit assumed at {at[120]}, the end of the session", None)],
        "Nom8": [("group of 3", None), ("Category: – → Presse", 80), ("People: 1 → 3", 80)],
    }
    names = [row.last_name for row in sheet.listed]
    assert [names[line.number - 1] for line in sheet.lines] == [line.row.last_name for line in sheet.lines]


def test_the_end_of_a_session_is_no_exception_on_its_own_sheet_and_an_exit_that_was_read_is_shown():
    day = Day(*people(1))
    day.arrive(1, 5, "atelier")
    sheet, _ = control_sheet(day.entries, number=3, exits={"2023-07-04/morning": CONFIRMED})
    assert (sheet.occasion.id, sheet.presences.total, sheet.lines) == ("atelier", 1, ())
    assert sheet.exits.assumed == {ExitProof.SESSION: {MORNING + 120 * MINUTE: 1}}
    late = Session("atelier", "Atelier", MORNING + 2 * HOUR, MORNING + 4 * HOUR)
    sessions = (Session("a", "A", MORNING, MORNING + HOUR), late, CLOSING)
    programme = a_programme(sessions=sessions, control_points=DAY.control_points)
    day = Day(*people(1))
    day.arrive(1, 0)
    day.arrive(1, 125, "atelier")
    day.leave(1, 280)
    sheet, _ = control_sheet(day.entries, programme)
    assert (sheet.rows[0].exit, sheet.rows[0].left) == (ExitProof.READ, MORNING + 280 * MINUTE)
    assert (sheet.exits.read, sheet.exits.total) == (1, 1)


def test_who_stayed_from_the_morning_is_not_the_first_arrival_of_the_afternoon():
    day = Day(*people(3))
    day.arrive(1, 0)
    day.leave(1, 400)  # of the whole day
    day.arrive(2, 240)
    day.arrive(3, 310)
    sheet, _ = control_sheet(day.entries, number=1)
    found = sheet.arrivals
    assert (found.total, found.earlier) == (3, 1)
    assert (found.first, found.last) == (MORNING + 240 * MINUTE, MORNING + 310 * MINUTE)


def test_before_the_end_who_came_is_counted_and_nobody_is_absent():
    day = Day(*people(3))
    day.arrive(1, 0)
    day.arrive(2, 5)
    day.leave(2, 20)
    sheet, _ = control_sheet(day.entries, now=MORNING + 30 * MINUTE)
    assert (sheet.seen, sheet.expected, sheet.is_over, sheet.is_provisional) == (ControlCount(2), 3, False, True)
    assert (sheet.exits.read, sheet.exits.ongoing, sheet.exits.assumed) == (1, 1, {})


@settings(max_examples=100)
@given(invented_people, invented_acts)
def test_of_any_day_the_sums_are_those_of_the_sign_in_sheet(who_is_known, acts):
    made = InventedDay()
    for who, how in enumerate(who_is_known):
        if how:
            made.add(who, how)
    for each in acts:
        made.apply(*each)
    for number in range(2):
        for now in (LATEST, MORNING + HOUR):
            sheet, plain = control_sheet(made.entries, a_programme(), number, now)
            assert sheet.presences.total == plain.present
            assert sheet.briefs.total == len(plain.brief)
            assert sheet.presences.expected + sheet.briefs.expected + sheet.absent == plain.expected
            came = sum(bool(row.came) for row in plain.rows)
            assert sheet.arrivals.total == sheet.exits.total == sheet.seen.total == came
            assert {line.number for line in sheet.lines} >= {n for n, row in enumerate(plain.listed, 1) if row.remarks}
            if sheet.is_over:
                assert sheet.exits.ongoing == 0
            for row in plain.rows:
                assert (row.exit is ExitProof.READ) == (row.left is not None) or not sheet.is_over
