# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is on a sign-in sheet, with which times, and what is said beside them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendance.attendance_rules import judge_attendance
from checkin.core.attendance.sign_in_sheet import (
    SheetOrder,
    SignInRow,
    SignInSheet,
    expected_row,
    is_expected,
    list_occasions,
    sign_in_row,
    sort_rows,
    speakers_at,
)
from checkin.core.attendance.stays import EventOccasions, ExitProof, stays
from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.sync.sync_status import ClockOffsets
from checkin.services.event_file import zone_of
from tests.builders import MORNING, Steps, a_programme, an_attendee

OPEN = Session("pleniere", "Plénière", MORNING, MORNING + timedelta(hours=2))
PROGRAMME = a_programme(sessions=(OPEN, *a_programme().sessions))
OCCASIONS = EventOccasions.of(PROGRAMME, zone_of(PROGRAMME.event))
MORNING_SHEET, PLENARY, WORKSHOP = list_occasions(PROGRAMME, OCCASIONS)


class Day(Steps):
    """What happened to one person."""

    def __init__(self, **fields):
        super().__init__()
        self.entries = [self.added(an_attendee(**fields))]

    def apply(self, kind, minutes=0, **body):
        self.at = MORNING + timedelta(minutes=minutes)
        self.entries.append(self.entry(kind, self.entries[0].subject, **body))
        return self

    def arrive(self, minutes=0, point="accueil", **body):
        return self.apply(EntryKind.CHECKED_IN, minutes, control_point=point, **body)

    def row(self, occasion=MORNING_SHEET, occasions=OCCASIONS, programme=PROGRAMME):
        history = fold_history(self.entries)
        seen = stays(occasions, self.entries, ClockOffsets([]))
        booked = history.attendee.sessions
        judged = judge_attendance(programme, occasions, seen, booked)
        return sign_in_row(history, self.entries, judged, (programme, occasions, occasion))


def minutes_after(row):
    return [at and round((at - MORNING).total_seconds() / 60) for at in (row.came, row.left)]


def said(row):
    return [remark.words.text.format(**remark.fields) for remark in row.remarks]


def test_somebody_who_came_and_went_and_what_tells_when_they_left():
    row = Day().arrive(5).apply(EntryKind.CHECKED_OUT, 95, control_point="accueil").row()
    assert (minutes_after(row), row.minutes, row.is_present, said(row)) == ([5, 95], 90, True, [])
    read = Day().arrive(5).apply(EntryKind.CHECKED_OUT, 95, control_point="accueil").row()
    assert (read.exit, read.assumed) == (ExitProof.READ, None), "it says what tells when they left"
    assumed = Day().arrive(5).row()
    assert (assumed.exit, assumed.assumed) == (ExitProof.ASSUMED, MORNING + timedelta(hours=2))
    assert minutes_after(Day().arrive(5).row()) == [5, None], "an exit that nobody scanned is no time"


def test_a_group_says_of_how_many_and_a_missed_session_that_it_was():
    group = an_attendee(places=12)
    assert [r.words.text.format(**r.fields) for r in expected_row(group).remarks] == ["group of 12"]
    assert said(Day(places=12).arrive(5, how="walk_in").row()) == ["group of 12, 1 came", "added at the desk"]
    assert said(Day().arrive(5).row()) == []
    row = Day(sessions=("atelier-b",)).arrive(5).row()
    assert (row.is_present, row.minutes) == (False, 0)
    assert said(row) == [MISSED]
    assert said(Day(sessions=("atelier-b",)).arrive(5).arrive(10, "atelier-b").row()) == []


@pytest.mark.parametrize(("seconds", "minutes"), [(20, 0), (59, 0), (90, 1)])
def test_who_was_seen_for_less_than_a_minute_was_too_short_and_not_absent(seconds, minutes):
    """As of the day report, which has them among those who came."""
    row = Day().arrive(120 - seconds / 60).row()  # the half-day lasts two hours
    assert (row.came is not None, row.minutes) == (True, minutes)
    assert (row.is_present, row.is_brief) == (False, True)
    sheet = SignInSheet(PROGRAMME.event, MORNING_SHEET, (row,), (), is_blank=False)
    assert (sheet.expected, sheet.present, sheet.absent, len(sheet.brief)) == (1, 0, 0, 1)


