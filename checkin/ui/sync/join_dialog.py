# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog to join an event: the invitation of another desk or the code of a pretix device, this desk's name, and the
path of the shared folder here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import DeviceError, Message, UserError
from checkin.core.sync.invitation import Invitation, invitation_in, is_invitation
from checkin.services.sync.joining import folder_exists
from checkin.sync.hub_address import HubAddress
from checkin.sync.pretix_device_code import DeviceCode, looks_like_device_code, server_name
from checkin.translation import error_text, translate
from checkin.ui.look.theme import TEXT, scale_px
from checkin.ui.widgets.boxes import REST, at_left, column_of, row_of, wide, widget_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, Notice, Paragraph, caption, captioned, label

if TYPE_CHECKING:
    from checkin.devices.camera import FrameSourceState


# The text with which a desk joins an event: an invitation of another desk, or the code of a pretix device.


@dataclass(frozen=True, slots=True)
class JoinText:
    """What was understood of a text: an `invitation` or a `device_code`, or neither and the `error` that says why."""

    invitation: Invitation | None = None
    device_code: DeviceCode | None = None
    error: UserError | None = None

    @property
    def is_understood(self) -> bool:
        return self.error is None


def read_join_text(text: str) -> JoinText:
    """Return what a text says. Raises nothing: a text that is still being typed is no mistake yet."""
    try:
        if not is_invitation(text) and ("://" in text or text.lstrip().startswith("{")):
            return JoinText(device_code=DeviceCode.read(text))
        return JoinText(invitation=invitation_in(text))
    except UserError as error:
        return JoinText(error=error)


def is_join_text(text: str) -> bool:
    """Whether a code that was read is meant for joining, even if it cannot be used."""
    return is_invitation(text) or looks_like_device_code(text)


# The camera in a dialog, to read one code instead of typing its text; closes with the first one that fits.
# QtMultimedia is imported when the dialog is first shown.

WIDTH, PICTURE = 560, 300
"""Pixels."""


class CodeReader(Protocol):
    """A `CameraReader`: what of it the dialog uses."""

    @property
    def code_seen(self) -> SignalInstance: ...
    @property
    def image_taken(self) -> SignalInstance: ...
    @property
    def outlines_seen(self) -> SignalInstance: ...
    @property
    def camera_changed(self) -> SignalInstance: ...
    @property
    def lost(self) -> SignalInstance: ...

    def cameras(self) -> list[tuple[str, str]]: ...
    def use_camera(self, device_id: str) -> None: ...
    def stop(self) -> None: ...


def open_camera(parent: QObject) -> CodeReader:
    """Return a reader of this computer's cameras."""
    from checkin.services.camera_reader import CameraReader

    return CameraReader(parent)


