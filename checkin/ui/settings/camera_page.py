# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera page of the settings, with the live picture. Opens no camera: it is given the desk's images."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.settings.settings_page import CurrentSettings, page_column
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.form_fields import PLAIN, ComboBox, labelled_field
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import CardGroup

CAMERA = Message("menu", "Camera")
PICTURE = 300
"""Height of the picture in pixels; at least half of it where there is little room."""


class CameraPage(QWidget):
    """The page: `offer` the cameras, then `show_image` of the one in use."""

    def __init__(self, choices: CurrentSettings) -> None:
        super().__init__()
        self._choices = choices
        self.picture = CameraPreview()
        self.picture.setMinimumHeight(PICTURE // 2)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.camera = ComboBox(translate(CAMERA))
        self.camera.activated.connect(self._choose)
        self.mirror = QCheckBox(translate(_MIRROR))
        self.mirror.setChecked(choices.settings.is_mirrored)
        self.mirror.toggled.connect(lambda on: choices.choose(is_mirrored=on))
        self.state = Paragraph(TEXT, 600)
        self._assemble()
        self.offer(())

    def offer(self, cameras: Sequence[tuple[str, str]]) -> None:
        """Offer the cameras as (id, name), the system's preferred one first."""
        self.camera.clear()
        for device_id, name in cameras:
            self.camera.addItem(name, device_id)
        if not cameras:
            self.camera.addItem(translate(_NO_CAMERA), "")
        self.camera.setEnabled(bool(cameras))
        self.camera.setCurrentIndex(max(0, self.camera.findData(self._choices.settings.camera)))

    def show_state(self, sentence: str, is_live: bool, is_mirrored: bool) -> None:
        """Show the state of the camera in use."""
        self.picture.is_mirrored = is_mirrored
        self.state.show_text(sentence)
        if not is_live:
            self.picture.set_image(None)

    def show_image(self, image: QImage | None) -> None:
        self.picture.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        """Outline the codes found."""
        self.picture.outline(polygons, ok=True)

    def show_tried(self) -> None:
        """Show that the camera has read the test code."""
        self.state.show_text(translate(_READS))

    def _choose(self) -> None:
        self._choices.choose(camera=str(self.camera.currentData()))

    def _assemble(self) -> None:
        column = page_column(self, CAMERA, _WHY)
        column.addWidget(self.picture, 1)
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(labelled_field(self.camera, translate(CAMERA)), 1)
        self.mirror.setFixedHeight(scale_px(PLAIN))  # on a line with the field beside it
        row.addWidget(self.mirror, 0, Qt.AlignmentFlag.AlignBottom)
        which = CardGroup()
        which.column.addLayout(row)
        column.addWidget(which)
        self.setFocusProxy(self.camera)


_WHY = Message("settings", "Hold any code in front of it: a code it reads gets a green frame.")
_MIRROR = Message("menu", "Mirror the image")
_NO_CAMERA = Message("menu", "No camera connected")
_READS = Message("settings", "It read the test code. This camera is ready.")
