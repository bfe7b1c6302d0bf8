# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: which camera, with its living picture. Opens no camera: it is shown what the desk sees."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import TEXT
from checkin.ui.parts.choices import Choices
from checkin.ui.parts.form_fields import PLAIN, Choice, labelled
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph
from checkin.ui.parts.preview import Polygon, Preview
from checkin.ui.settings.page import page_column

CAMERA = Words("menu", "Camera")
PICTURE = 300
"""Pixels of height that the picture takes at least half of, where there is little room."""


class CameraPage(QWidget):
    """`offer` the cameras there are, then `show_image` of the one in use."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self.picture = Preview()
        self.picture.setMinimumHeight(PICTURE // 2)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.camera = Choice(say(CAMERA))
        self.camera.activated.connect(self._choose)
        self.mirror = QCheckBox(say(_MIRROR))
        self.mirror.setChecked(choices.settings.is_mirrored)
        self.mirror.toggled.connect(lambda on: choices.choose(is_mirrored=on))
        self.state = Paragraph(TEXT, 600)
        self._assemble()
        self.offer(())

    def offer(self, cameras: Sequence[tuple[str, str]]) -> None:
        """(id, name) of each, the system's preferred one first."""
        self.camera.clear()
        for device_id, name in cameras:
            self.camera.addItem(name, device_id)
        if not cameras:
            self.camera.addItem(say(_NO_CAMERA), "")
        self.camera.setEnabled(bool(cameras))
        self.camera.setCurrentIndex(max(0, self.camera.findData(self._choices.settings.camera)))

    def show_state(self, sentence: str, is_live: bool, is_mirrored: bool) -> None:
        """What is to be said of the one in use."""
        self.picture.is_mirrored = is_mirrored
        self.state.show_text(sentence)
        if not is_live:
            self.picture.set_image(None)

    def show_image(self, image: QImage | None) -> None:
        self.picture.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        """Codes that are seen."""
        self.picture.outline(polygons, ok=True)

    def show_tried(self) -> None:
        """It has read the trial code."""
        self.state.show_text(say(_READS))

    def _choose(self) -> None:
        self._choices.choose(camera=str(self.camera.currentData()))

    def _assemble(self) -> None:
        column = page_column(self, CAMERA, _WHY)
        column.addWidget(self.picture, 1)
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(labelled(self.camera, say(CAMERA)), 1)
        self.mirror.setFixedHeight(sized(PLAIN))  # on a line with the field beside it
        row.addWidget(self.mirror, 0, Qt.AlignmentFlag.AlignBottom)
        which = Group()
        which.column.addLayout(row)
        column.addWidget(which)
        self.setFocusProxy(self.camera)


_WHY = Words("settings", "Hold any code in front of it: a code that is read is framed in green.")
_MIRROR = Words("menu", "Mirror the picture")
_NO_CAMERA = Words("menu", "No camera is plugged in")
_READS = Words("settings", "It read the test code. This camera is ready.")
