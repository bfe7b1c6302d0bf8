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
SYLVAIN = an_attendee(40, first_name="Sylvain", last_name="Reymond")
ZOE = an_attendee(41, first_name="Zoé", last_name="Ba", role="Élue", organisation="Ville de Brest")
PLANNED = (
    Speaker("atelier-b/1", "Ana Lys", "", "", "atelier-b", is_confirmed=False),
    Speaker("opening/1", "Reymond Sylvain", "Directeur", "Les Entreprises", "opening", is_confirmed=False),
    Speaker("opening/2", "Max Roy", "Préfet", "", "opening"),
)


@pytest.fixture
def screen(qtbot, event, desk, clock):
    sessions = (OPENING, WORKSHOP, Session("later", "Bilan", START + 180 * MINUTE))
    event.plan(replace(a_programme(), sessions=sessions, speakers=PLANNED), at=clock(), desk="d")
    add_people(event, clock(), SYLVAIN, ZOE)
    desk.reload()
    made = shown(qtbot, event, desk)
    made.told_so_far = []
    made.reported.connect(made.told_so_far.append)
    return made


def shown(qtbot, event, desk):
    made = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
    qtbot.addWidget(made)
    made.resize(1270, 668)
    made.show()
    made.refresh()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.setFocus()
    return made


def test_until_the_day_is_read_the_screen_says_so_and_then_shows_whom_to_find(qtbot, event, desk, clock, may_read):
    event.plan(replace(a_programme(), speakers=PLANNED), at=clock(), desk="d")
    desk.reload()
    screen = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
    qtbot.addWidget(screen)
    screen.refresh()
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    screen.setFocus()
    assert screen.waiting.hasFocus()
    screen.show_alerts()
    assert not screen.sessions.isVisible()
    may_read.set()
    qtbot.waitUntil(screen.sessions.isVisible)
    assert screen.sessions.list.currentIndex().row() == 0
    assert screen.speakers.chosen
    assert screen.speakers.list.hasFocus()


def day(screen):
    return [screen.sessions.list.content.index(n).data() for n in range(screen.sessions.list.content.rowCount())]


def test_the_caterer_learns_how_many_of_each_diet_may_dine(qtbot, event, desk, clock):
    dinner = Session("diner", "Dîner", START + 30 * MINUTE)
    planned = a_programme(
        sessions=(dinner,),
        control_points=(ControlPoint("d", "Dîner", "diner", categories=("participant",)),),
        columns=(Column("regime", "Régime", "custom:Régime", is_counted=True),),
    )
    event.plan(planned, at=clock(), desk="d")
    diet = {"Régime": "Végétarien"}
    dining = an_attendee(50, category="participant", custom=diet, places=3)
    add_people(event, clock(), dining, an_attendee(51, category="presse", custom=diet))
    desk.reload()
    screen = shown(qtbot, event, desk)
    screen.sessions.choose("diner")
    screen.sessions.moved.emit()
    qtbot.waitUntil(screen.speakers.columns.isVisible)
    assert screen.speakers.columns.text() == "Régime (arrived / expected): Végétarien: 0\u00a0/\u00a03"
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert f"Expected {tally.expected}" in day(screen)[-1]


def speakers(screen):
    """How each is told to a reader."""
    content = screen.speakers.list.content
    return [content.index(n).data() for n in range(content.rowCount())]


def choose(screen, name):
    at = next(n for n, story in enumerate(speakers(screen)) if story.startswith(name))
    screen.speakers.list.setCurrentIndex(screen.speakers.list.content.index(at))


def press(qtbot, screen, *keys):
    for key in keys:
        qtbot.keyClick(screen, key)


def test_the_day_stands_by_time_with_its_figures_and_what_runs(screen):
    everybody, workshop, opening, later = day(screen)
    assert everybody == "All speakers · speakers: 3 · arrived: 0 · to find now: 3"
    assert workshop == (
        "Atelier B · Now · 08:35 – 10:10 · Salle 2 · registration required · Registered 1 · Inside 0 · Missing 1 "
        "· Free seat 1 · speakers: 1 · arrived: 0 · to find now: 1"
    )
    assert opening.startswith("Ouverture · 09:05 – 09:35 · Auditorium · streamed")
    assert later == "Bilan · 11:40"


