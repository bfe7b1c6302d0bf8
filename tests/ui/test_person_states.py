# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a person: one state, one set of words, wherever they are shown; the day beside each time of an event
of several days; their story; and the rows of the list.

The people are real: entries are written, and each place is asked as it is when somebody looks.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from operator import itemgetter
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

import checkin.core.kiosk_answers as kiosk_answers
from checkin import translation
from checkin.core.attendee import OFF_STATUSES, Presence, Status
from checkin.core.counts import Namesake, speaker_statuses
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.export_columns import WORDS_OF
from checkin.core.people.person_timeline import TimelineKind, read_timeline
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendeeColumn, AttendeeFilter, AttendeeOrder, PersonAtPoint
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_edits import time_with_day
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.people_queries import PeopleQueries
from checkin.services.person_lookup import read_standings
from checkin.services.privacy import event_purge
from checkin.services.programme.programme_use import Speakers
from checkin.services.ticket_making import TicketMaker
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_steps import answer_steps
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.drawing import person_pill
from checkin.ui.look.theme import LIGHT
from checkin.ui.people.correction_form import CorrectionForm
from checkin.ui.people.people_table import COLUMNS, MOST_PAGES, PAGE, PeopleModel, people_cell_text
from checkin.ui.people.person_panel import Fact, FactList, person_facts
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.programme.programme_screen import ProgrammeContext, ProgrammeScreen
from checkin.ui.widgets.speaker_wording import speaker_pill
from tests.builders import MORNING, Steps, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answers import an_answer

ARRIVALS = ("not yet", "in", "out again")
CASES = tuple(product(Status, Presence, ARRIVALS))
EXPECTED = {"en": "Expected", "fr": "Attendu"}
ASKED_OR_REFUSED = {Reason.PENDING, Reason.UNPAID, Reason.CANCELLED, Reason.BLOCKED, Reason.REMOTE}


@pytest.fixture(params=("en", "fr"))
def spoken(qapp, request):
    translation.install(qapp, request.param)
    return request.param


@pytest.fixture
def crowd(event, desk, clock):
    """One person for each case, called by it; everybody arrives while they may, then becomes what they are."""
    people = [an_attendee(100 + n, last_name=f"cas{n:03}", category="participant") for n in range(len(CASES))]
    add_people(event, clock(), *people)
    for person, (status, presence, arrival) in zip(people, CASES, strict=True):
        if arrival != "not yet":
            desk.check_in(person.id)
        if arrival == "out again":
            desk.move_to("sortie")
            desk.check_in(person.id)
            desk.move_to("accueil")
        desk.registration.correct(person.id, {"presence": presence})
        desk.registration.set_status({person.id: status})
    return people


def shown(event, desk, person):
    """What each list says of a person: the search, the list of people, whom a business card may mean."""
    search = DeskQueries(event).search(person.last_name, desk.programme, desk.control_point)
    people = PeopleQueries(event, desk)
    listed = people.standings(people.order(person.last_name, AttendeeFilter(), AttendeeOrder()))
    asked = desk.scan(f"BEGIN:VCARD\nN:{person.last_name};{person.first_name}\nEND:VCARD")
    return (
        *(person_pill(match, LIGHT).text for match in search if match.attendee.id == person.id),
        *(
            people_cell_text(each, AttendeeColumn.STATE, desk.programme)
            for each in listed
            if each.attendee.id == person.id
        ),
        *(step.label.rpartition(" · ")[2] for step in answer_steps(asked)[: len(asked.candidates)]),
    )


