# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser forgets everybody in the real window: no USB key and no place on the screen keeps a name."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import ignore_progress
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import state_text
from checkin.core.programme.programme import Speaker
from checkin.core.ready.checks import ReadinessTopic
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.services.sync.joining import make_peer_syncs, open_hub
from checkin.services.sync.usb_exchange import put_on_usb_drive
from checkin.translation import clock_time, translate
from checkin.ui.badges.badges_heading import BadgeAction
from checkin.ui.closing.closing_privacy import ClosingPrivacy
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.programme.speaker_actions import SpeakerAction
from checkin.ui.ready.ready_band import result_text
from checkin.ui.sync import progress_dialog
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.widgets.screen_page import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people
from tests.journeys.test_desks_together import KeyHands
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering, Watching
from tests.ui.test_purge_flow import typing
from tests.ui.test_supervision_flow import giving
from tests.ui.texts_on_screen import places_of

NAME = "Quatremer"


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE52").mkdir()
    return Volume((tmp_path / "CLE52").as_posix(), "CLE52")


@pytest.fixture
def program(event, open_program):
    made = open_program(event, has_devices=False)
    made.sync.usb_drives.find = lambda: made.plugged
    made.plugged = ()
    made.desk.registration.walk_in(RegistrationForm("Zéphyrine", NAME))
    return made


@pytest.fixture
def carried(program, event, clock, key):
    """The key, with the event on it."""
    put_on_usb_drive(event.path, key, (), clock, ignore_progress)
    return key


@pytest.fixture
def folder(program, tmp_path):
    """One in which the desk has exchanged everything with others."""
    made = tmp_path / "partage"
    made.mkdir()
    settings = replace(program.settings, folder=str(made))
    program.sync._change_peers(settings)
    (place,) = make_peer_syncs(program._event, program.settings, program.desk.now, open_hub)
    place.step(0.0, settings.desk)
    assert place.status.error is None
    assert has_names(made)
    return made


def read_record(tmp_path):
    (record,) = tmp_path.glob("*record of erasure*.txt")
    return record.read_text("utf-8")


def has_names(folder):
    return any(NAME.encode() in file.read_bytes() for file in Path(folder).iterdir())


def purge(program, qtbot, *more):
    """In the section of the closing screen; returns it."""
    section = program.shell.enter_by_name(CLOSING).findChild(ClosingPrivacy)
    title = program.desk.programme.event.title
    hands = Answering(typing(title), giving(qtbot, "The organiser’s decision"), *more)
    section.purge.click()
    hands.stop()
    return section


def told_in(window):
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_a_code_that_is_scanned_meanwhile_is_answered_after_the_purge(program, qtbot, monkeypatch):
    def scan(_):
        if program.window.codes.is_paused and not program.window.codes.is_waiting:
            program.window.take_code(an_attendee(1).ticket_code)
            scanned.set()

    def held(*arguments, **named):
        assert scanned.wait(PATIENCE_S)
        return erase(*arguments, **named)

    erase, scanned = event_purge.purge, Event()
    monkeypatch.setattr(event_purge, "purge", held)

    monkeypatch.setattr(progress_dialog, "PATIENCE_MS", 0)
    eyes, answers = Watching(scan), []
    program.window.answered.connect(lambda answer: answers.append(answer.reason))
    program.window.take_code(an_attendee(2).ticket_code)
    assert answers == [Reason.WELCOME]
    purge(program, qtbot)
    eyes.end()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers[1] is Reason.ERASED


def test_the_key_in_the_computer_is_emptied_with_everything_else(program, carried, qtbot, tmp_path):
    program.plugged = (carried,)
    hands = KeyHands()
    section = purge(program, qtbot, hands.end)
    assert hands.told == ["The drive CLE52 no longer holds any names."]
    assert not has_names(carried.root)
    assert "CLE52" not in told_in(section)
    assert "On the USB drive CLE52" in read_record(tmp_path)


@pytest.mark.parametrize("shared", ["", "partage"])
def test_a_key_that_is_away_is_named_until_it_is_emptied_here(program, carried, shared, qtbot, tmp_path):
    """Whether or not desks meet in a shared folder too."""
    if shared:
        (tmp_path / shared).mkdir()
        program.sync._change_peers(replace(program.settings, folder=str(tmp_path / shared)))
    hands = KeyHands()
    section = purge(program, qtbot, hands.end)
    assert "The drive CLE52 still holds the names" in hands.told[0]
    assert "The drive CLE52 may still hold the names" in told_in(section), "another desk may have emptied it"
    assert [each.fields.get("key") for each in program.readiness.findings() if each.topic is ReadinessTopic.COPY] == [
        "CLE52"
    ]
    row = section.usb_drives.rows["CLE52"]
    assert not row.empty.isVisible()
    section.usb_drives.watcher.timer.setInterval(10)
    program.plugged = (carried,)
    qtbot.waitUntil(row.empty.isVisible)
    emptying = Answering(hands.end)
    row.empty.click()
    emptying.stop()
    assert [type(window) for window in emptying.asked] == [ProgressDialog]
    assert hands.told[1] == "The drive CLE52 no longer holds any names."
    assert not has_names(carried.root)
    assert not section.usb_drives.isVisible()
    assert not program.sync.look().unerased_drives