def test_the_figures_of_the_speakers_add_up_and_each_says_what_it_counts(screen, event, clock, desk):
    later = Session("evening", "Soir", START + 400 * MINUTE)
    others = (Speaker("9", "Lou Soir", "", "", "evening"), Speaker("10", "Noé Loin", "", "", "atelier-b"))
    programme = event.programme()
    event.plan(
        replace(programme, sessions=(*programme.sessions, later), speakers=(*PLANNED, *others)), at=clock(), desk="d"
    )
    far = an_attendee(70, first_name="Noé", last_name="Loin", presence=Presence.REMOTE)
    add_people(event, clock(), far)
    desk.check_in(SYLVAIN.id)
    screen.refresh()
    assert screen.speakers.heading.accessibleName() == (
        "All speakers · speakers: 5 · arrived: 1 · to find now: 2 · later: 1 · online: 1"
    )
    clock.pass_by(minutes=120)
    screen.refresh()
    assert screen.speakers.heading.accessibleName() == (
        "All speakers · speakers: 5 · arrived: 1 · later: 1 · online: 1 · session over, not seen: 2"
    )


def test_a_full_session_says_so(screen, event, clock):
    add_people(event, clock(), an_attendee(50, sessions=("atelier-b",)), an_attendee(51, sessions=("atelier-b",)))
    screen.refresh()
    assert "full" in day(screen)[1].split(" · ")


def test_of_all_speakers_those_come_first_who_are_to_be_found(screen):
    assert [story.split(" · ")[:3] for story in speakers(screen)] == [
        ["Ana Lys", "To find", "began at 08:35"],
        ["Max Roy", "To find", "in 25 min"],
        ["Reymond Sylvain", "To find", "in 25 min"],
    ]
    assert "Not on the list" in speakers(screen)[0]
    assert "Not on the list" not in speakers(screen)[2]
    assert "To confirm" in speakers(screen)[2]


def test_the_speakers_are_those_of_the_session_that_is_chosen(screen, qtbot):
    screen.sessions.choose("opening")
    assert [story.split(" · ")[0] for story in speakers(screen)] == ["Reymond Sylvain", "Max Roy"]
    press(qtbot, screen.sessions.list, Qt.Key.Key_Down)
    assert speakers(screen) == []
    assert screen.speakers.heading.accessibleName() == "Bilan · 11:40"


def test_confirmed_and_back_with_one_key_and_told(screen, event, qtbot):
    choose(screen, "Reymond")
    press(qtbot, screen, Qt.Key.Key_F5)
    assert event.programme().speakers[1].is_confirmed
    assert "To confirm" not in speakers(screen)[2]
    press(qtbot, screen, Qt.Key.Key_F5)
    assert event.programme().speakers == PLANNED
    assert screen.told_so_far == ["Reymond Sylvain is confirmed.", "Reymond Sylvain is still to be confirmed."]


