# SPDX-License-Identifier: GPL-3.0-or-later
"""pretix in the window: joining it, its page, what it did not take, an access that was revoked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from checkin.core.entries import EntryKind
from checkin.core.ticketing.pulled import ticketing_changes
from checkin.core.ticketing.ticketing import Ticketing
from checkin.core.ticketing.ticketing_status import UNDONE_ELSEWHERE, RefusedByServer, TicketingStatus
from checkin.devices.camera import LIVE, FrameSourceState
from checkin.services.event_file import EventFile
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_connection import revoked, unreachable
from checkin.ui.sync.join_dialog import CodeCameraDialog, JoinDialog
from checkin.ui.sync.ticketing_dialog import DeviceCodeDialog, DisconnectDialog, EventChoiceDialog, TicketingDialog
from checkin.ui.widgets.exchange_wording import ticketing_sentences, ticketing_trouble
from scripts import backstage

NOW = datetime(2023, 7, 4, 9, 12, tzinfo=UTC)
SERVER = "billetterie.communaute-de-communes.example"
CODE = f'{{"handshake_version": 1, "url": "https://{SERVER}", "token": "kpp4jn8g2ynzonp6"}}'
WELL = TicketingStatus(SERVER, "pionniers", "rencontre-2023", 7, NOW - timedelta(minutes=1))
AWAY = replace(WELL, waiting=37, error=unreachable(), since=NOW - timedelta(minutes=24))
REVOKED = replace(WELL, error=revoked(), is_revoked=True, waiting=2)
REFUSED = (
    RefusedByServer(b"1", EntryKind.CHECKED_IN, "Éléonore Le Goff-Kermarrec", NOW, "Accueil 1", "invalid"),
    RefusedByServer(
        b"2",
        EntryKind.CHECKED_IN,
        "Marie-Françoise Bernadette-Alexandrine de Rochechouart-Montmorency-Laval de La Trémoille",
        NOW - timedelta(minutes=9),
        "Entrée des partenaires et de la presse",
        "already_redeemed",
    ),
    RefusedByServer(b"3", EntryKind.UNDONE, "", NOW - timedelta(hours=1), "Accueil 2", "Dieser Artikel ist verkauft."),
    RefusedByServer(
        b"4",
        EntryKind.UNDONE,
        "Oscar Garçon",
        NOW - timedelta(hours=2),
        "Accueil 2",
        UNDONE_ELSEWHERE,
        EntryKind.CHECKED_IN,
    ),
)
BADGES = (
    "Badge A6 : « Powered by pretix » n’a pas été repris.",
    "Badge partenaire : la police Open Sans est remplacée par celle de Checkin ; les textes sont à la même place.",
)
EVENTS = (
    ("rencontre", "9ᵉ Rencontre des pionniers (04/07/2023)"),
    ("assises", "Assises territoriales de la transition écologique et du développement des communes (12/09/2023)"),
    ("voeux", "Vœux de la présidente (11/01/2024)"),
)


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "join", lambda: join(CODE)
    yield "join-readable", lambda: join(CODE.replace("https", "http"))
    yield "join-another", lambda: join("https://example.org/une/page")
    yield "camera", lambda: CodeCameraDialog(bool, open_reader=PlayedCamera)
    yield "events", lambda: EventChoiceDialog(EVENTS)
    yield "well", lambda: page(WELL)
    yield "badges", lambda: page(replace(WELL, badges=BADGES))
    yield "first", lambda: page(replace(WELL, fetched_at=None))
    yield "away", lambda: page(AWAY)
    yield "refused", lambda: page(replace(WELL, refused=3, unseen=3), REFUSED)
    yield "revoked", lambda: page(REVOKED)
    yield "revoked-refused", lambda: page(replace(REVOKED, refused=3, unseen=3), REFUSED)
    yield "by-others", lambda: page(replace(WELL, device=0, fetched_at=None))
    yield "connect", lambda: device_code(CODE)
    yield "connect-other", lambda: device_code(CODE.replace("billetterie", "tickets"))
    yield "disconnect", lambda: DisconnectDialog(AWAY)
    yield "desk-well", lambda: at_desk(WELL)
    yield "desk-away", lambda: at_desk(AWAY)
    yield "desk-refused", lambda: at_desk(replace(WELL, refused=3, unseen=3))
    yield "desk-revoked", desk_revoked


def join(text: str) -> QWidget:
    made = JoinDialog("Accueil 2")
    made.text.setPlainText(text)
    return made


class PlayedCamera(QObject):
    """A camera whose picture stands still."""

    code_seen = Signal(str)
    image_taken = Signal(QImage)
    outlines_seen = Signal(object)
    camera_changed = Signal(FrameSourceState)
    lost = Signal(object)

    def cameras(self) -> list[tuple[str, str]]:
        return [("1", "Caméra intégrée"), ("2", "Logitech BRIO")]

    def use_camera(self, device_id: str) -> None:
        picture = QImage(640, 360, QImage.Format.Format_RGB32)
        picture.fill(QColor(Qt.GlobalColor.darkGray))
        self.camera_changed.emit(FrameSourceState(True, LIVE, "Caméra intégrée", (640, 360)))
        self.image_taken.emit(picture)

    def stop(self) -> None:
        """It has no thread."""


def page(status: TicketingStatus, refused: tuple[RefusedByServer, ...] = ()) -> QWidget:
    made = TicketingDialog(status, NOW)
    made.show_refused(refused)
    return made


def device_code(text: str) -> QWidget:
    made = DeviceCodeDialog(SERVER)
    made.field.setText(text)
    return made


def at_desk(status: TicketingStatus) -> QWidget:
    """The desk, as it is told of this state."""
    event, now = backstage.demo(backstage.some_arrived)
    made = backstage.program(event, now)
    sentences = ticketing_sentences(status, NOW)
    made.window.chrome.show_ticketing(status.is_well, "\n".join(sentences), ticketing_trouble(status))
    return made.shell


def desk_revoked() -> QWidget:
    """The desk of a device that was revoked, and nobody has said yet what becomes of the list."""
    event, now = backstage.demo(backstage.some_arrived)
    link_to_pretix(event, now())
    return backstage.program(event, now).shell


def link_to_pretix(event: EventFile, now: datetime) -> None:
    settings_store.save_link(
        event.db, TicketingLink(f"https://{SERVER}", "pionniers", "rencontre-2023", 7, "ABC", is_revoked=True)
    )
    described = Ticketing(f"https://{SERVER}", "pionniers", "rencontre-2023", timezone="Europe/Paris")
    with event.transaction():
        event.journal.append_all(list(ticketing_changes(None, described, ())), at=now, desk="pretix")