def test_the_shared_folder_is_emptied_and_the_record_names_it(program, folder, qtbot, tmp_path):
    hands = KeyHands()
    purge(program, qtbot, hands.end)
    assert hands.told == [f"The shared folder {folder} has no names any more that this desk wrote."]
    assert not has_names(folder)
    gone, _, beyond = read_record(tmp_path).partition("What stayed")
    assert f"In the shared folder {folder}: all names that this desk wrote there" in gone
    assert str(folder) not in beyond


def test_a_shared_folder_that_is_away_is_said_to_be_left_and_behind_the_dialogs_no_day_is_left(
    program, qtbot, tmp_path
):
    program.sync._change_peers(replace(program.settings, folder=str(tmp_path / "gone")))
    behind, hands = [], KeyHands()
    section = program.shell.enter_by_name(CLOSING).findChild(ClosingPrivacy)
    assert "Kept until" in section.day.text()

    def look(dialog):
        behind.append(section.day.text())
        return hands.end(dialog)

    purge(program, qtbot, look)
    assert behind
    assert not [text for text in behind if "Kept until" in text]
    gone, _, beyond = read_record(tmp_path).partition("What could not be reached")
    assert f"The shared folder {tmp_path / 'gone'}: this desk empties its files there" in beyond
    assert str(tmp_path / "gone") not in gone
    assert "empties its files there at the next exchange" in hands.told[0]


def test_another_desk_that_still_has_everyone_is_named_before_it_in_the_record_and_afterwards(
    program, qtbot, clock, tmp_path
):
    """It joined, was heard, and was closed before; what it brought came by the folder."""
    other = OtherDesk("Accueil 2", 60.0, 0, closed_at=clock())
    program.sync.status = SyncStatus((PlaceStatus(SyncPlace.FOLDER, desks=(other,)),))
    told = []

    def look_and_type(dialog):
        told.append(told_in(dialog))
        typing(program.desk.programme.event.title)(dialog)

    section = program.shell.enter_by_name(CLOSING).findChild(ClosingPrivacy)
    hands = Answering(look_and_type, giving(qtbot, "w"))
    section.purge.click()
    hands.stop()
    assert "“Accueil 2”, last heard from on 04/07/2023" in told[0]
    assert "“Accueil 2”, last heard from on 04/07/2023" in read_record(tmp_path)
    program.readiness._measured = ReadinessMeter(program._event, clock).measure()
    (found,) = (each for each in program.readiness.findings() if each.topic is ReadinessTopic.DESKS)
    assert result_text(found).startswith("“Accueil 2” was last heard from at")
    assert "still has everyone" in result_text(found)
    again = replace(other, age=-30.0, closed_at=None)
    program.sync.status = SyncStatus((PlaceStatus(SyncPlace.FOLDER, desks=(again,)),))
    assert "still has everyone" not in " ".join(map(result_text, program.readiness.findings()))


@pytest.mark.parametrize("desk", ["Accueil 2", COMMAND_LINE_DESK])
@pytest.mark.parametrize("is_open", [True, False], ids=["while the window is open", "while it was closed"])
def test_a_purge_of_another_desk_is_told_once(program, clock, event, desk, is_open):
    def told():
        return program.shell.notice.text if program.shell.notice.isVisible() else ""

    if is_open:
        program.built.screens.propose_purge()
        assert told() == ""
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk=desk)
    if not is_open:
        program.built.screens.propose_purge()
    program.window.updates.keep_time()
    assert "was erased on 04/07/2023 at 08:40" in told()
    assert ("“Accueil\N{NO-BREAK SPACE}2”" in told()) == (desk == "Accueil 2")
    program.shell.notice.hide()
    program.built.screens.propose_purge()
    assert told() == ""


def test_the_desk_that_erased_is_not_told_so_and_its_record_is_one_click_away(program, qtbot, tmp_path):
    opened = []
    program.shell.open_folder = opened.append
    section = purge(program, qtbot)
    assert not section.usb_drives.isVisible(), "without a key nothing more is asked"
    assert program.shell.notice.isVisible()
    assert "record of erasure" in program.shell.notice.text
    program.shell.notice.more.click()
    assert opened == [tmp_path]
    program.built.screens.propose_purge()
    assert not program.shell.notice.isVisible()


