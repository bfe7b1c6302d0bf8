# SPDX-License-Identifier: GPL-3.0-or-later
"""The ⋮ menu of the desk: actions for a volunteer, and in a submenu the organiser's.

Preferences are in the settings. The menu only emits signals, which `application` connects; other widgets emit some of
them too.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.answer_steps import LOST_BADGE_KEY, TIE_KEY, shown_key


class DeskMenu(QMenu):
    """The desk's menu.

    `supervisors_wanted`, `printer_wanted` and `removal_wanted` have no entry here: settings and lights emit them.
    """

    list_wanted = Signal()
    undo_import_wanted = Signal()
    programme_wanted = Signal()
    edit_programme_wanted = Signal()
    save_programme_wanted = Signal()
    export_wanted = Signal()
    codes_wanted = Signal()
    connection_log_wanted = Signal()
    photographs_wanted = Signal()
    paper_list_wanted = Signal()
    paper_wanted = Signal()
    code_wanted = Signal()
    new_code_wanted = Signal()
    blanks_wanted = Signal()
    supervisors_wanted = Signal()
    printer_wanted = Signal()
    print_queue_wanted = Signal()
    sync_wanted = Signal()
    phones_wanted = Signal()
    ticketing_wanted = Signal()
    save_copy_wanted = Signal()
    another_wanted = Signal()
    settings_wanted = Signal()
    ready_wanted = Signal()
    rehearsal_wanted = Signal()
    full_screen_wanted = Signal()
    kiosk_wanted = Signal()
    scan_only_wanted = Signal()
    help_wanted = Signal()
    report_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.may: Callable[[str], bool] = lambda _: True
        """Asked with the name of a signal before what is `guarded` behind it is done."""
        self._hidden: dict[QAction, bool] = {}
        """Whether each action was visible before this desk only scanned."""
        self._add(Message("menu", "Badges to print…"), "Ctrl+J", self.print_queue_wanted)
        self._add(Message("menu", "Enter arrivals noted on paper…"), "", self.paper_wanted)
        code = self._add(
            Message("menu", "Give the person a wristband or badge…"), "", self.code_wanted, shown_key=TIE_KEY
        )
        self._add(
            Message("menu", "Lost badge: new code…"), "", self.new_code_wanted, shown_key=shown_key(LOST_BADGE_KEY)
        )
        self._add(Message("menu", "Ready to open?"), "", self.ready_wanted)
        self._add(Message("menu", "Other desks…"), "", self.sync_wanted)
        self._add(Message("menu", "Phones…"), "", self.phones_wanted)
        self.ticketing = self._add(Message("menu", "pretix…"), "", self.ticketing_wanted)
        self.ticketing.setVisible(False)
        self.addSeparator()
        full = self._add(Message("menu", "Full screen"), "", self.full_screen_wanted, shown_key="F11")
        self._add(Message("menu", "Self-service…"), "", self.kiosk_wanted)
        self.scan_only = self._add(_SCAN_ONLY, "", self.scan_only_wanted)
        self.addSeparator()
        self.organising = self.addMenu(translate(Message("menu", "Event")))
        self._fill_event()
        self.another = self._add(Message("menu", "Another event…"), "", self.another_wanted)
        self._add(Message("menu", "Settings…"), "Ctrl+,", self.settings_wanted)
        self.addSeparator()
        helping = self._add(Message("menu", "Help"), "", self.help_wanted, shown_key="F1")
        report = self._add(Message("menu", "Report a problem…"), "", self.report_wanted)
        self._while_scanning = {code, full, self.scan_only, helping, report}
        """What a desk that only scans offers."""

    def guarded(self, wanted: str, does: Callable[[], object]) -> None:
        """Do `does` when the signal called `wanted` is emitted, and `may` allows it."""
        getattr(self, wanted).connect(lambda: self.may(wanted) and does())

    def show_scan_only(self, is_on: bool) -> None:
        """Offer only what a desk that only scans may do, or everything again. A closed action has no key either."""
        self.scan_only.setText(translate(Message("menu", "Open the rest of this desk…") if is_on else _SCAN_ONLY))
        for action in (*self.actions(), *self.organising.actions()):
            if not action.isSeparator() and action not in self._while_scanning:
                action.setEnabled(not is_on)
                if is_on:
                    self._hidden.setdefault(action, action.isVisible())
                    action.setVisible(False)
                elif action in self._hidden:
                    action.setVisible(self._hidden.pop(action))

    @property
    def closed_keys(self) -> list[QKeySequence]:
        """The keys of what a desk that only scans does not offer."""
        found = (*self.actions(), *self.organising.actions())
        closed = (action for action in found if action not in self._while_scanning)
        return [action.shortcut() for action in closed if not action.shortcut().isEmpty()]

    def _fill_event(self) -> None:
        """Fill the organiser's submenu: imports, exports, and last what is done once per event."""
        self._add(Message("menu", "Import a list…"), "Ctrl+I", self.list_wanted, menu=self.organising)
        self._add(
            Message("menu", "Import online attendance (Zoom, Teams)…"),
            "",
            self.connection_log_wanted,
            menu=self.organising,
        )
        self._add(Message("menu", "Photographs of attendees…"), "", self.photographs_wanted, menu=self.organising)
        self._add(Message("menu", "Load a programme…"), "", self.programme_wanted, menu=self.organising)
        self._add(Message("menu", "Event and programme…"), "", self.edit_programme_wanted, menu=self.organising)
        self.organising.addSeparator()
        self._add(Message("menu", "Export the attendance…"), "Ctrl+S", self.export_wanted, menu=self.organising)
        self._add(Message("menu", "Save a copy…"), "", self.save_copy_wanted, menu=self.organising)
        self._add(Message("menu", "Save the programme as…"), "", self.save_programme_wanted, menu=self.organising)
        self._add(Message("menu", "Save the codes as images…"), "", self.codes_wanted, menu=self.organising)
        self._add(Message("menu", "Blank badges…"), "", self.blanks_wanted, menu=self.organising)
        self._add(Message("menu", "Print the list…"), "", self.paper_list_wanted, menu=self.organising)
        self.organising.addSeparator()
        self.rehearsal = self._add(Message("menu", "Rehearsal…"), "", self.rehearsal_wanted, menu=self.organising)
        self._add(Message("menu", "Undo the last import…"), "", self.undo_import_wanted, menu=self.organising)

    def _add(
        self, words: Message, shortcut: str, wanted: object, *, shown_key: str = "", menu: QMenu | None = None
    ) -> QAction:
        """Add an action to `menu`, or to this menu, and return it.

        `shown_key` is only displayed: the window listens to it.
        """
        action = QAction(translate(words) + (f"\t{shown_key}" if shown_key else ""), self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(wanted)
        (menu or self).addAction(action)
        parent = self.parentWidget()
        if shortcut and parent:
            parent.addAction(action)  # so that the key works while the menu is closed
        return action


_SCAN_ONLY = Message("menu", "Only scan…")