AFTER = Session("atelier-b", "Atelier B", MORNING + timedelta(hours=5), MORNING + timedelta(hours=7), is_booked=True)
WITH_AFTERNOON = replace(PROGRAMME, sessions=(replace(OPEN, ends=MORNING + timedelta(minutes=200)), AFTER))
MISSED = "had booked “Atelier B”, not scanned there: that time is not counted"


def test_a_booked_session_is_said_to_be_missed_of_those_who_may_have_been_in_the_building():
    """Who came in the morning and was not read out may have stayed; who was read out before, or never came, was not
    there, and no time of theirs was refused.
    """
    occasions = EventOccasions.of(WITH_AFTERNOON, OCCASIONS.zone)
    _, afternoon, plenary, workshop = list_occasions(WITH_AFTERNOON, occasions)

    def remarks(day, occasion):
        return said(day.row(occasion, occasions))

    stayed = Day(sessions=("atelier-b",)).arrive(10)
    assert [remarks(stayed, each) for each in (afternoon, workshop, plenary)] == [[MISSED], [MISSED], []]
    gone = Day(sessions=("atelier-b",)).arrive(10).apply(EntryKind.CHECKED_OUT, 100, control_point="accueil")
    assert [remarks(gone, each) for each in (afternoon, workshop)] == [[], []]
    assert said(Day(sessions=("atelier-b",)).row()) == []


def test_who_came_only_after_the_programme_has_that_as_the_reason():
    occasions = EventOccasions.of(WITH_AFTERNOON, OCCASIONS.zone)
    _, afternoon, _, workshop = list_occasions(WITH_AFTERNOON, occasions)
    late = Day(sessions=("atelier-b",)).arrive(430)
    for occasion in (afternoon, workshop):
        row = late.row(occasion, occasions)
        assert (row.is_present, row.minutes, row.came) == (False, 0, None)
        assert said(row) == ["arrived at 15:50, after the programme"]
    again = Day(sessions=("atelier-b",)).arrive(310, "atelier-b")
    again.apply(EntryKind.CHECKED_OUT, 400, control_point="accueil").arrive(430)
    assert said(again.row(afternoon, occasions)) == []


def test_who_was_at_lunch_only_has_that_on_the_sheets_of_the_half_days():
    lunch = Session("lunch", "Déjeuner", MORNING + timedelta(hours=3), MORNING + timedelta(hours=4))
    after = Session("suite", "Suite", MORNING + timedelta(hours=4), MORNING + timedelta(hours=6))
    points = (*a_programme().control_points[:1], ControlPoint("salle", "Salle", "lunch"))
    programme = a_programme(sessions=(OPEN, lunch, after), control_points=points)
    occasions = EventOccasions.of(programme, OCCASIONS.zone)
    morning, afternoon, *_, meal, _ = list_occasions(programme, occasions)

    def row(day, occasion, at=occasions):
        return day.row(occasion, at, programme)

    ate = Day().arrive(200, "salle")
    for half in (morning, afternoon):
        assert (row(ate, half).is_present, said(row(ate, half))) == (False, ["outside the half-days only (Déjeuner)"])
    assert (row(ate, meal).is_present, said(row(ate, meal))) == (True, [])
    early = Day().arrive(-30).apply(EntryKind.CHECKED_OUT, -10, control_point="accueil")
    assert said(row(early, morning)) == ["outside the half-days only"]
    both = Day().arrive(5).apply(EntryKind.CHECKED_OUT, 100, control_point="accueil").arrive(200, "salle")
    assert [said(row(both, half)) for half in (morning, afternoon)] == [[], []]
    at_table = replace(occasions, now=MORNING + timedelta(minutes=210))
    assert said(row(ate, morning, at_table)) == [], "they may still be there in the afternoon"
    assert said(row(Day(), morning)) == []


def test_the_afternoon_begins_with_its_own_first_reading():
    """They came in the morning, nobody read them out at noon, and the workshop's door read them again."""
    occasions = EventOccasions.of(WITH_AFTERNOON, OCCASIONS.zone)
    morning, afternoon, *_ = list_occasions(WITH_AFTERNOON, occasions)
    for minutes, came in ((290, 290), (320, 10)):
        day = Day(sessions=("atelier-b",)).arrive(10).arrive(minutes, "atelier-b")
        day.apply(EntryKind.CHECKED_OUT, 410, control_point="accueil")
        assert minutes_after(day.row(afternoon, occasions))[0] == came
        assert minutes_after(day.row(morning, occasions))[0] == 10