def test_checked_in_from_the_board_they_are_here_and_the_answer_is_told(screen, event, qtbot):
    choose(screen, "Reymond")
    press(qtbot, screen, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 1
    assert speakers(screen)[-1].startswith("Reymond Sylvain · Arrived 08:40 · Accueil 1")
    assert screen.told_so_far == [
        "Welcome – tell the supervisor · Sylvain Reymond · This speaker was not confirmed: tell the supervisor"
    ]
    assert SpeakerAction.CHECK_IN not in screen.acts.offered


def test_a_question_of_the_door_is_settled_at_the_desk(screen, event, desk, qtbot):
    desk.registration.set_status({SYLVAIN.id: Status.PENDING})
    choose(screen, "Reymond")
    press(qtbot, screen, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 0
    assert screen.told_so_far[0].startswith("Registration to be approved · Sylvain Reymond")
    assert "F3" in screen.told_so_far[0]
    with qtbot.waitSignal(screen.find_wanted) as wanted:
        press(qtbot, screen, Qt.Key.Key_F3)
    assert wanted.args == ["Reymond Sylvain"]


def test_another_speaks_whom_a_few_letters_find_and_is_put_back(screen, event, qtbot):
    choose(screen, "Max")
    press(qtbot, screen, Qt.Key.Key_F6)
    qtbot.keyClicks(screen.form.name, "ba zo")
    assert screen.form.name.proposed == [f"Zoé Ba · Ville de Brest · {ZOE.ticket_code[-4:]}"]
    press(qtbot, screen.form.name._popup, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (screen.form.name.text(), screen.form.role.text()) == ("Zoé Ba", "Élue")
    press(qtbot, screen.form.name, Qt.Key.Key_Return)
    new = Speaker("opening/2", "Zoé Ba", "Élue", "Ville de Brest", "opening", True, "Max Roy")
    assert event.programme().speakers[2] == new
    assert screen.form.isHidden()
    assert "In place of Max Roy" in next(story for story in speakers(screen) if story.startswith("Zoé"))
    choose(screen, "Zoé")
    press(qtbot, screen, Qt.Key.Key_F8)
    assert event.programme().speakers == PLANNED
    assert screen.told_so_far == ["Zoé Ba is speaking in place of Max Roy.", "Max Roy is speaking after all."]


def test_a_name_that_is_on_no_list_may_speak_too(screen, event, qtbot):
    choose(screen, "Max")
    press(qtbot, screen, Qt.Key.Key_F6)
    assert not screen.form.replace_button.isEnabled()
    screen.form.name.setText("Élise Nouvelle")
    press(qtbot, screen.form.role, Qt.Key.Key_Return)
    assert event.programme().speakers[2].name == "Élise Nouvelle"


def test_the_form_is_left_with_escape_or_another_session_and_nothing_changes(screen, event, qtbot):
    choose(screen, "Max")
    press(qtbot, screen, Qt.Key.Key_F6)
    qtbot.keyClicks(screen.form.name, "Zo")
    press(qtbot, screen, Qt.Key.Key_F5, Qt.Key.Key_F7)  # are about nobody while somebody is named
    press(qtbot, screen.form.name, Qt.Key.Key_Escape)
    press(qtbot, screen, Qt.Key.Key_F6)
    assert screen.form.name.text() == ""
    screen.sessions.choose("atelier-b")
    assert screen.form.isHidden()
    assert event.programme().speakers == PLANNED


def test_a_name_that_is_being_typed_stays_while_time_passes_and_others_arrive(screen, event, desk, clock, qtbot):
    choose(screen, "Max")
    press(qtbot, screen, Qt.Key.Key_F6)
    qtbot.keyClicks(screen.form.name, "Zo")
    clock.pass_by(minutes=2)
    desk.check_in(SYLVAIN.id)
    screen._keep_time()
    assert speakers(screen)[-1].startswith("Reymond Sylvain · Arrived")
    assert (screen.form.isVisible(), screen.form.name.text(), screen.acts.isVisible()) == (True, "Zo", False)


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
    press(qtbot, screen, Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 0


def test_what_another_window_writes_is_seen_and_what_was_chosen_stays(screen, event, clock):
    screen.sessions.choose("opening")
    choose(screen, "Max")
    other = EventFile.open(event.path)
    Desk(other, clock, "Accueil 2").check_in(SYLVAIN.id)
    other.close()
    screen._keep_time()
    assert speakers(screen)[0].startswith("Reymond Sylvain · Arrived 08:40 · Accueil 2")
    assert (screen.sessions.chosen.id, screen.speakers.chosen.speaker.name) == ("opening", "Max Roy")


def test_minutes_pass(screen, clock):
    screen.sessions.choose("opening")
    clock.pass_by(minutes=5)
    screen._keep_time()
    assert "in 20 min" in speakers(screen)[0]
    clock.pass_by(minutes=60)
    screen._keep_time()
    assert speakers(screen)[0].split(" · ")[1:3] == ["Not seen", "session over"]


def test_nothing_is_read_while_nothing_happens(screen, clock):
    before = screen._day
    clock.pass_by(seconds=20)
    screen._keep_time()
    assert screen._day is before


def test_the_alerts_are_shown_from_wherever_one_was(screen):
    screen.sessions.choose("later")
    screen.show_alerts()
    assert screen.sessions.chosen.id == ""
    assert screen.speakers.chosen.speaker.name == "Ana Lys"


def test_arrow_keys_cross_between_the_lists(screen, qtbot):
    qtbot.waitUntil(screen.sessions.list.hasFocus)
    press(qtbot, screen.sessions.list, Qt.Key.Key_Right)
    assert screen.speakers.list.hasFocus()
    press(qtbot, screen.speakers.list, Qt.Key.Key_Left)
    assert screen.sessions.list.hasFocus()


def test_without_a_programme_one_is_offered(qtbot, event, desk, clock):
    event.plan(Programme(Event("Rencontre"), control_points=(ControlPoint("a", "A"),)), at=clock(), desk="d")
    screen = shown(qtbot, event, desk)
    assert screen._empty.isVisible()
    with qtbot.waitSignal(screen.load_wanted):
        qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)


def test_others_may_hang_a_button_into_the_heading(screen):
    button = QPushButton("Edit…")
    screen.heading.add(button)
    button.show()
    screen.resize(1044, 540)
    assert screen.heading.rect().contains(button.geometry())


@pytest.mark.parametrize("size", [(1044, 532), (1270, 668), (1824, 980)])
def test_every_row_fits_its_list(screen, qtbot, event, clock, size):
    long = Speaker(
        "later/1", "Anne-Marie de Rochechouart-Montmorency-Laval de La Trémoille", "x " * 90, "y" * 90, "later"
    )
    event.plan(replace(event.programme(), speakers=(*PLANNED, long)), at=clock(), desk="d")
    screen.resize(*size)
    screen.refresh()
    for view in (screen.sessions.list, screen.speakers.list):
        widths = {view.visualRect(view.content.index(n)).width() for n in range(view.content.rowCount())}
        assert widths == {view.viewport().width()}
    assert not screen.grab().toImage().isNull()
    right = screen.acts.mapTo(screen, screen.acts.rect().bottomRight())
    assert screen.rect().contains(right)


# Who is registered


def registered(screen):
    content = screen.speakers.registrants.content
    return [content.index(n).data() for n in range(content.rowCount())]


def choose_session(screen, title):
    screen.sessions.list.setCurrentIndex(
        screen.sessions.list.content.index(next(n for n, story in enumerate(day(screen)) if story.startswith(title)))
    )


def test_a_group_says_for_how_many_it_is_registered_so_that_the_rows_add_up(screen, event, clock):
    add_people(event, clock(), an_attendee(60, first_name="Ada", last_name="Noir", sessions=("atelier-b",), places=4))
    screen.refresh()
    choose_session(screen, "Atelier B")
    screen.speakers.pages.setCurrentIndex(1)
    assert screen.speakers.pages.tabText(1) == "Registered (5)"
    assert [story.split(" · ")[0] for story in registered(screen)] == ["Thanh-Mai N’Guyen", "Ada Noir ×4"]


def test_who_is_registered_for_a_session_is_listed_with_who_has_arrived(screen, event, clock, desk, qtbot):
    people = [an_attendee(60 + n, first_name="Ada", last_name=f"Noir-{n}", sessions=("atelier-b",)) for n in range(3)]
    off = an_attendee(70, last_name="Annulé", sessions=("atelier-b",), status=Status.CANCELLED)
    add_people(event, clock(), *people, off)
    screen.refresh()
    choose_session(screen, "Atelier B")
    screen.speakers.pages.setCurrentIndex(1)
    assert screen.speakers.registrants.isVisible()
    assert not screen.speakers.list.isVisible()
    assert not screen.acts.isVisible()
    assert len(registered(screen)) == 4
    assert not any("Annulé" in story for story in registered(screen))
    desk.move_to(next(p.id for p in desk.programme.control_points if p.session == "atelier-b"))
    desk.check_in(people[1].id)
    screen.refresh()
    assert [story.split(" · ")[1] for story in registered(screen) if story.startswith("Ada Noir-1")] != ["Expected"]
    screen.speakers.only_missing.click()
    assert len(registered(screen)) == 3
    assert not any(story.startswith("Ada Noir-1") for story in registered(screen))
    found = []
    screen.find_wanted.connect(found.append)
    screen.speakers.registrants.setFocus()
    qtbot.keyClick(screen.speakers.registrants, Qt.Key.Key_F3)
    assert found == [screen.speakers.chosen_name]


def test_who_is_registered_is_let_in_where_the_desk_stands_at_their_session(screen, event, clock, desk, qtbot):
    person = an_attendee(60, first_name="Ada", last_name="Noir", sessions=("atelier-b",))
    add_people(event, clock(), person)
    screen.refresh()
    choose_session(screen, "Atelier B")
    screen.speakers.pages.setCurrentIndex(1)
    index = next(n for n, story in enumerate(registered(screen)) if story.startswith("Ada Noir"))
    screen.speakers.registrants.setCurrentIndex(screen.speakers.registrants.content.index(index))
    screen.speakers.registrants.setFocus()
    qtbot.keyClick(screen.speakers.registrants, Qt.Key.Key_F7)
    assert screen.told_so_far == [
        "Nothing was recorded: this desk is at “Accueil”. F3: deal with Ada Noir at the desk."
    ]
    assert not event.journal.history(person.id).visits

    room = next(p.id for p in desk.programme.control_points if p.session == "atelier-b")
    desk.move_to(room)
    qtbot.keyClick(screen.speakers.registrants, Qt.Key.Key_F7)
    assert event.journal.history(person.id).visit(room).is_inside
    assert screen.told_so_far[-1].startswith("Welcome · Ada Noir")


def test_of_those_who_are_missing_at_a_workshop_one_sees_who_is_in_the_building(screen, event, clock, desk):
    here, left, away = (
        an_attendee(60 + n, first_name="Ada", last_name=name, sessions=("atelier-b",))
        for n, name in enumerate(("Ici", "Parti", "Jamais"))
    )
    add_people(event, clock(), here, left, away)
    for person in (here, left):
        desk.check_in(person.id)
    way_out = ControlPoint("sortie", "Sortie", mode=PointMode.EXIT)
    programme = event.programme()
    event.plan(replace(programme, control_points=(*programme.control_points, way_out)), at=clock(), desk="d")
    desk.reload()
    desk.move_to("sortie")
    desk.check_in(left.id)
    screen.refresh()
    choose_session(screen, "Atelier B")
    screen.speakers.pages.setCurrentIndex(1)
    screen.speakers.only_missing.click()
    told = dict(story.split(" · ")[:2] for story in registered(screen))
    assert (told["Ada Ici"], told["Ada Parti"], told["Ada Jamais"]) == ("On site, not here", "Expected", "Expected")


def test_a_session_without_speakers_shows_who_is_registered_and_not_that_nobody_speaks(screen, event, clock):
    session = Session("solo", "Atelier seul", START, START + 60 * MINUTE, "Salle 3", 20, True)
    event.plan(replace(event.programme(), sessions=(*event.programme().sessions, session)), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(80, last_name="Seule", sessions=("solo",)))
    screen.refresh()
    choose_session(screen, "Atelier seul")
    assert screen.speakers.shows_registrants
    assert len(registered(screen)) == 1
    assert not screen.speakers.empty.isVisible()


def test_the_only_tab_has_room_for_its_words(qtbot, event, desk, clock):
    event.plan(replace(a_programme(), sessions=(WORKSHOP,), speakers=()), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(42, sessions=(WORKSHOP.id,)))
    desk.reload()
    made = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
    qtbot.addWidget(made)
    made.refresh()  # the desk reads it before anybody looks at it
    pages = made.speakers.pages
    qtbot.waitUntil(lambda: not pages.isTabVisible(0))
    assert pages.tabRect(1).width() > pages.fontMetrics().horizontalAdvance(pages.tabText(1))


def test_only_the_speakers_who_are_missing_are_shown_if_one_asks_for_them(screen, desk):
    desk.check_in(SYLVAIN.id)
    screen.refresh()
    assert len(speakers(screen)) == 3
    screen.speakers.only_missing.click()
    assert not any(story.startswith("Reymond") for story in speakers(screen))
    assert len(speakers(screen)) == 2


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
