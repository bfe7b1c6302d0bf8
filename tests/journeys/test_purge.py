# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser forgets everybody in the real window: no USB key and no place on the screen keeps a name."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel

from checkin.application import desk_program
from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.person_state import state_text
from checkin.core.programme.programme import Speaker
from checkin.core.progress import ignore_progress
from checkin.core.purge import anonymise_before_purge, has_people
from checkin.core.ready.checks import Readiness, ReadinessTopic, readiness
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.services.sync.joining import make_peer_syncs, open_hub
from checkin.services.sync.usb_exchange import put_on_usb_drive
from checkin.storage.outbox import Outbox
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import Heartbeat
from checkin.translation import clock_time, translate
from checkin.ui.badges.badges_heading import BadgeAction
from checkin.ui.closing.closing_privacy import ClosingPrivacy
from checkin.ui.import_export import writing_dialog
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.programme.speaker_actions import SpeakerAction
from checkin.ui.ready.ready_band import ready_light, result_text
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.widgets.screen_page import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people
from tests.journeys.test_second_desk_by_key import Hands
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering, Watching
from tests.ui.test_purge_flow import typing
from tests.ui.test_supervision_flow import giving
from tests.ui.texts_on_screen import places_of

NAME = "Quatremer"
LATEST = bytes([255])
"""Later than the id of any entry."""


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE52").mkdir()
    return Volume((tmp_path / "CLE52").as_posix(), "CLE52")


@pytest.fixture
def program(qapp, event, clock, tmp_path):
    made = desk_program.DeskProgram(event, clock, "en")
    made.sync.usb_drives.find = lambda: made.plugged
    made.plugged = ()
    made.shell.show()
    made.desk.registration.walk_in(RegistrationForm("Zéphyrine", NAME))
    yield made
    made.shell.close()
    made.stop()


@pytest.fixture
def carried(program, event, clock, key):
    """The key, with the event on it."""
    put_on_usb_drive(event.path, key, (), clock, ignore_progress)
    return key


def exchange_with_folder(program):
    settings = program.settings
    (place,) = make_peer_syncs(program._event, settings, program.desk.now, open_hub)
    place.step(0.0, settings.desk)
    assert place.status.error is None


def has_names(key):
    return any(NAME.encode() in file.read_bytes() for file in Path(key.root).iterdir())


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

    monkeypatch.setattr(writing_dialog, "PATIENCE_MS", 0)
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
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert hands.told == ["The drive CLE52 no longer holds any names."]
    assert not has_names(carried)
    assert "CLE52" not in told_in(section)
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert "On the USB drive CLE52" in record.read_text("utf-8")


@pytest.mark.parametrize("shared", ["", "partage"])
def test_a_key_that_is_away_is_named_until_it_is_emptied_here(program, carried, shared, qtbot, tmp_path):
    """Whether or not desks meet in a shared folder too."""
    if shared:
        (tmp_path / shared).mkdir()
        program.sync._change_peers(replace(program.settings, folder=str(tmp_path / shared)))
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert "The drive CLE52 still holds the names" in hands.told[0]
    assert "The drive CLE52 may still hold the names" in told_in(section), "another desk may have emptied it"
    assert keys_in(program.readiness.findings()) == ["CLE52"]
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
    assert not has_names(carried)
    assert not section.usb_drives.isVisible()
    assert not program.sync.look().unerased_drives


def test_the_shared_folder_is_emptied_and_the_record_names_it(program, qtbot, tmp_path):
    folder = tmp_path / "partage"
    folder.mkdir()
    program.sync._change_peers(replace(program.settings, folder=str(folder)))
    exchange_with_folder(program)
    names = [file for file in folder.iterdir() if NAME.encode() in file.read_bytes()]
    assert names
    hands = Hands()
    purge(program, qtbot, hands.end)
    assert hands.told == [f"The shared folder {folder} has no names any more that this desk wrote."]
    assert not [file for file in folder.iterdir() if NAME.encode() in file.read_bytes()]
    (record,) = tmp_path.glob("*record of erasure*.txt")
    gone, _, beyond = record.read_text("utf-8").partition("What stayed")
    assert f"In the shared folder {folder}: all names that this desk wrote there" in gone
    assert str(folder) not in beyond


def _write_as(event, folder, desk, entries):
    """Write the entries, whoever made them, into a file of this desk; without a name it leaves no sign."""
    identity = f"{desk.replace(' ', '') or 'silent'}0"
    with closing(FolderPeer(folder, event.key.secret, identity=identity)) as peer:
        peer.push(entries)
        if desk:
            peer.exchange_heartbeats(Heartbeat(identity, desk, event.clock()(), 0, is_goodbye=True))


def test_what_is_behind_the_dialogs_after_a_purge_says_no_day_any_more(program, qtbot, tmp_path):
    program.sync._change_peers(replace(program.settings, folder=str(tmp_path / "gone")))
    behind, hands = [], Hands()
    section = program.shell.enter_by_name(CLOSING).findChild(ClosingPrivacy)
    assert "Kept until" in section.day.text()

    def look(dialog):
        behind.append(section.day.text())
        return hands.end(dialog)

    purge(program, qtbot, look)
    assert behind
    assert not [text for text in behind if "Kept until" in text]


