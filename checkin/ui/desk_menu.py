# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ⋯ button of the desk opens: files, camera, appearance. Only asks; `app` and `files` do it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from checkin.core.settings import Settings
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.theme import Theme

_LANGUAGES = (("fr", "Français"), ("en", "English"))
_THEMES = (
    (Theme.SYSTEM, Words("menu", "As the system")),
    (Theme.LIGHT, Words("menu", "Light")),
    (Theme.DARK, Words("menu", "Dark")),
    (Theme.CONTRAST, Words("menu", "High contrast")),
)


class DeskMenu(QMenu):
    """`cameras` of `offer_cameras` are (id, name). `settings_changed` carries all of them, after each change."""

    list_wanted = Signal()
    undo_import_wanted = Signal()
    programme_wanted = Signal()
    edit_programme_wanted = Signal()
    save_programme_wanted = Signal()
    export_wanted = Signal()
    codes_wanted = Signal()
    remote_wanted = Signal()
    paper_list_wanted = Signal()
    paper_wanted = Signal()
    supervisors_wanted = Signal()
    printer_wanted = Signal()
    print_queue_wanted = Signal()
    together_wanted = Signal()
    full_screen_wanted = Signal()
    settings_changed = Signal(Settings)

    def __init__(self, settings: Settings, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._add(Words("menu", "Import a list …"), "Ctrl+I", self.list_wanted)
        self._add(Words("menu", "Import a log of the stream …"), "", self.remote_wanted)
        self._add(Words("menu", "Undo the last import …"), "", self.undo_import_wanted)
        self._add(Words("menu", "Load a programme …"), "", self.programme_wanted)
        self._add(Words("menu", "Edit the programme …"), "", self.edit_programme_wanted)
        self._add(Words("menu", "Save the programme as …"), "", self.save_programme_wanted)
        self._add(Words("menu", "Export the attendance …"), "Ctrl+S", self.export_wanted)
        self._add(Words("menu", "Write the codes as images …"), "", self.codes_wanted)
        self.addSeparator()
        self._add(Words("menu", "Write the list for paper …"), "", self.paper_list_wanted)
        self._add(Words("menu", "Enter arrivals from paper …"), "", self.paper_wanted)
        self.addSeparator()
        self._cameras = self.addMenu(say(Words("menu", "Camera")))
        self.offer_cameras(())
        self._toggle(Words("menu", "Sound"), "has_sound")
        self._toggle(Words("menu", "Go to the next control point by the clock"), "follows_clock")
        self._toggle(Words("menu", "People sign on the screen"), "has_signatures")
        self.addAction(say(Words("menu", "Name of this desk …")), self._rename)
        self._add(Words("menu", "Other desks …"), "", self.together_wanted)
        self._add(Words("menu", "Supervisors …"), "", self.supervisors_wanted)
        self.addSeparator()
        self._add(Words("menu", "Printer …"), "", self.printer_wanted)
        self._add(Words("menu", "Badges to print …"), "Ctrl+J", self.print_queue_wanted)
        self.addSeparator()
        self._choices(Words("menu", "Language"), _LANGUAGES, "language", settings.language or language)
        themes = [(str(theme), say(words)) for theme, words in _THEMES]
        self._choices(Words("menu", "Appearance"), themes, "theme", settings.theme or Theme.SYSTEM)
        self._add(Words("menu", "Full screen"), "", self.full_screen_wanted, shown_key="F11")

    def offer_cameras(self, cameras: Sequence[tuple[str, str]]) -> None:
        """What may be chosen now; the mirror belongs to the same menu."""
        self._cameras.clear()
        group = QActionGroup(self._cameras)
        for device_id, name in cameras:
            action = self._cameras.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(device_id == self._settings.camera)
            action.triggered.connect(lambda _=False, chosen=device_id: self._set(camera=chosen))
            group.addAction(action)
        if not cameras:
            self._cameras.addAction(say(Words("menu", "No camera is plugged in"))).setEnabled(False)
        self._cameras.addSeparator()
        self._toggle(Words("menu", "Mirror the picture"), "is_mirrored", self._cameras)

    def _add(self, words: Words, shortcut: str, wanted: object, shown_key: str = "") -> None:
        """`shown_key` is only written beside the words: the window itself listens to it."""
        action = QAction(say(words) + (f"\t{shown_key}" if shown_key else ""), self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(wanted)
        self.addAction(action)
        parent = self.parentWidget()
        if shortcut and parent:
            parent.addAction(action)  # so that the key works while the menu is closed

    def _toggle(self, words: Words, name: str, menu: QMenu | None = None) -> None:
        action = (menu or self).addAction(say(words))
        action.setCheckable(True)
        action.setChecked(getattr(self._settings, name))
        action.toggled.connect(lambda on: self._set(**{name: on}))

    def _choices(self, words: Words, choices: Sequence[tuple[str, str]], name: str, current: str) -> None:
        menu = self.addMenu(say(words))
        group = QActionGroup(menu)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == current)
            action.triggered.connect(lambda _=False, chosen=str(value): self._set(**{name: chosen}))
            group.addAction(action)

    def _rename(self) -> None:
        title, label = (
            say(Words("menu", "Name of this desk")),
            say(Words("menu", "Shown in the journal and the export:")),
        )
        name, taken = QInputDialog.getText(
            self.parentWidget(), title, label, QLineEdit.EchoMode.Normal, self._settings.desk
        )
        if taken and name.strip():
            self._set(desk=name.strip()[:40])

    def _set(self, **changed: object) -> None:
        self._settings = replace(self._settings, **changed)  # type: ignore[arg-type]
        self.settings_changed.emit(self._settings)