def test_lists_exports_the_board_and_the_door_say_the_same_of_every_state(event, desk, crowd, spoken):
    """At the door: of everybody who is asked about or refused."""
    told = set()
    for person, (status, presence, arrival) in zip(crowd, CASES, strict=True):
        (words, *others) = shown(event, desk, person)
        assert others == [words] * 2
        is_awaited = (status, presence is Presence.REMOTE, arrival) == (Status.CONFIRMED, False, "not yet")
        assert (words == EXPECTED[spoken]) is is_awaited, (status, presence, arrival)

        known = event.attendees.get(person.id)
        (standing,) = read_standings(event, [known], "accueil", desk.programme)
        pill = person_pill(standing, LIGHT).text
        if status in OFF_STATUSES or (status is not Status.CONFIRMED and arrival == "not yet"):
            exported = translation.translate(WORDS_OF["status"][status])
            assert pill == exported[:1].upper() + exported[1:]
        if arrival == "not yet":
            speaker = Speaker("s/9", known.name, "", "", "", is_confirmed=True)
            (line,) = speaker_statuses(a_programme(speakers=(speaker,)), [Namesake(known)], MORNING)
            assert speaker_pill(line, LIGHT).text == pill

        answer = desk.scan(person.ticket_code)
        if answer.reason in ASKED_OR_REFUSED and (arrival == "not yet" or status in OFF_STATUSES):
            told.add(answer.reason)
            assert pill.casefold() in answer_content(answer, desk.programme).title.casefold()
            assert kiosk_answers.kiosk_answer(answer, None) is kiosk_answers.KioskAnswer.DESK
    assert told == ASKED_OR_REFUSED


@pytest.mark.parametrize("is_in", [False, True])
def test_who_was_replaced_is_shown_with_the_name_of_who_came_instead(event, desk, spoken, is_in):
    person = an_attendee(1)
    if is_in:
        desk.scan(person.ticket_code)
    came = desk.registration.substitute(person.id, RegistrationForm("Zoé", "Fontaine"))
    by = {"en": "Replaced by Zoé Fontaine", "fr": "Remplacé par Zoé Fontaine"}[spoken]
    assert set(shown(event, desk, person)) == {by}

    answer = desk.scan(person.ticket_code)
    assert answer.verdict is Verdict.REFUSE
    assert any(note.startswith(by) for note in answer_content(answer, desk.programme).notes)

    desk.undo(came.entry)
    assert set(shown(event, desk, person)) == {EXPECTED[spoken]}


def test_who_was_replaced_and_brought_back_and_cancelled_later_is_only_cancelled(event, desk, qapp):
    person = an_attendee(1)
    desk.registration.substitute(person.id, RegistrationForm("Zoé", "Fontaine"))
    desk.registration.set_status({person.id: Status.CONFIRMED})
    desk.registration.set_status({person.id: Status.CANCELLED})
    assert set(shown(event, desk, person)) == {"Cancelled"}


def test_who_is_off_comes_behind_a_namesake_who_is_awaited(event, desk, clock, qapp):
    add_people(event, clock(), *(an_attendee(n, first_name="Ana", last_name="Roy", role=str(n)) for n in (50, 51)))
    first, second = (m.attendee.id for m in DeskQueries(event).search("ana roy", desk.programme, desk.control_point))
    desk.registration.set_status({first: Status.CANCELLED})
    found = DeskQueries(event).search("ana roy", desk.programme, desk.control_point)
    assert [match.attendee.id for match in found] == [second, first]


AT_THE_DOOR = {
    "en": {Reason.WELCOME: "Expected", Reason.FULL: "Not booked", Reason.WAITING: "Waiting list"},
    "fr": {Reason.WELCOME: "Attendu", Reason.FULL: "Non réservé", Reason.WAITING: "Liste d’attente"},
}


@pytest.fixture
def workshops(event, clock):
    """Two workshops of one time; one has a seat and a waiting list. A desk at its door, and four people."""
    full, other = (
        Session(name, name, MORNING, MORNING + timedelta(hours=1), capacity=1, is_booked=True, waiting=2)
        for name in ("full", "other")
    )
    doors = (ControlPoint("accueil", "Accueil"), ControlPoint("door", "Door", "full"))
    event.plan(a_programme(sessions=(full, other), control_points=doors), at=clock(), desk="Accueil 1")
    desk = Desk(event, clock, "Accueil 1")
    desk.move_to("door")
    booked = {"booked": ("full",), "elsewhere": ("other",), "nowhere": (), "waits": ()}
    people = [an_attendee(60 + n, last_name=name, sessions=s) for n, (name, s) in enumerate(booked.items())]
    add_people(event, clock(), *people)
    desk.workshops.wait(desk.scan(people[-1].ticket_code))
    return desk, people