def test_a_desk_that_still_has_people_in_the_shared_folder_is_named_in_the_box_and_in_the_record(
    program, qtbot, tmp_path
):
    folder = tmp_path / "partage"
    folder.mkdir()
    program.sync._change_peers(replace(program.settings, folder=str(folder)))
    exchange_with_folder(program)
    event = program._event
    entries = [entry for _, entry in Outbox(event.db, event.journal).since(0, 100)]
    _write_as(event, folder, "Accueil 2", [replace(entry, desk=COMMAND_LINE_DESK) for entry in entries])
    _write_as(event, folder, "Accueil 3", [anonymise_before_purge(entry, LATEST) for entry in entries])
    _write_as(event, folder, "", [replace(entry, desk="Accueil 4") for entry in entries])
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert hands.told == [
        f"The shared folder {folder} has no names any more that this desk wrote.\n"
        "Another desk still has names or codes there, until its next exchange.\n"
        "“Accueil\N{NO-BREAK SPACE}2” still has names or codes there, until its next exchange."
    ]
    (record,) = tmp_path.glob("*record of erasure*.txt")
    _, _, beyond = record.read_text("utf-8").partition("What could not be reached")
    assert f"The shared folder {folder}: “Accueil 2” still has names or codes there until its next exchange" in beyond
    assert f"The shared folder {folder}: another desk still has names or codes there until its next exchange" in beyond
    assert "“Accueil 3” still has names" not in beyond
    assert COMMAND_LINE_DESK not in beyond
    assert "no names remain here." in section.day.text()
    after = Outbox(event.db, event.journal).since(0, 100)
    assert [entry for _, entry in after if has_people(entry, LATEST)] == []


def test_a_shared_folder_that_is_away_is_said_to_be_left(program, qtbot, tmp_path):
    program.sync._change_peers(replace(program.settings, folder=str(tmp_path / "gone")))
    hands = Hands()
    purge(program, qtbot, hands.end)
    (record,) = tmp_path.glob("*record of erasure*.txt")
    gone, _, beyond = record.read_text("utf-8").partition("What could not be reached")
    assert f"The shared folder {tmp_path / 'gone'}: this desk empties its files there" in beyond
    assert str(tmp_path / "gone") not in gone
    assert "empties its files there at the next exchange" in hands.told[0]


def test_after_it_the_event_is_over_and_nothing_is_to_be_opened(program, qtbot, clock):
    purge(program, qtbot)
    clock.pass_by(days=20)  # everybody would be refused by the hours of the programme
    meter = ReadinessMeter(program._event, clock)
    program.readiness._measured = meter.measure()
    findings = program.readiness.findings()
    assert readiness(findings) is Readiness.OVER
    assert result_text(findings[0]) == (
        "The event is over: personal data was erased on 04/07/2023. There is nothing to open."
    )
    light = ready_light(findings)
    assert (light.name, light.is_ok) == ("Over", None)
    assert not [each for each in findings if each.topic is ReadinessTopic.PROGRAMME]
    program.desk.registration.walk_in(RegistrationForm("Ana", "Lys"))
    program.readiness._measured = meter.measure()
    assert readiness(program.readiness.findings()) is Readiness.NOT_READY


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
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert "“Accueil 2”, last heard from on 04/07/2023" in record.read_text("utf-8")
    program.readiness._measured = ReadinessMeter(program._event, clock).measure()
    (found,) = (each for each in program.readiness.findings() if each.topic is ReadinessTopic.DESKS)
    assert result_text(found).startswith("“Accueil 2” was last heard from at")
    assert "still has everyone" in result_text(found)
    again = replace(other, age=-30.0, closed_at=None)
    program.sync.status = SyncStatus((PlaceStatus(SyncPlace.FOLDER, desks=(again,)),))
    assert "still has everyone" not in " ".join(map(result_text, program.readiness.findings()))


@pytest.mark.parametrize("desk", ["Accueil 2", COMMAND_LINE_DESK])
def test_a_purge_of_another_desk_is_told_once(program, clock, event, desk):
    def told():
        return program.shell.notice.text if program.shell.notice.isVisible() else ""

    program.built.screens.propose_purge()
    assert told() == ""
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk=desk)
    program.window.updates.keep_time()
    assert "was erased on 04/07/2023 at 08:40" in told()
    assert ("“Accueil\N{NO-BREAK SPACE}2”" in told()) == (desk == "Accueil 2")
    program.shell.notice.hide()
    program.built.screens.propose_purge()
    assert told() == ""


def test_a_purge_that_came_while_the_window_was_closed_is_told_when_it_opens(program, clock, event):
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk="Accueil 2")
    program.built.screens.propose_purge()
    program.window.updates.keep_time()
    assert program.shell.notice.isVisible()
    assert "was erased on 04/07/2023 at 08:40 at “Accueil\N{NO-BREAK SPACE}2”" in program.shell.notice.text


def test_the_desk_that_erased_is_not_told_so_and_its_record_is_one_click_away(program, qtbot, tmp_path):
    opened = []
    program.shell.open_folder = opened.append
    purge(program, qtbot)
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


def test_without_any_key_nothing_more_is_asked(program, qtbot):
    section = purge(program, qtbot)
    assert not section.usb_drives.isVisible()


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


def keys_in(findings):
    return [result.fields.get("key") for result in findings if result.topic is ReadinessTopic.COPY]


def test_a_key_that_could_not_be_written_is_named_with_what_to_do(program, carried, qtbot, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    program.plugged = (carried,)
    monkeypatch.setattr("checkin.sync.folder_peer.replace_file", refuse)
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert hands.told[0].startswith("The drive CLE52 still holds the names. It could not be written")
    assert list(section.usb_drives.rows) == ["CLE52"]
