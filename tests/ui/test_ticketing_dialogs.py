# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs about pretix: a device code is understood as it is typed, the camera reads one, the page tells how things
stand.
"""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import DeviceError, Message
from checkin.core.ticketing.position import TicketReason
from checkin.core.ticketing.ticketing_status import (
    NO_PRODUCT,
    UNDONE_ELSEWHERE,
    UNDONE_TOO_LATE,
    UNKNOWN_HERE,
    RefusedByServer,
    TicketingStatus,
)
from checkin.devices.camera import LIVE, FrameSourceState
from checkin.sync.pretix_connection import revoked, token_refused, unreachable
from checkin.ui.sync.join_dialog import CodeCameraDialog, JoinDialog, is_join_text
from checkin.ui.sync.ticketing_dialog import DeviceCodeDialog, DisconnectDialog, EventChoiceDialog, TicketingDialog
from checkin.ui.widgets.exchange_wording import refused_reason, ticketing_sentences, ticketing_trouble
from tests.builders import MORNING
from tests.ui.texts_on_screen import places_of

CODE = json.dumps({"handshake_version": 1, "url": "https://tickets.example/pretix/", "token": "kpp4jn8g2ynzonp6"})
WELL = TicketingStatus("tickets.example", "pionniers", "rencontre", 7, MORNING)
AWAY = replace(WELL, error=unreachable(), waiting=3, since=MORNING)
REVOKED = replace(WELL, error=revoked(), is_revoked=True)
REFUSED = RefusedByServer(b"1", EntryKind.CHECKED_IN, "Zoé Île", MORNING, "Accueil 1", "invalid")


@pytest.fixture
def shown(qtbot):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_a_device_code_is_understood_as_soon_as_it_is_whole_and_a_name_that_was_typed_is_kept(shown):
    dialog = shown(JoinDialog("Accueil 2"))
    dialog.text.setPlainText(CODE[:-4])
    assert (dialog.device_code, dialog.understood.text()) == (None, "")
    dialog.text.setPlainText(CODE)
    assert "tickets.example/pretix" in dialog.understood.text()
    assert (dialog.notice.text(), dialog.desk) == ("", Settings().desk)
    dialog.name.clear()
    QTest.keyClicks(dialog.name, "Presse")
    dialog.text.setPlainText(CODE)
    assert dialog.desk == "Presse"
    dialog._join.click()
    assert dialog.result() == JoinDialog.DialogCode.Accepted
    assert (dialog.device_code.url, dialog.invitation) == ("https://tickets.example/pretix", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CODE.replace("https", "http"), "not encrypted"),
        (CODE.replace('"handshake_version": 1', '"handshake_version": 2'), "newer pretix"),
        ("https://tickets.example/", "not the code of a pretix device"),
        ("{}", "not the code of a pretix device"),
        ("CHK1AB", "incomplete"),
        ("bonjour", "incomplete"),
    ],
)
def test_what_cannot_be_joined_says_why(shown, text, told):
    dialog = shown(JoinDialog("Accueil 2"))
    dialog.text.setPlainText(text)
    assert told in dialog.notice.text()
    assert not dialog._join.isEnabled()


class PlayedCamera(QObject):
    """A camera reader without a camera."""

    code_seen = Signal(str)
    image_taken = Signal(QImage)
    outlines_seen = Signal(object)
    camera_changed = Signal(FrameSourceState)
    lost = Signal(DeviceError)

    def __init__(self, cameras):
        super().__init__()
        self._cameras, self.used, self.is_stopped = cameras, [], False

    def cameras(self):
        return self._cameras

    def use_camera(self, device_id):
        self.used.append(device_id)

    def stop(self):
        self.is_stopped = True


def test_the_camera_gives_the_first_code_that_fits_and_is_closed_then(shown):
    camera = PlayedCamera([("a", "One"), ("b", "Two")])
    dialog = shown(CodeCameraDialog(is_join_text, open_reader=lambda parent: camera))
    dialog.camera.setCurrentIndex(1)
    dialog.camera.activated.emit(1)
    camera.camera_changed.emit(FrameSourceState(True, LIVE, "Two"))
    assert (camera.used, dialog.camera.isHidden(), dialog.state.text()) == (["", "b"], False, "Two is working.")
    camera.code_seen.emit("BCDEFGHJKLNPRSTUVXBC")
    assert "another code" in dialog.state.text()
    assert dialog.isVisible()
    camera.code_seen.emit(CODE)
    assert (dialog.result(), dialog.text, camera.is_stopped) == (CodeCameraDialog.DialogCode.Accepted, CODE, True)


def test_without_a_camera_the_dialog_says_so(shown):
    camera = PlayedCamera([])
    dialog = shown(CodeCameraDialog(is_join_text, open_reader=lambda parent: camera))
    camera.lost.emit(DeviceError(Message("test", "No camera was found.")))
    assert (dialog.state.text(), dialog.camera.isHidden()) == ("No camera was found.", True)
    dialog.reject()
    assert (camera.is_stopped, dialog.text) == (True, "")


def test_of_several_events_the_first_is_proposed(shown):
    dialog = shown(EventChoiceDialog([("a", "Assises (12/09/2023)"), ("b", "")]))
    assert (dialog.chosen, dialog.list.item(1).text()) == ("a", "b")
    dialog.list.setCurrentRow(1)
    assert dialog.chosen == "b"


def test_an_open_event_takes_a_code_of_its_own_server_alone(shown):
    dialog = shown(DeviceCodeDialog("tickets.example/pretix"))
    assert not dialog.buttons.buttons()[0].isEnabled()
    assert not dialog.field.take("BCDEFGHJKLNPRSTUVXBC")  # a ticket goes to the desk
    assert dialog.field.take(CODE.replace("tickets", "billets"))
    assert "of another pretix, billets.example/pretix" in dialog.notice.text()
    assert dialog.code is None
    assert dialog.field.take(CODE)
    assert (dialog.notice.text(), dialog.code.token) == ("", "kpp4jn8g2ynzonp6")
    assert dialog.buttons.buttons()[0].isEnabled()


@pytest.mark.parametrize(
    ("status", "is_well", "told", "trouble"),
    [
        (WELL, True, ["pretix is reached; the list is that of"], ""),
        (replace(WELL, fetched_at=None), None, ["is being fetched"], ""),
        (AWAY, False, ["cannot be reached", "Not reached since", "3 records still to be sent"], "pretix: 3 to send"),
        (replace(AWAY, waiting=0), False, ["cannot be reached"], "pretix: not reached"),
        (replace(WELL, refused=2, unseen=1), False, ["not take 2 records: look at them."], "pretix: 2 to look at"),
        (replace(WELL, refused=2), True, ["pretix is reached"], ""),
        (
            replace(REVOKED, waiting=1),
            False,
            ["revoked", "1 record was not sent to pretix: connect again"],
            "pretix: revoked",
        ),
        (replace(WELL, device=0, has_others=True), None, ["from the other desks"], ""),
        (replace(WELL, device=0), None, ["No desk is connected to pretix any more", "is kept"], ""),
        (replace(WELL, is_over=True), None, ["were erased"], ""),
    ],
)
def test_every_state_has_its_words(status, is_well, told, trouble):
    said = "\n".join(ticketing_sentences(status, MORNING + timedelta(minutes=1)))
    assert all(words in said for words in told)
    assert (status.is_well, ticketing_trouble(status)) == (is_well, trouble)


def buttons_of(dialog):
    named = ("fetch", "join", "leave", "erase")
    return {name for name in named if not getattr(dialog, name).isHidden()}


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (WELL, {"fetch", "leave"}),
        (AWAY, {"fetch", "leave"}),
        (replace(WELL, error=token_refused()), {"fetch", "join", "leave"}),
        (REVOKED, {"join", "leave", "erase"}),
        (replace(WELL, device=0), {"join"}),
        (replace(WELL, is_over=True), {"leave"}),
    ],
)
def test_the_page_offers_what_can_be_done(shown, status, offered):
    assert buttons_of(shown(TicketingDialog(status, MORNING))) == offered


def rows_of(dialog):
    return [dialog.refused.list.item(row).text() for row in range(dialog.refused.list.count())]


TOLD = replace(REFUSED, id=b"2", kind=EntryKind.UNDONE, why=UNDONE_TOO_LATE, undone=EntryKind.CHECKED_IN)


def test_what_was_not_taken_is_listed_with_the_person_and_the_reason_and_sent_again(shown, qtbot):
    dialog = shown(TicketingDialog(WELL, MORNING))
    assert dialog.refused.isHidden()
    dialog.show_refused([REFUSED])
    (told,) = rows_of(dialog)
    assert all(words in told for words in ("Zoé Île · let in", "pretix does not know this ticket"))
    with qtbot.waitSignal(dialog.round_wanted):
        dialog.refused.again.click()
    assert places_of("Being sent again")
    dialog.show_status(REVOKED, MORNING)
    assert dialog.refused.again.isHidden()
    assert places_of("revoked this device")


def test_what_became_of_each_record_is_counted_and_what_was_read_is_taken_off_the_list(shown):
    dialog, taken = shown(TicketingDialog(replace(WELL, refused=2, unseen=1), MORNING)), []
    dialog.taken_off.connect(taken.append)
    dialog.show_refused([REFUSED, replace(REFUSED, id=b"3"), TOLD])
    for words in ("did not take 2 records", "Not taken by pretix: 2.", "told to pretix in another way: 1."):
        assert places_of(words)
    assert "pretix keeps the arrival, with an exit after it." in rows_of(dialog)[2]
    dialog.show_refused([TOLD])
    assert dialog.refused.again.isHidden()
    dialog.show_refused([REFUSED, TOLD])
    dialog.refused.take_off.click()
    dialog.refused.list.setCurrentRow(1)
    assert "(1)" in dialog.refused.take_off.text()
    dialog.show_refused([REFUSED, TOLD])
    dialog.refused.take_off.click()
    assert taken == [(b"1", b"2"), (b"2",)]
    dialog.show_refused([])
    assert dialog.refused.isHidden()


@pytest.mark.parametrize("status", [WELL, REVOKED])
def test_no_part_of_the_page_lies_over_another(shown, status):
    dialog = shown(TicketingDialog(status, MORNING))
    dialog.show_let_in_despite(4)
    dialog.show_refused([REFUSED, TOLD, replace(REFUSED, id=b"3"), replace(TOLD, id=b"4")])
    QTest.qWait(1)
    box = dialog.refused
    parts = [box.list, *(each for each in (box.again, box.take_off) if each.isVisible()), dialog.leave]
    places = [QRect(part.mapTo(dialog, QPoint()), part.size()) for part in parts]
    assert not [(one, other) for one, other in combinations(places, 2) if one.intersects(other)]


def test_every_reason_of_pretix_has_words_of_ours_and_others_are_left_as_they_are():
    for reason in TicketReason:
        if reason:
            assert "pretix says" not in refused_reason(replace(REFUSED, why=reason))
    for ours in (UNKNOWN_HERE, NO_PRODUCT, UNDONE_TOO_LATE, UNDONE_ELSEWHERE):
        assert "pretix says" not in refused_reason(replace(REFUSED, why=ours))
    other_way = replace(TOLD, why=UNDONE_ELSEWHERE, undone=EntryKind.CHECKED_OUT)
    assert refused_reason(other_way).startswith("pretix keeps the exit, with an arrival after it.")
    assert refused_reason(replace(REFUSED, why="gelöscht")) == "pretix says: gelöscht"


def test_the_page_says_why_pretix_counts_fewer_people(shown):
    page = shown(TicketingDialog(WELL, MORNING))
    assert places_of("Let in despite") == []
    page.show_let_in_despite(4)
    assert places_of("Let in despite")
    assert places_of("4: recorded in pretix too")


def test_leaving_says_what_is_not_sent_and_gives_the_device_up_only_where_there_is_one(shown):
    assert shown(DisconnectDialog(AWAY)).gives_up
    assert places_of("3 records still to be sent")
    assert not shown(DisconnectDialog(REVOKED)).gives_up