def test_only_who_is_booked_at_the_door_of_a_workshop_is_expected_there(event, workshops, spoken):
    desk, people = workshops
    booked, elsewhere, nowhere, waits = people
    words = AT_THE_DOOR[spoken]
    for person in (elsewhere, nowhere, waits):
        expected = words[Reason.WAITING if person is waits else Reason.FULL]
        assert set(shown(event, desk, person)) == {expected}
        assert desk.scan(person.ticket_code).reason is Reason.FULL
    assert set(shown(event, desk, booked)) == {words[Reason.WELCOME]}
    assert desk.scan(booked.ticket_code).verdict is Verdict.ADMIT

    desk.move_to("accueil")
    assert all(set(shown(event, desk, person)) == {words[Reason.WELCOME]} for person in people)


PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
VISITOR = an_attendee(60, sessions=("c", "e"))


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


def workshop(name, day, hour=14):
    return Session(name.lower(), f"Atelier {name}", at(day, hour), at(day, hour + 2), capacity=20, is_booked=True)


TWO_DAYS = Programme(
    Event("Rencontre", MONDAY, last_day=TUESDAY),
    sessions=(
        Session("ouverture", "Ouverture", at(MONDAY, 9), at(MONDAY, 12)),
        workshop("C", MONDAY),
        workshop("E", TUESDAY),
    ),
    speakers=(Speaker("c/1", "Ana Lys", "Directrice", "", "c"),),
    control_points=(ControlPoint("accueil", "Accueil"),),
)
ONE_DAY = replace(TWO_DAYS, event=Event("Rencontre", MONDAY), sessions=TWO_DAYS.sessions[:2])


@pytest.fixture(params=[(TWO_DAYS, "lun. 5, 14:00", "mar. 6, 14:00"), (ONE_DAY, "14:00", None)], ids=["two", "one"])
def planned(request, qapp, event, desk, clock):
    translation.install(qapp, "fr")
    clock.at = at(MONDAY, 8)
    programme, monday, tuesday = request.param
    event.plan(programme, at=clock(), desk="d")
    add_people(event, clock(), VISITOR)
    desk.reload()
    return monday, tuesday


def expect(text, planned):
    monday, tuesday = planned
    lines = text.split("\n")
    assert any(f"Atelier C · {monday}" in line or f"{monday}–16:00 · Atelier C" in line for line in lines), text
    if tuesday:
        assert any(f"Atelier E · {tuesday}" in line or f"{tuesday}–16:00 · Atelier E" in line for line in lines), text


def test_on_the_ticket_in_the_calendar_in_the_answer_and_on_the_page_of_the_person(event, desk, planned):
    maker = TicketMaker(event)
    entries = icalendar.Calendar.from_ical(maker.calendar_entry(VISITOR)).walk("VEVENT")
    answer = answer_content(an_answer(Reason.WELCOME, attendee=VISITOR), desk.programme)
    facts = person_facts(PeopleQueries(event, desk).person(VISITOR.id), desk.programme)
    expect(maker.values(VISITOR)["booked"], planned)
    for texts in (map(itemgetter("description"), entries), (c.text for c in answer.chips), (f.text for f in facts)):
        expect("\n".join(map(str, texts)), planned)


def test_in_the_form_of_a_walk_in_and_of_a_correction(qtbot, event, desk, planned):
    choices = FormChoices(desk, DeskQueries(event))
    new, correction = WalkInForm(choices), CorrectionForm(choices)
    for form in (new, correction):
        qtbot.addWidget(form)
    new.start()
    correction.start(VISITOR, [])
    for boxes in (new.more.workshops.boxes, correction.fields.workshops.boxes):
        expect("\n".join(box.accessibleName() for box in boxes), planned)
    new.start_instead(VISITOR)
    expect(new._inherited.text().replace("Atelier E", "\nAtelier E"), planned)


def test_the_programme_has_a_heading_for_each_day(qtbot, event, desk, planned):
    _, tuesday = planned
    screen = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
    qtbot.addWidget(screen)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.sessions.list.content.rowCount() > 0)
    items = screen.sessions.list.content.rows[1:]
    begins = [item.heading for item in items]
    told = [screen.sessions.list.content.index(row).data() for row in range(1, len(items) + 1)]
    if tuesday:
        assert begins == ["Lundi 5 octobre 2026", "", "Mardi 6 octobre 2026"]
        assert screen.sessions.list.accessibleName() == "Les journées"
        assert "mar. 6, 14:00 – 16:00" in told[-1]
    else:
        assert begins == ["", ""]
        assert screen.sessions.list.accessibleName() == "La journée"
        assert "Atelier C · 14:00 – 16:00" in told[-1]