class CodeCameraDialog(Dialog):
    """The dialog; accepted, `text` is what the code says. `fits` tells whether a code is one of those wanted."""

    def __init__(
        self,
        fits: Callable[[str], bool],
        parent: QWidget | None = None,
        open_reader: Callable[[QObject], CodeReader] = open_camera,
    ) -> None:
        super().__init__(translate(Message("join", "Read the code with the camera")), parent)
        self.text = ""
        self._fits, self._open_reader = fits, open_reader
        self._reader: CodeReader | None = None
        self.picture, self.state = CameraPreview(), Paragraph(TEXT, 600)
        self.picture.setFixedHeight(scale_px(PICTURE))
        self.camera = ComboBox(translate(Message("menu", "Camera")))
        self.camera.activated.connect(lambda: self._use(str(self.camera.currentData())))
        self.camera.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.arrange(label(translate(_SCAN_HOW)), self.picture, self.state, self.camera, REST, buttons, width=WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._reader is None:
            self._reader = reader = self._open_reader(self)
            reader.code_seen.connect(self._take)
            reader.image_taken.connect(self.picture.set_image)
            reader.outlines_seen.connect(self._outline)
            reader.camera_changed.connect(self._show_state)
            reader.lost.connect(self._show_lost)
            self._offer(reader.cameras())
            self._use("")

    def done(self, result: int) -> None:
        if self._reader:
            self._reader.stop()
        super().done(result)

    def _offer(self, cameras: list[tuple[str, str]]) -> None:
        for device_id, name in cameras:
            self.camera.addItem(name, device_id)
        self.camera.setVisible(len(cameras) > 1)

    def _use(self, camera: str) -> None:
        if self._reader:
            self._reader.use_camera(camera)

    def _take(self, text: str) -> None:
        if self._fits(text):
            self.text = text
            self.accept()
        else:
            self.state.show_text(translate(_ANOTHER))

    def _outline(self, polygons: tuple[Polygon, ...]) -> None:
        self.picture.outline(polygons, ok=True)

    def _show_state(self, state: "FrameSourceState") -> None:
        self.state.show_text(translate(state.words, source=state.source, reason=state.reason))
        if not state.is_live:
            self.picture.set_image(None)

    def _show_lost(self, error: DeviceError) -> None:
        self.state.show_text(error_text(error))


_SCAN_HOW = Message("join", "Hold the code up to the camera: on the screen of a phone, or on paper.")
_ANOTHER = Message("join", "This is another code. The one wanted is that of an invitation or of a pretix device.")


TEXT_HEIGHT = 110
"""Pixels at any size of text: what is pasted scrolls, so that the desk's name stays in sight below it."""
MOST_LETTERS = 60


class JoinDialog(Dialog):
    """The dialog. `invitation` is the one understood, with the local folder, or `device_code` that of pretix; both None
    until then. Joins nothing.
    """

    def __init__(self, desk: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self.invitation: Invitation | None = None
        self.device_code: DeviceCode | None = None
        self.text, self.name, self.folder = QPlainTextEdit(), QLineEdit(desk), QLineEdit()
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.name.setMaxLength(MOST_LETTERS)
        self.notice = Notice()
        self._choose = push_button(translate(Message("join", "Choose…")), self._ask_folder)
        self._choose.setAccessibleName(f"{self._choose.text()} {translate(_FOLDER)}")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._join = self._buttons.addButton(translate(Message("join", "Join")), QDialogButtonBox.ButtonRole.AcceptRole)
        self._join.setDefault(True)
        self._buttons.accepted.connect(self._try)
        self._buttons.rejected.connect(self.reject)
        self.text.textChanged.connect(self._read)
        self.understood = label("", weight=600)
        camera = push_button(translate(Message("join", "Read with the camera…")), self._read_with_camera)
        self.camera = camera
        self._folder_place = widget_of(
            column_of(caption(translate(_FOLDER), self.folder), row_of(wide(self.folder), self._choose, spacing=8))
        )
        self.arrange(
            label(translate(_HOW)),
            label(translate(Message("join", "Or in pretix: the organiser’s page “Devices”, “Connect a device”."))),
            captioned(translate(_TEXT), self.text),
            at_left(camera),
            self.understood,
            captioned(translate(Message("join", "Name of this desk")), self.name),
            self._folder_place,
            self.notice,
            REST,
            self._buttons,
            spacing=8,
            width=WIDTH,
        )
        self._read()
        self.text.setFocus()

    @property
    def desk(self) -> str:
        return self.name.text().strip()

    def _read(self) -> None:
        """Read the invitation at every letter; incomplete text is no mistake yet."""
        text = self.text.toPlainText()
        found = read_join_text(text)
        self.invitation, self.device_code = found.invitation, found.device_code
        self.notice.setText(error_text(found.error) if found.error and text.strip() else "")
        if self.invitation:
            self._propose(self.invitation)
        elif self.device_code and not self.name.isModified():
            self.name.setText(Settings().desk)  # no other desk is known yet
        self._folder_place.setVisible(self.invitation is not None and bool(self.invitation.folder))
        self._join.setEnabled(found.is_understood)
        self.understood.setText(self._understood_text())

    def _propose(self, invitation: Invitation) -> None:
        """Fill in the name and the folder that the invitation names, unless the user has typed others."""
        if invitation.desk and not self.name.isModified():
            self.name.setText(invitation.desk)
        if not self.folder.text() and (_is_of_server(invitation.folder) or folder_exists(invitation.folder)):
            self.folder.setText(invitation.folder)

    def _understood_text(self) -> str:
        if self.device_code:
            return translate(Message("join", "pretix at {server}"), server=server_name(self.device_code.url))
        return translate(Message("join", "Event: {title}"), title=self.invitation.title) if self.invitation else ""

    def _read_with_camera(self) -> None:
        dialog = CodeCameraDialog(is_join_text, self)
        if asked(dialog):
            self.text.setPlainText(dialog.text)
            self.name.setFocus()

    def _try(self) -> None:
        if not (self.invitation or self.device_code) or not self.desk:
            self.name.setFocus()
            return
        if self.invitation and self.invitation.folder:
            if not folder_exists(self.folder.text()):
                self.notice.setText(translate(_NO_FOLDER))
                self.folder.setFocus()
                return
            self.invitation = replace(self.invitation, folder=self.folder.text())
        self.accept()

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(_FOLDER), self.folder.text()):
            self.folder.setText(chosen)


def _is_of_server(folder: str) -> bool:
    """Whether looking for the folder would contact a server (a UNC path), to which Windows sends the user's
    identity.
    """
    return folder.replace("\\", "/").startswith("//")


_TITLE = Message("join", "Join other desks")
_HOW = Message("join", "At a desk that is already running: ⋮, “Other desks…”, “Invite another desk…”.")
_TEXT = Message("join", "Invitation, or device code of pretix (paste it, or scan it)")
_FOLDER = Message("join", "The shared folder, as this computer sees it")
_NO_FOLDER = Message("join", "This folder cannot be found. Connect the share or the drive, then choose it.")


# The field for the address of a hub, shown as dots because it contains a password. Connects nowhere.


class ServerAddressField(QLineEdit):
    """A password field whose content can be neither seen nor copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setPlaceholderText("postgresql://…")

    @property
    def url(self) -> str:
        """The address; of a pasted line of `checkin hub-init`, without the name before it."""
        return (self.text().split() or [""])[-1]

    def address(self) -> HubAddress:
        """Return the parsed address. Raise `UserError` if it is not one of a shared server."""
        return HubAddress.read(self.url)


class ServerAddressDialog(Dialog):
    """The dialog for this desk's own address; accepted, the address is valid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("together", "This desk on the server")), parent)
        self.field, self.notice = ServerAddressField(), Notice()
        how = Paragraph(TEXT)
        self.arrange(
            how,
            8,
            captioned(translate(_ADDRESS), self.field),
            self.notice,
            REST,
            self.confirm(translate(Message("together", "Connect to it")), self._try),
            spacing=8,
            width=WIDTH,
        )
        how.show_text(translate(_ADDRESS_HOW))

    def _try(self) -> None:
        try:
            self.field.address()
        except UserError as error:  # shown here: the field must be corrected
            self.notice.setText(error_text(error))
            self.field.setFocus()
        else:
            self.accept()


def shown_address(url: str) -> str:
    """Return role, server and database for display; nothing of an unreadable address, which may contain a password
    anywhere.
    """
    try:
        return HubAddress.read(url).shown
    except UserError:
        return translate(Message("together", "The address saved here cannot be read. Choose it again."))


def database_role(url: str) -> str:
    """Return the role in the address, "" if it cannot be read."""
    try:
        return HubAddress.read(url).who
    except UserError:
        return ""


_ADDRESS_HOW = Message(
    "together",
    "Each desk has its own address: a line that the server’s administrator gets for it (checkin hub-init, "
    "checkin hub-desk). It holds a password and is not shown.",
)
_ADDRESS = Message("together", "This desk’s address")