def test_participants_keep_their_states_and_one_line_says_that_the_data_was_erased(program, qtbot):
    program.desk.check_in(an_attendee(1).id)
    program.desk.registration.set_status({an_attendee(2).id: Status.CANCELLED}, Authority("Anne", "x"))

    def states(screen):
        people = screen.list._people
        ids = people.order("", screen.list.bar.filter, screen.list.model.order)
        found = (standing for standing in people.standings(ids) if standing)
        return sorted(state_text(each, translate, clock_time) for each in found)

    screen = program.shell.enter_by_name(PARTICIPANTS)
    before = states(screen)
    assert not screen.list.erased.isVisible()
    program.shell.enter_desk()
    purge(program, qtbot)
    screen = program.shell.enter_by_name(PARTICIPANTS)
    assert states(screen) == before
    assert screen.list.erased.isVisible()
    assert "erased on 04/07/2023" in screen.list.erased.text()
    program.shell.enter_desk()
    program.desk.registration.walk_in(RegistrationForm("Ana", "Lys"))
    screen = program.shell.enter_by_name(PARTICIPANTS)
    assert not screen.list.erased.isVisible()


def leave_name_everywhere(program, late):
    """On every screen, and in what is open beside them."""
    shell, window = program.shell, program.window
    people = shell.enter_by_name(PARTICIPANTS)
    people.show_person(late.id)
    people._act(PersonAction.CORRECT)
    programme = shell.enter_by_name(PROGRAMME)
    programme.show_alerts()
    programme.act(SpeakerAction.SUBSTITUTE)
    programme.form.name.setText(NAME)
    badges = shell.enter_by_name(BADGES)
    badges.browser.act(BadgeAction.EDIT)
    shell.enter_by_name(LIVE).project()
    closing = shell.enter_by_name(CLOSING)
    closing.certificates.code.setText(NAME)
    closing.certificates.show_verdict(f"It would now say: {NAME}")
    shell.show_status(f"{NAME} is corrected.")
    shell.enter_desk()
    window.desk_actions.forms.register()
    window.desk_actions.forms._new.names.set_names("Zéphyrine", NAME)
    window.rest()
    window.operations.check_in(late.id)
    window.stage.search.setText(NAME)
    window.show_status(f"Nobody matches “{NAME}”.")
    with program._event.transaction():
        program._event.db.conn.execute(
            "INSERT INTO print_jobs (attendee, template, printer, copy, why, is_urgent, state, created_at) "
            "VALUES (?, 'a6', 'p', 1, '', 0, 'waiting', '2023-07-04T08:40:00+02:00')",
            [late.id],
        )
    program.built.printers.windows.show_queue()


def through_all_screens(program):
    """What names the person, on whichever screen."""
    found = []
    for words in (PARTICIPANTS, PROGRAMME, BADGES, LIVE, CLOSING):
        program.shell.enter_by_name(words)
        found += places_of(NAME)
    program.shell.enter_desk()
    found += places_of(NAME)
    program.window.desk_actions.forms.register()
    return found + places_of(NAME)


@pytest.mark.parametrize("is_from_elsewhere", [False, True])
def test_no_name_stays_on_any_screen(program, event, clock, qtbot, is_from_elsewhere):
    late = an_attendee(90, first_name="Yann", last_name=NAME)
    add_people(event, clock(), late)
    event.plan(a_programme(speakers=(Speaker("s/1", f"Sylvain {NAME}", "", "", "s"),)), at=clock(), desk="Accueil 1")
    program.desk.reload()
    leave_name_everywhere(program, late)
    assert {"AnswerPanel", "Footer", "SearchBox", "QListView"} <= {place.split()[0] for place in places_of(NAME)}
    if is_from_elsewhere:
        with closing(EventFile.open(event.path)) as other:
            event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk="Accueil 2")
        program.window.updates.keep_time()
        assert places_of(NAME) == []
    else:
        purge(program, qtbot)
    assert places_of(NAME) == []
    assert through_all_screens(program) == []


def test_a_guest_who_was_just_welcomed_leaves_the_screen_of_a_kiosk(program, event, clock, qtbot):
    late = an_attendee(90, first_name="Yann", last_name=NAME)
    add_people(event, clock(), late)
    program.kiosk._open()
    program.kiosk.window.take_code(late.ticket_code)
    assert places_of("Yann")
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk="Accueil 2")
    program.window.updates.keep_time()
    assert places_of("Yann") == []
    program.kiosk._close()