def test_sessions_of_several_days_are_enough_and_a_long_event_names_the_month():
    def short(day, with_month):
        return f"{day:%a} {day.day}{' Oct' * with_month}"

    loose = replace(TWO_DAYS, event=Event("Rencontre", MONDAY))
    assert time_with_day(at(TUESDAY, 14), loose, short) == "Tue 6, 14:00"
    season = replace(TWO_DAYS, event=Event("Rencontre", MONDAY, last_day=MONDAY + timedelta(days=60)))
    assert time_with_day(at(TUESDAY, 14), season, short) == "Tue 6 Oct, 14:00"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("Tuesday", {MONDAY: ["6"]}),
        ("Monday", {TUESDAY: ["5"]}),
        ("Both days", {}),
        ("Lundi: non; Mardi: absent", {MONDAY: [], TUESDAY: []}),
    ],
)
def test_who_comes_on_another_day_than_they_said_is_let_in_and_the_answer_says_so_in_large_letters(
    event, desk, clock, days, told
):
    """With the days they named; whoever named none is told about on each."""
    clock.at = at(MONDAY, 8)
    entrance = ControlPoint("accueil", "Accueil", is_daily=True)
    event.plan(replace(TWO_DAYS, control_points=(entrance,)), at=clock(), desk="d")
    visitor = an_attendee(61, days=days)
    add_people(event, clock(), visitor)
    desk.reload()
    for day in (MONDAY, TUESDAY):
        clock.at = at(day, 8)
        answer = desk.scan(visitor.ticket_code)
        large = [chip.text for chip in answer_content(answer, desk.programme).chips if chip.is_large]
        assert answer.verdict is Verdict.ADMIT
        assert len(large) == (day in told)
        assert [word for text in large for word in text.split() if word.isdigit()] == told.get(day, [])


TELLER = TimelineFormatter(a_programme(), MORNING, lambda _: "Zoé Durand")


@pytest.fixture
def told(event, desk):
    """The story of a person of the event, as titles with their details, newest first."""

    def tell(person):
        teller = TimelineFormatter(desk.programme, desk.now(), PeopleQueries(event, desk).name_of)
        lines = [teller.format_entry(line) for line in PeopleQueries(event, desk).person(person).story]
        return [(each.title, *each.details) for each in lines]

    return tell


def test_a_morning_of_one_person(told, desk):
    person = an_attendee(1)
    arrived = desk.scan(person.ticket_code)
    desk.undo(arrived.entry)
    desk.registration.correct(person.id, {"organisation": "Ville de Brest", "category": "presse"})
    desk.replace_code(person.id)
    desk.scan(person.ticket_code)
    desk.registration.set_status({person.id: Status.BLOCKED}, Authority("Ana", "Badge prêté"))
    newest = told(person.id)
    code = newest[2][1].removeprefix("new code ")
    assert newest == [
        ("Registration blocked", "Accueil 1", "agreed by Ana: Badge prêté"),
        ("Badge replaced – Accueil", "Accueil 1 · by code"),
        ("Code replaced", f"new code {code}", "Accueil 1"),
        ("Corrected", "Organisation: – → Ville de Brest", "Category: Participant → Presse", "Accueil 1"),
        ("Undone: Arrived – Accueil, 08:40", "Accueil 1"),
        ("Arrived – Accueil", "Accueil 1 · by code"),
        ("On the list", "Accueil 1"),
    ]


def test_both_sides_of_a_substitution_name_the_other(told, desk):
    absent = an_attendee(1)
    answer = desk.registration.substitute(absent.id, RegistrationForm("Zoé", "Durand"))
    assert told(absent.id)[0][0] == "Registration cancelled: Zoé Durand came instead"
    assert told(answer.attendee.id)[-1][0] == f"Registered in place of {absent.name}"