def test_a_reading_that_did_not_count_has_a_remark():
    day = Day().arrive(5).apply(EntryKind.REFUSED, 60, control_point="sortie", reason="exit_without_entry")
    assert said(day.row()) == ["read at the exit at 09:40, not confirmed there: not counted"]
    day.apply(EntryKind.CHECKED_OUT, 90, control_point="accueil")
    assert said(day.row()) == []
    day = Day().arrive(-300).apply(EntryKind.CHECKED_OUT, -200, control_point="accueil")
    day.apply(EntryKind.REFUSED, 30, control_point="accueil", reason="already_arrived")
    row = day.row()
    assert (row.is_present, row.minutes) == (False, 0), "who was read again though it did not count has a remark"
    assert said(row) == ["read at 09:10, “already here”: not counted"]
    again = Day().arrive(5).apply(EntryKind.REFUSED, 30, control_point="accueil", reason="already_arrived")
    assert said(again.row()) == []


def test_who_is_expected_and_absent_has_a_row_and_who_came_early_is_seen():
    assert (Day().row().is_present, Day().row(WORKSHOP)) == (False, None)
    early = EventOccasions.of(PROGRAMME, OCCASIONS.zone, MORNING - timedelta(minutes=5))
    row = Day().arrive(-10).row(occasions=early)
    assert (minutes_after(row), row.minutes, row.exit) == ([-10, None], 0, None)
    assert minutes_after(Day().row(occasions=early)) == [None, None]
    day = Day(sessions=("atelier-b",)).arrive(0).arrive(40, "atelier-b")
    assert (minutes_after(day.row(WORKSHOP)), minutes_after(day.row(PLENARY))) == ([40, None], [0, None])


def test_what_was_done_by_hand_is_said_and_who_came_although_cancelled_is_there():
    day = Day().arrive(how="walk_in")
    day.apply(EntryKind.UNDONE, 1, targets=[day.entries[-1].id.hex()]).arrive(2, how="walk_in")
    row = day.apply(EntryKind.ATTENDEE_CORRECTED, 3, changes={"last_name": ["Le Goff-1", "Le Goff"]}).row()
    assert said(row) == ["added at the desk", "arrival at 08:40 undone (Accueil 1)", "corrected, before: Le Goff-1"]
    row = Day(status=Status.CANCELLED).arrive(over="cancelled", why="Erreur", allowed_by="Ana").row()
    assert (row.is_expected, row.is_present) == (False, True)
    assert "Erreur; allowed by Ana" in said(row)[0]


def test_who_is_expected():
    def expected(occasion, **fields):
        return is_expected(an_attendee(**fields), occasion, OCCASIONS)

    assert expected(MORNING_SHEET)
    assert not expected(MORNING_SHEET, presence=Presence.REMOTE)
    assert not expected(MORNING_SHEET, status=Status.BLOCKED)
    assert expected(WORKSHOP, sessions=("atelier-b",))
    assert not expected(WORKSHOP)
    lunch = Session("repas", "Repas", MORNING, MORNING + timedelta(hours=1))
    door = ControlPoint("dejeuner", "Déjeuner", "repas", categories=("participant",))
    planned = a_programme(sessions=(lunch,), control_points=(door,))
    of_day = EventOccasions.of(planned, OCCASIONS.zone)
    occasion = list_occasions(planned, of_day)[-1]
    assert is_expected(an_attendee(category="Participant"), occasion, of_day)
    assert not is_expected(an_attendee(category="presse"), occasion, of_day)


def test_speakers_sign_where_they_speak_and_rows_are_sorted_without_accents():
    planned = a_programme(sessions=(Session("s", "Débat", MORNING, MORNING + timedelta(hours=1)), *PROGRAMME.sessions))
    half, debate, *others = list_occasions(planned, EventOccasions.of(planned, OCCASIONS.zone))
    assert [[s.name for s in speakers_at(planned, each)] for each in (debate, half)] == [["Sylvain REYMOND"]] * 2
    assert speakers_at(planned, others[0]) == ()
    rows = [SignInRow("Éluard", "P", "Zèle"), SignInRow("zola", "É", "Art"), SignInRow("Eco", "U", "Zèle")]
    assert [r.last_name for r in sort_rows(rows, SheetOrder.NAME)] == ["Eco", "Éluard", "zola"]
    assert [r.last_name for r in sort_rows(rows, SheetOrder.ORGANISATION)] == ["zola", "Eco", "Éluard"]
