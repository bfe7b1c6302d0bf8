# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows that ask or tell one thing: who allows it, how the desks stand together, what a file brings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Invitation, UsbDriveVisit, Volume
from checkin.core.sync.sealed_entry import NotTaken
from checkin.core.sync.sync_status import HubDesk, OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.connection_log_importing import preview_connection_log, read_rows
from checkin.services.lists.list_importing import ListImportResult, RowProblem
from checkin.services.programme.programme_importing import preview_programme
from checkin.services.supervision import Supervision
from checkin.services.threads import BackgroundTask
from checkin.ui.import_export.connection_log_dialog import ConnectionLogDialog
from checkin.ui.import_export.export_flow import BlanksDialog
from checkin.ui.import_export.import_flow import ImportReport
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog
from checkin.ui.supervision.supervision_flow import AuthorityDialog, AuthorityRequest
from checkin.ui.supervision.supervisor_settings import SupervisorForm, SupervisorSettings
from checkin.ui.sync.conflicts_dialog import ConflictsDialog
from checkin.ui.sync.invitation_dialog import InvitationDialog, NewDeskDialog, RevokeDialog
from checkin.ui.sync.join_dialog import JoinDialog, ServerAddressDialog
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.sync.sync_dialog import SyncDialog
from scripts import backstage, gallery_closing

DATA = Path(__file__).parent.parent / "tests" / "data"
HUB = "postgresql://poste2@hub.example/checkin"
REQUEST = AuthorityRequest(
    "Laisser entrer Éléonore Lefèvre ?", "Admettre", ("Payé à l’accueil", "Accord de l’organisateur")
)
CLOSED_AT = datetime(2023, 7, 4, 18, 2, tzinfo=UTC)
DESKS = (
    OtherDesk("Accueil 2", 720, 3, 601.0, identity="a"),
    OtherDesk("Accueil 3", 2, 0, 0.0, identity="b"),
    OtherDesk("Accueil 3", 4, 0, 0.0, identity="c"),
    OtherDesk("Entrée des partenaires et de la presse", 900, 0, identity="d", closed_at=CLOSED_AT),
    OtherDesk("Porte B", 900, 12, identity="e", closed_at=CLOSED_AT),
)
WELL = PlaceStatus(SyncPlace.FOLDER, desks=(DESKS[1], DESKS[3]), strangers=2)
MANY = tuple(OtherDesk(f"Accueil {number} – entrée nord", 4.0 * number, number % 4) for number in range(1, 31))
KEYS = (
    Volume("/media/anne/CLE", "CLE", 14_200_000_000),
    Volume("/media/anne/2", "Présidence de l’université, direction de la communication", 900_000_000),
)
UNREADABLE = Message("list", "The last name is missing.")


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "allow", lambda: at_desk(lambda event, desk: AuthorityDialog(named(event, desk), REQUEST))
    yield "blanks", BlanksDialog
    yield "exit-times", gallery_closing.supervisor
    yield "supervisor", lambda: SupervisorForm(lambda name, pin: None, "")
    yield (
        "supervisors",
        lambda: at_desk(lambda event, desk: SupervisorSettings(named(event, desk), Authority("Ana", ""))),
    )
    yield "together", lambda: SyncDialog(Settings(hub=HUB), SyncStatus((PlaceStatus(SyncPlace.HUB, desks=DESKS),)))
    ahead = replace(WELL, left_out=frozenset(NotTaken), ahead=("Accueil 3", datetime(2023, 8, 4, 8, 41, tzinfo=UTC)))
    yield "together-ahead", lambda: SyncDialog(Settings(folder="/partage"), SyncStatus((ahead,)))
    yield "together-well", lambda: SyncDialog(Settings(folder="/partage"), SyncStatus((WELL,)))
    yield "alone", lambda: SyncDialog(Settings(), SyncStatus())
    yield (
        "keys",
        lambda: with_keys(SyncStatus(usb_drive=UsbDriveVisit("CLE", datetime(2023, 7, 4, 8, 41, tzinfo=UTC), 17))),
    )
    yield "many", lambda: with_keys(SyncStatus((PlaceStatus(SyncPlace.HUB, desks=MANY),)))
    yield "conflicts-none", lambda: at_desk(lambda event, desk: ConflictsDialog(desk.conflicts))
    yield "invitation", lambda: InvitationDialog(Invitation("Rencontre", EventKey("1f", bytes(32)), "/partage", HUB))
    yield "address", ServerAddressDialog
    yield "new-desk", lambda: NewDeskDialog(HUB, lambda organiser, name: None)
    yield "revoke", revoke
    yield "join", lambda: JoinDialog("Accueil 2")
    yield "errand", lambda: ProgressDialog(BackgroundTask(lambda report: None), "Accueil 2", str)
    yield "key", taking
    yield "imported", lambda: ImportReport(ListImportResult(3, 0, (RowProblem(2, UNREADABLE, {}),)))
    yield "programme-changes", programme_changes
    yield "stream", stream


def with_keys(sync_status: SyncStatus) -> QWidget:
    made = SyncDialog(Settings(folder="/partage", hub=HUB), sync_status)
    made.usb_drives.show_drives(KEYS)
    return made


def taking() -> QWidget:
    errand = BackgroundTask(lambda report: None)
    made = ProgressDialog(errand, "Vers la clé CLE", str)
    errand.progressed.emit(620, 1000)
    return made


def at_desk(make: Callable[[EventFile, Desk], QWidget]) -> QWidget:
    event, now = backstage.demo()
    return make(event, Desk(event, now, "Accueil 1"))


def named(event: EventFile, desk: Desk) -> Supervision:
    made = Supervision(event, desk)
    made.name("Ana", "4071", Authority("", ""))
    return made


def revoke() -> QWidget:
    """As it is once the desks were asked for."""
    desks = (
        HubDesk("Accueil 1", "poste2", True, "Accueil 1", 2.0),
        HubDesk("Accueil 2", "checkin_5f0a", False, "Porte B – entrée des exposants", 2760.0),
        HubDesk("Accueil 3", "checkin_91cc"),
    )
    made = RevokeDialog(HUB, lambda organiser: desks, lambda *_: True)
    made.organiser.setText(HUB)
    made.show_them.click()
    made.list.setCurrentRow(1)
    return made


def programme_changes() -> QWidget:
    event, _ = backstage.demo()
    return ProgrammeDifferenceDialog(preview_programme(event, DATA / "programmes" / "agenda.ics"), {})


def stream() -> QWidget:
    event, _ = backstage.demo()
    rows = read_rows(DATA / "remote" / "zoom-fr.csv")
    return ConnectionLogDialog(lambda options: preview_connection_log(event, rows, options))
