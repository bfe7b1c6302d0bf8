# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera in a dialog, to read one code instead of typing its text; closes with the first one that fits.

QtMultimedia is imported when the dialog is first shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from checkin.core.errors import DeviceError
from checkin.core.message import Message
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.layouts import dialog_column

if TYPE_CHECKING:
    from checkin.devices.frame_source import FrameSourceState

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
    from checkin.services.camera.camera_reader import CameraReader

    return CameraReader(parent)


class CodeCameraDialog(QDialog):
    """The dialog; accepted, `text` is what the code says. `fits` tells whether a code is one of those wanted."""

    def __init__(
        self,
        fits: Callable[[str], bool],
        parent: QWidget | None = None,
        open_reader: Callable[[QObject], CodeReader] = open_camera,
    ) -> None:
        super().__init__(parent)
        self.text = ""
        self._fits, self._open_reader = fits, open_reader
        self._reader: CodeReader | None = None
        self.setWindowTitle(translate(_TITLE))
        self.picture, self.state = CameraPreview(), Paragraph(TEXT, 600)
        self.picture.setFixedHeight(scale_px(PICTURE))
        self.camera = ComboBox(translate(_CAMERA))
        self.camera.activated.connect(lambda: self._use(str(self.camera.currentData())))
        self.camera.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, translate(_TITLE), 12)
        for part in (label(translate(_HOW)), self.picture, self.state, self.camera):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))

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


_TITLE = Message("join", "Read the code with the camera")
_HOW = Message("join", "Hold the code up to the camera: on the screen of a phone, or on paper.")
_CAMERA = Message("menu", "Camera")
_ANOTHER = Message("join", "This is another code. The one wanted is that of an invitation or of a pretix device.")