def test_who_was_let_in_over_a_refusal_has_the_reason_told(told, desk):
    desk.move_to("dejeuner")
    refused = desk.check_in(an_attendee(3).id)
    desk.overrule(refused, Authority("Ana", "Invitée"))
    (title, despite, how, agreed), (before, _) = told(an_attendee(3).id)[:2]
    assert (title, before) == ("Arrived – Déjeuner", "No access here – Déjeuner")
    assert (despite, how) == ("let in despite: No access here", "Accueil 1 · picked from the list")
    assert agreed == "agreed by Ana: Invitée"


def test_a_group_is_counted_a_return_is_one_what_was_taken_back_is_spoken_so_and_another_day_is_written(qapp):
    steps = Steps()

    def tell(*entries, teller=TELLER):
        return [teller.format_entry(line) for line in read_timeline(entries)]

    def arrival(**body):
        return steps.entry(EntryKind.CHECKED_IN, control_point="accueil", how="code", **body)

    three = arrival(people=3)
    (line,) = tell(three)
    assert (line.title, line.when) == ("3 arrived – Accueil", "06:40")
    tomorrow = TimelineFormatter(TELLER.programme, MORNING.replace(day=5), TELLER.name_of)
    assert tell(three, teller=tomorrow)[0].when == "04/07 06:40"
    for body, title in (({"people": 1}, "Arrived – Accueil"), ({}, "Came back – Accueil")):
        assert tell(arrival(reason="reentry", **body))[0].title == title
    assert "undone" in tell(three, steps.entry(EntryKind.UNDONE, targets=[three.id.hex()]))[1].spoken


@pytest.mark.parametrize("spoken", ["fr", "en"])
@pytest.mark.parametrize("what", list(TimelineKind))
def test_everything_has_words_in_both_languages(qapp, spoken, what):
    kinds = {what: entry for entry, what in ((e, read_timeline([e])[0].what) for e in _of_every_kind())}
    translation.install(qapp, spoken)
    told = TELLER.format_entry(read_timeline([kinds[what]])[0])
    assert told.title
    assert "{" not in told.spoken


def _of_every_kind():
    steps, listed = Steps(), {"by": "list", "import": "x"}
    yield from (steps.entry(kind) for kind in (*EntryKind, "of_tomorrow"))
    yield steps.entry(EntryKind.ATTENDEE_ADDED, how="walk_in")
    yield steps.entry(EntryKind.PHOTOGRAPH_SET, picture="")
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={}, merged="B")
    yield steps.entry(EntryKind.CODE_REPLACED, new="04:A2", tied=True)
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={}, **listed)
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, gone=True, changes={}, **listed)


@given(st.dictionaries(st.sampled_from(["reason", "over", "verdict", "how", "session"]), st.text(max_size=5)))
def test_words_of_a_newer_version_are_shown_as_they_are(qapp, body):
    steps = Steps()
    for kind in (EntryKind.CHECKED_IN, EntryKind.REFUSED, EntryKind.WAITING_JOINED):
        assert TELLER.format_entry(read_timeline([steps.entry(kind, **body)])[0]).title


def test_what_a_purge_has_emptied_is_no_change_any_more(told, event, desk, clock):
    person = an_attendee(1)
    desk.registration.correct(person.id, {"organisation": "Ville de Brest", "category": "presse"})
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    desk.reload()
    for someone, _ in event.attendees.all():
        assert not [detail for _, *details in told(someone.id) for detail in details if "– → –" in detail]


# The names of a person's fields: whole questions of a form, which may begin alike


@pytest.fixture
def fact_list(qtbot):
    def shown(width, *facts):
        made = FactList()
        qtbot.addWidget(made)
        made.resize(width, 10)
        made.show_facts([Fact(name, text) for name, text in facts])
        return made

    return shown


QUESTIONS = (
    "Avez-vous un régime alimentaire particulier ? Si oui, lequel ?",
    "Avez-vous un régime ou une ou des allergies que nous devrions connaître ?",
)


def test_a_long_question_has_the_lines_it_needs_and_no_word_is_broken_while_there_is_room(fact_list):
    def height(width, *names):
        return fact_list(width, *((name, "4") for name in names)).height()

    assert height(340, QUESTIONS[1], "Table") > height(340, "Table", "Table")
    assert height(300, "Noms accompagnants") == 2 * height(300, "Accompagnants"), "a line for each word"


