# SPDX-License-Identifier: GPL-3.0-or-later
"""The day and its speakers on the screen, and what is done about them with one key."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from checkin.core.attendee import Presence, Status
from checkin.core.programme.programme import Column, ControlPoint, Event, PointMode, Programme, Session, Speaker
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_use import Speakers
from checkin.ui.programme.programme_screen import ProgrammeContext, ProgrammeScreen
from checkin.ui.programme.speaker_actions import SpeakerAction
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MINUTE = timedelta(minutes=1)
START = MORNING.astimezone(ZoneInfo("Europe/Paris"))
OPENING = Session("opening", "Ouverture", START + 25 * MINUTE, START + 55 * MINUTE, "Auditorium", is_streamed=True)
WORKSHOP = Session("atelier-b", "Atelier B", START - 5 * MINUTE, START + 90 * MINUTE, "Salle 2", 2, True)
LATER = Session("later", "Bilan", START + 180 * MINUTE)
SYLVAIN = an_attendee(40, first_name="Sylvain", last_name="Reymond")
ZOE = an_attendee(41, first_name="Zoé", last_name="Ba", role="Élue", organisation="Ville de Brest")
PLANNED = (
    Speaker("atelier-b/1", "Ana Lys", "", "", "atelier-b", is_confirmed=False),
    Speaker("opening/1", "Reymond Sylvain", "Directeur", "Les Entreprises", "opening", is_confirmed=False),
    Speaker("opening/2", "Max Roy", "Préfet", "", "opening"),
)
F3, F5, F6, F7, F8 = (Qt.Key[f"Key_F{n}"] for n in (3, 5, 6, 7, 8))
DOWN, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def open_screen(qtbot, event, desk, clock):
    """The screen of a programme with these people more, seen unless it is said that nobody looks at it."""

    def opened(programme, *people, is_seen=True):
        event.plan(programme, at=clock(), desk="d")
        add_people(event, clock(), *people)
        desk.reload()
        made = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
        qtbot.addWidget(made)
        made.heard = []
        made.reported.connect(made.heard.append)
        made.resize(1270, 668)
        made.refresh()
        if is_seen:
            made.show()
            made.activateWindow()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
            made.setFocus()
        return made

    return opened


@pytest.fixture
def screen(open_screen):
    return open_screen(a_programme(sessions=(OPENING, WORKSHOP, LATER), speakers=PLANNED), SYLVAIN, ZOE)


@pytest.fixture
def booked(open_screen):
    """The screen at those who are registered for Atelier B: two who have come, one who has not."""
    people = [
        an_attendee(60 + n, first_name="Ada", last_name=name, sessions=("atelier-b",))
        for n, name in enumerate(("Ici", "Parti", "Jamais"))
    ]
    off = an_attendee(70, last_name="Annulé", sessions=("atelier-b",), status=Status.CANCELLED)
    planned = a_programme(sessions=(OPENING, WORKSHOP, LATER), speakers=PLANNED)
    made = open_screen(planned, *people, off)
    choose_session(made, "Atelier B")
    made.speakers.pages.setCurrentIndex(1)
    made.people = people
    return made


def stories(content):
    return [content.index(n).data() for n in range(content.rowCount())]


def day(screen):
    return stories(screen.sessions.list.content)


def speakers(screen):
    """How each is told to a reader."""
    return stories(screen.speakers.list.content)


def registered(screen):
    return stories(screen.speakers.registrants.content)


def choose(screen, name):
    at = next(n for n, story in enumerate(speakers(screen)) if story.startswith(name))
    screen.speakers.list.setCurrentIndex(screen.speakers.list.content.index(at))


def choose_session(screen, title):
    content = screen.sessions.list.content
    row = next(n for n, story in enumerate(day(screen)) if story.startswith(title))
    screen.sessions.list.setCurrentIndex(content.index(row))


def press(qtbot, screen, *keys):
    for key in keys:
        qtbot.keyClick(screen, key)


def test_until_the_day_is_read_the_screen_says_so_and_then_shows_whom_to_find(qtbot, open_screen, may_read):
    screen = open_screen(a_programme(speakers=PLANNED))
    assert screen.waiting.hasFocus()
    screen.show_alerts()
    assert not screen.sessions.isVisible()
    may_read.set()
    qtbot.waitUntil(screen.sessions.isVisible)
    assert screen.sessions.list.currentIndex().row() == 0
    assert screen.speakers.chosen
    assert screen.speakers.list.hasFocus()


def test_without_a_programme_one_is_offered(qtbot, open_screen):
    screen = open_screen(Programme(Event("Rencontre"), control_points=(ControlPoint("a", "A"),)))
    assert screen._empty.isVisible()
    with qtbot.waitSignal(screen.load_wanted):
        qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)


def test_the_caterer_learns_how_many_of_each_diet_may_dine(qtbot, event, desk, clock, open_screen):
    planned = a_programme(
        sessions=(Session("diner", "Dîner", START + 30 * MINUTE),),
        control_points=(ControlPoint("d", "Dîner", "diner", categories=("participant",)),),
        columns=(Column("regime", "Régime", "custom:Régime", is_counted=True),),
    )
    diet = {"Régime": "Végétarien"}
    dining = an_attendee(50, category="participant", custom=diet, places=3)
    screen = open_screen(planned, dining, an_attendee(51, category="presse", custom=diet))
    screen.sessions.choose("diner")
    screen.sessions.moved.emit()
    qtbot.waitUntil(screen.speakers.columns.isVisible)
    assert screen.speakers.columns.text() == "Régime (arrived / expected): Végétarien: 0\u00a0/\u00a03"
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert f"Expected {tally.expected}" in day(screen)[-1]


def test_the_day_stands_by_time_with_its_figures_and_what_runs(screen, event, clock):
    everybody, workshop, opening, later = day(screen)
    assert everybody == "All speakers · speakers: 3 · arrived: 0 · to find now: 3"
    assert workshop == (
        "Atelier B · Now · 08:35 – 10:10 · Salle 2 · registration required · Registered 1 · Inside 0 · Missing 1 "
        "· Free seat 1 · speakers: 1 · arrived: 0 · to find now: 1"
    )
    assert opening.startswith("Ouverture · 09:05 – 09:35 · Auditorium · streamed")
    assert later == "Bilan · 11:40"
    add_people(event, clock(), *(an_attendee(n, sessions=("atelier-b",)) for n in (50, 51)))
    screen.refresh()
    assert "full" in day(screen)[1].split(" · ")


def test_the_figures_of_the_speakers_add_up_and_each_says_what_it_counts(open_screen, clock, desk):
    others = (Speaker("9", "Lou Soir", "", "", "evening"), Speaker("10", "Noé Loin", "", "", "atelier-b"))
    sessions = (OPENING, WORKSHOP, Session("evening", "Soir", START + 400 * MINUTE))
    far = an_attendee(70, first_name="Noé", last_name="Loin", presence=Presence.REMOTE)
    screen = open_screen(a_programme(sessions=sessions, speakers=(*PLANNED, *others)), SYLVAIN, far)
    desk.check_in(SYLVAIN.id)
    told = []
    for minutes in (0, 120):
        clock.pass_by(minutes=minutes)
        screen.refresh()
        told.append(screen.speakers.heading.accessibleName())
    always = "All speakers · speakers: 5 · arrived: 1 · "
    assert told == [
        f"{always}to find now: 2 · later: 1 · online: 1",
        f"{always}later: 1 · online: 1 · session over, not seen: 2",
    ]


def test_of_all_speakers_those_come_first_who_are_to_be_found_and_of_a_session_its_own(screen, qtbot):
    assert [story.split(" · ")[:3] for story in speakers(screen)] == [
        ["Ana Lys", "To find", "began at 08:35"],
        ["Max Roy", "To find", "in 25 min"],
        ["Reymond Sylvain", "To find", "in 25 min"],
    ]
    assert ["Not on the list" in story for story in speakers(screen)] == [True, True, False]
    assert "To confirm" in speakers(screen)[2]
    screen.sessions.choose("opening")
    assert [story.split(" · ")[0] for story in speakers(screen)] == ["Reymond Sylvain", "Max Roy"]
    press(qtbot, screen.sessions.list, DOWN)
    assert (speakers(screen), screen.speakers.heading.accessibleName()) == ([], "Bilan · 11:40")


def test_only_the_speakers_who_are_missing_are_shown_if_one_asks_for_them(screen, desk):
    desk.check_in(SYLVAIN.id)
    screen.refresh()
    assert len(speakers(screen)) == 3
    screen.speakers.only_missing.click()
    assert [story.split(" · ")[0] for story in speakers(screen)] == ["Ana Lys", "Max Roy"]


def test_confirmed_and_back_with_one_key_and_told(screen, event, qtbot):
    choose(screen, "Reymond")
    press(qtbot, screen, F5)
    assert event.programme().speakers[1].is_confirmed
    assert "To confirm" not in speakers(screen)[2]
    press(qtbot, screen, F5)
    assert event.programme().speakers == PLANNED
    assert ["still" in told for told in screen.heard] == [False, True]


def test_checked_in_from_the_board_they_are_here_and_the_answer_is_told(screen, event, qtbot):
    choose(screen, "Reymond")
    press(qtbot, screen, F7)
    assert event.attendees.arrived("accueil") == 1
    assert speakers(screen)[-1].startswith("Reymond Sylvain · Arrived 08:40 · Accueil 1")
    assert [told.split(" · ")[:2] for told in screen.heard] == [["Welcome – tell the supervisor", "Sylvain Reymond"]]
    assert SpeakerAction.CHECK_IN not in screen.acts.offered


def test_a_question_of_the_door_is_settled_at_the_desk(screen, event, desk, qtbot):
    desk.registration.set_status({SYLVAIN.id: Status.PENDING})
    choose(screen, "Reymond")
    press(qtbot, screen, F7)
    assert event.attendees.arrived("accueil") == 0
    assert screen.heard[0].startswith("Registration to be approved · Sylvain Reymond")
    assert "F3" in screen.heard[0]
    with qtbot.waitSignal(screen.find_wanted) as wanted:
        press(qtbot, screen, F3)
    assert wanted.args == ["Reymond Sylvain"]


def test_another_speaks_whom_a_few_letters_find_or_who_is_on_no_list_and_is_put_back(screen, event, qtbot):
    choose(screen, "Max")
    press(qtbot, screen, F6)
    assert not screen.form.replace_button.isEnabled()
    qtbot.keyClicks(screen.form.name, "ba zo")
    assert screen.form.name.proposed == [f"Zoé Ba · Ville de Brest · {ZOE.ticket_code[-4:]}"]
    press(qtbot, screen.form.name._popup, DOWN, ENTER)
    assert (screen.form.name.text(), screen.form.role.text()) == ("Zoé Ba", "Élue")
    press(qtbot, screen.form.name, ENTER)
    new = Speaker("opening/2", "Zoé Ba", "Élue", "Ville de Brest", "opening", True, "Max Roy")
    assert event.programme().speakers[2] == new
    assert screen.form.isHidden()
    assert "In place of Max Roy" in next(story for story in speakers(screen) if story.startswith("Zoé"))
    choose(screen, "Zoé")
    press(qtbot, screen, F8)
    assert event.programme().speakers == PLANNED
    assert len(screen.heard) == 2
    choose(screen, "Max")
    press(qtbot, screen, F6)
    screen.form.name.setText("Élise Nouvelle")  # who is on no list
    press(qtbot, screen.form.role, ENTER)
    assert event.programme().speakers[2].name == "Élise Nouvelle"


def test_a_name_that_is_being_typed_stays_while_others_arrive_until_escape_or_another_session(
    screen, event, desk, clock, qtbot
):
    choose(screen, "Max")
    press(qtbot, screen, F6)
    qtbot.keyClicks(screen.form.name, "Zo")
    press(qtbot, screen, F5, F7)  # are about nobody while somebody is named
    clock.pass_by(minutes=2)
    desk.check_in(SYLVAIN.id)
    screen._keep_time()
    assert speakers(screen)[-1].startswith("Reymond Sylvain · Arrived")
    assert (screen.form.isVisible(), screen.form.name.text(), screen.acts.isVisible()) == (True, "Zo", False)
    press(qtbot, screen.form.name, ESCAPE)
    press(qtbot, screen, F6)
    assert screen.form.name.text() == ""
    screen.sessions.choose("atelier-b")
    assert screen.form.isHidden()
    assert event.programme().speakers == PLANNED


@pytest.mark.parametrize(
    ("name", "acts"),
    [
        ("Ana", {SpeakerAction.CONFIRM, SpeakerAction.SUBSTITUTE}),
        ("Reymond", {SpeakerAction.CHECK_IN, SpeakerAction.CONFIRM, SpeakerAction.SUBSTITUTE, SpeakerAction.FIND}),
        ("Max", {SpeakerAction.UNCONFIRM, SpeakerAction.SUBSTITUTE}),
    ],
)
def test_only_what_makes_sense_is_offered(screen, name, acts):
    choose(screen, name)
    assert set(screen.acts.offered) == acts


def test_at_a_way_out_nobody_is_checked_in(screen, desk, event, qtbot):
    desk.move_to("sortie")
    screen.refresh()
    choose(screen, "Reymond")
    press(qtbot, screen, F7)
    assert event.attendees.arrived("accueil") == 0


def test_what_another_window_writes_and_time_that_passes_are_seen_and_what_was_chosen_stays(screen, event, clock):
    screen.sessions.choose("opening")
    choose(screen, "Max")
    before = screen._day
    clock.pass_by(seconds=20)
    screen._keep_time()
    assert screen._day is before  # nothing is read while nothing happens
    clock.pass_by(minutes=5)
    screen._keep_time()
    assert "in 20 min" in speakers(screen)[0]
    other = EventFile.open(event.path)
    Desk(other, clock, "Accueil 2").check_in(SYLVAIN.id)
    other.close()
    screen._keep_time()
    assert speakers(screen)[0].startswith("Reymond Sylvain · Arrived 08:45 · Accueil 2")
    assert (screen.sessions.chosen.id, screen.speakers.chosen.speaker.name) == ("opening", "Max Roy")
    clock.pass_by(minutes=60)
    screen._keep_time()
    assert speakers(screen)[1].split(" · ")[1:3] == ["Not seen", "session over"]


def test_the_alerts_are_shown_from_wherever_one_was_and_arrow_keys_cross_between_the_lists(screen, qtbot):
    qtbot.waitUntil(screen.sessions.list.hasFocus)
    press(qtbot, screen.sessions.list, Qt.Key.Key_Right)
    assert screen.speakers.list.hasFocus()
    press(qtbot, screen.speakers.list, Qt.Key.Key_Left)
    assert screen.sessions.list.hasFocus()
    screen.sessions.choose("later")
    screen.show_alerts()
    assert (screen.sessions.chosen.id, screen.speakers.chosen.speaker.name) == ("", "Ana Lys")


@pytest.mark.parametrize("size", [(1044, 532), (1270, 668), (1824, 980)])
def test_every_row_fits_its_list_and_a_button_the_heading(screen, event, clock, size):
    name = "Anne-Marie de Rochechouart-Montmorency-Laval de La Trémoille"
    long = Speaker("later/1", name, "x " * 90, "y" * 90, "later")
    event.plan(replace(event.programme(), speakers=(*PLANNED, long)), at=clock(), desk="d")
    button = QPushButton("Edit…")
    screen.heading.add(button)
    button.show()
    screen.resize(*size)
    screen.refresh()
    for view in (screen.sessions.list, screen.speakers.list):
        widths = {view.visualRect(view.content.index(n)).width() for n in range(view.content.rowCount())}
        assert widths == {view.viewport().width()}
    assert screen.rect().contains(screen.acts.mapTo(screen, screen.acts.rect().bottomRight()))
    assert screen.heading.rect().contains(button.geometry())


# Who is registered


def test_who_is_registered_for_a_session_is_listed_with_who_has_arrived(booked, event, desk, clock, qtbot):
    parts = (booked.speakers.registrants, booked.speakers.list, booked.acts)
    assert [part.isVisible() for part in parts] == [True, False, False]
    assert len(registered(booked)) == 4
    assert not any("Annulé" in story for story in registered(booked))
    add_people(event, clock(), an_attendee(80, first_name="Ada", last_name="Noir", sessions=("atelier-b",), places=4))
    desk.move_to("atelier-b")
    desk.check_in(booked.people[1].id)
    booked.refresh()
    assert booked.speakers.pages.tabText(1) == "Registered (8)"  # people, so that the rows add up
    assert "Ada Noir ×4" in [story.split(" · ")[0] for story in registered(booked)]
    assert "Arrived" in next(story for story in registered(booked) if story.startswith("Ada Parti"))
    booked.speakers.only_missing.click()
    assert len(registered(booked)) == 4
    assert not any(story.startswith("Ada Parti") for story in registered(booked))
    booked.speakers.registrants.setFocus()
    with qtbot.waitSignal(booked.find_wanted) as found:
        press(qtbot, booked.speakers.registrants, F3)
    assert found.args == [booked.speakers.chosen_name]


def test_who_is_registered_is_let_in_where_the_desk_stands_at_their_session(booked, event, desk, qtbot):
    person, registrants = booked.people[0], booked.speakers.registrants
    index = next(n for n, story in enumerate(registered(booked)) if story.startswith("Ada Ici"))
    registrants.setCurrentIndex(registrants.content.index(index))
    registrants.setFocus()
    press(qtbot, registrants, F7)
    assert ["“Accueil”" in told and "F3" in told for told in booked.heard] == [True]
    assert not event.journal.history(person.id).visits
    desk.move_to("atelier-b")
    press(qtbot, registrants, F7)
    assert event.journal.history(person.id).visit("atelier-b").is_inside
    assert booked.heard[-1].startswith("Welcome · Ada Ici")


def test_of_those_who_are_missing_at_a_workshop_one_sees_who_is_in_the_building(booked, event, clock, desk):
    here, left, _ = booked.people
    for person in (here, left):
        desk.check_in(person.id)
    points = (*event.programme().control_points, ControlPoint("sortie", "Sortie", mode=PointMode.EXIT))
    event.plan(replace(event.programme(), control_points=points), at=clock(), desk="d")
    desk.reload()
    desk.move_to("sortie")
    desk.check_in(left.id)
    booked.refresh()
    booked.speakers.only_missing.click()
    told = dict(story.split(" · ")[:2] for story in registered(booked))
    assert (told["Ada Ici"], told["Ada Parti"], told["Ada Jamais"]) == ("On site, not here", "Expected", "Expected")


def test_a_session_without_speakers_shows_who_is_registered_and_its_only_tab_has_room_for_its_words(qtbot, open_screen):
    screen = open_screen(a_programme(sessions=(WORKSHOP,), speakers=()), is_seen=False)
    pages = screen.speakers.pages  # read before anybody looks at it
    qtbot.waitUntil(lambda: not pages.isTabVisible(0))
    assert pages.tabRect(1).width() > pages.fontMetrics().horizontalAdvance(pages.tabText(1))
    screen.show()
    choose_session(screen, "Atelier B")
    assert screen.speakers.shows_registrants
    assert (len(registered(screen)), screen.speakers.empty.isVisible()) == (1, False)


def test_until_the_registered_people_are_read_none_of_another_session_is_shown(qtbot, screen, may_read):
    choose_session(screen, "Atelier B")
    screen.speakers.pages.setCurrentIndex(1)
    assert not registered(screen)
    assert screen.speakers.empty.sentence.text() == "Reading the event…"
    may_read.set()
    qtbot.waitUntil(lambda: bool(registered(screen)))
    assert not screen.speakers.empty.isVisible()


class ShownWindows(QObject):
    """Collects the windows that are shown."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.seen.append(watched)
        return False


def test_while_it_is_built_no_part_of_it_is_a_window_that_takes_the_focus(qapp, qtbot, event, desk):
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    qtbot.addWidget(ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk)))
    qapp.removeEventFilter(shown)
    assert shown.seen == []