@pytest.mark.parametrize("width", [340, 460, 700])
def test_two_questions_that_begin_alike_look_different(fact_list, width):
    pictures = []
    for question in QUESTIONS:
        made = fact_list(width, ("Table", "4"), (question, "néant"))
        made.setFixedHeight(200)
        pictures.append(made.grab().toImage())
    assert pictures[0] != pictures[1]


# The rows, read a page at a time

NAME, STATE = COLUMNS.index(AttendeeColumn.NAME), COLUMNS.index(AttendeeColumn.STATE)
PROGRAMME = a_programme()


@pytest.fixture
def model(qapp):
    """People who are called like their ids; `asked` holds those that were read."""

    def read(ids):
        made.asked.append(list(ids))
        return [None if each == "gone" else PersonAtPoint(an_attendee(1, id=each, last_name=each)) for each in ids]

    made = a_model(read)
    made.asked = []
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def a_model(read, point=0):
    return PeopleModel(read, lambda: PROGRAMME, lambda: PROGRAMME.control_points[point])


def texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_only_the_page_that_is_seen_is_read_and_only_once(model):
    model.show([str(n) for n in range(100_000)])
    model.asked.clear()
    assert model.index(99_990, NAME).data() == "99990 Éléonore"
    assert model.index(99_991, STATE).data() == "Expected"
    assert [len(asked) for asked in model.asked] == [100_000 % PAGE or PAGE]


def test_pages_seen_long_ago_are_let_go(model):
    model.show([str(n) for n in range(PAGE * (MOST_PAGES + 2))])
    for page in range(MOST_PAGES + 2):
        model.standing(page * PAGE)
    model.asked.clear()
    model.standing(PAGE * (MOST_PAGES + 1))
    assert not model.asked
    model.standing(0)
    assert len(model.asked) == 1


def test_the_same_people_keep_their_rows_and_are_read_again(model):
    model.show(["a", "gone"])
    assert texts(model, 1) == [None] * len(COLUMNS)
    reset, changed = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    model.show(["a", "gone"])
    assert (reset.count(), changed.count()) == (0, 1)
    model.asked.clear()
    model.standing(0)
    assert model.asked == [["a", "gone"]]
    model.show(["gone"])
    assert (reset.count(), model.row_of("gone"), model.row_of("a")) == (1, 0, -1)


INSIDE = {"arrived_at": MORNING, "is_inside": True, "came": 1}


@pytest.mark.parametrize(
    ("fields", "standing", "told"),
    [
        ({"presence": Presence.REMOTE}, {}, "Online"),
        ({"status": Status.PENDING}, {}, "To be approved"),
        ({"status": Status.UNPAID}, {}, "To be paid"),
        ({}, INSIDE, "Arrived 06:40"),
        ({"status": Status.CANCELLED}, INSIDE, "Cancelled"),
        ({}, {"arrived_at": MORNING, "came": 1}, "Came 06:40, out"),
        ({"places": 5}, INSIDE | {"came": 3}, "3 of 5 came"),
        ({"status": Status.BLOCKED}, {}, "Blocked"),
    ],
)
def test_how_they_stand_is_one_word(qapp, fields, standing, told):
    model = a_model(lambda ids: [PersonAtPoint(an_attendee(1, **fields), **standing)])
    model.show(["a"])
    assert model.index(0, STATE).data() == told


def test_a_cell_says_what_the_programme_calls_it(qapp):
    person = an_attendee(1, category="officiel", sessions=("atelier-b", "gone"))
    model = a_model(lambda ids: [PersonAtPoint(person)], point=1)
    model.show(["a"])
    code = f"…{person.ticket_code[-4:]}"
    assert texts(model, 0) == ["Le Goff-1 Éléonore", "", "Officiel", "Expected", "Atelier B, gone", code]
    assert model.headerData(STATE, Qt.Orientation.Horizontal) == "Atelier B"


def test_another_order_is_told_once(model):
    heard = QSignalSpy(model.order_changed)
    for _ in range(2):
        model.sort(STATE, Qt.SortOrder.DescendingOrder)
    assert (heard.count(), model.order) == (1, AttendeeOrder(AttendeeColumn.STATE, is_descending=True))
