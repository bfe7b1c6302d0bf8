# SPDX-License-Identifier: GPL-3.0-or-later
"""The supervisors of the event: add, change PIN, remove. Shows and keeps no PIN."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from checkin.core.message import CheckinError, Message
from checkin.core.supervisor import LONGEST, LONGEST_NAME, SHORTEST, Authority, Supervisor
from checkin.services.supervision import Supervision
from checkin.translation import error_text, translate
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import scale_px
from checkin.ui.widgets.boxes import REST, Placed, column_of, row_of
from checkin.ui.widgets.buttons import ask_confirmation, push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import Notice, caption, captioned, label
from checkin.ui.widgets.payment_dialog import HEIGHT, PinField


class SupervisorForm(Dialog):
    """The form for a supervisor's name and PIN, typed twice, which calls `keep` with name and PIN and shows the error
    it raises. A given `name` cannot be changed.
    """

    def __init__(self, keep: Callable[[str, str], object], name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate(_NEW_PIN, name=name) if name else translate(Message("supervisor", "New supervisor")), parent
        )
        self._keep = keep
        self.name, self.pin, self.again, self.notice = QLineEdit(name), PinField(), PinField(), Notice()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setVisible(not name)
        self.name.setMinimumHeight(scale_px(HEIGHT))
        self._assemble(bool(name))

    def _assemble(self, is_named: bool) -> None:
        name_caption = caption(translate(Message("supervisor", "Name")), self.name)
        name_caption.setVisible(not is_named)
        self.arrange(
            label(translate(_DIGITS, shortest=SHORTEST, longest=LONGEST)),
            8,
            name_caption,
            self.name,
            captioned(translate(Message("supervisor", "PIN")), self.pin),
            captioned(translate(Message("supervisor", "The same PIN again")), self.again),
            self.notice,
            8,
            REST,
            self.confirm(translate(Message("supervisor", "Save")), self._save),
            spacing=8,
            width=460,
        )
        (self.pin if is_named else self.name).setFocus()

    def _save(self) -> None:
        """Save; Enter first leads through empty fields."""
        for field in (self.name, self.pin, self.again):
            if not field.text().strip():
                field.setFocus()
                announce(field, translate(Message("walk-in", "{field}: required."), field=field.accessibleName()))
                return
        if self.pin.text() != self.again.text():
            self._start_again(translate(Message("supervisor", "The two PINs are not the same. Type both again.")))
            return
        try:
            self._keep(self.name.text(), self.pin.text())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._start_again(error_text(error))
        else:
            self.accept()

    def _start_again(self, why: str) -> None:
        self.notice.setText(why)
        self.pin.clear()
        self.again.clear()
        self.pin.setFocus()

    def done(self, result: int) -> None:
        self.pin.clear()
        self.again.clear()
        super().done(result)


_NEW_PIN = Message("supervisor", "New PIN of {name}")
_DIGITS = Message(
    "supervisor",
    "A PIN has {shortest} to {longest} digits; use 6 or more. It identifies the supervisor, so no two can be the same.",
)


WIDTH, LIST_HEIGHT = 580, 176
"""Pixels."""


class SupervisorSettings(Dialog):
    """A dialog whose changes `authority` signs; after the first supervisor is named, that one signs."""

    def __init__(self, supervision: Supervision, authority: Authority, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("supervisor", "Supervisors")), parent)
        self._supervision, self._authority = supervision, authority
        self.list, self.notice = QListWidget(), Notice()
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(scale_px(LIST_HEIGHT))
        self.notice.hide()
        self.add = push_button(translate(Message("supervisor", "Add…")), self._add)
        self.change = push_button(translate(Message("supervisor", "New PIN…")), self._change)
        self.remove = push_button(translate(_REMOVE), self._remove)
        self._explained = label("")
        self.list.currentRowChanged.connect(self._offer)
        self.arrange(
            self._explained,
            row_of(
                Placed(self.list, 1, Qt.AlignmentFlag.AlignTop),
                column_of(self.add, self.change, self.remove, REST),
                spacing=12,
            ),
            REST,
            self.notice,
            self.closing(),
            width=WIDTH,
        )
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for person in self._supervision.supervisors():
            item = QListWidgetItem(person.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, person)
            item.setToolTip(person.name)  # a long name is elided
        self._explained.setText(translate(_EXPLAINED if self.list.count() else _NOBODY))
        self.list.setAccessibleDescription(self._explained.text())
        self.list.setCurrentRow(0)
        self._offer()

    def _offer(self) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(self._chosen() is not None)

    def _chosen(self) -> Supervisor | None:
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found if isinstance(found, Supervisor) else None

    def _add(self) -> None:
        form = SupervisorForm(self._name, "", self)
        asked(form)
        self._fill()

    def _name(self, name: str, pin: str) -> None:
        is_first = not self._supervision.is_needed
        named = self._supervision.name(name, pin, self._authority)
        if is_first:
            self._authority = Authority(named.name, self._authority.why, named)

    def _change(self) -> None:
        if person := self._chosen():
            form = SupervisorForm(lambda _, pin: self._change_pin(person, pin), person.name, self)
            asked(form)
            self._fill()

    def _change_pin(self, person: Supervisor, pin: str) -> None:
        changed = self._supervision.change_pin(person, pin, self._authority)
        if self._authority.supervisor and self._authority.supervisor.id == person.id:
            self._authority = replace(self._authority, supervisor=changed)

    def _remove(self) -> None:
        person = self._chosen()
        if person is None or not self._confirms(person):
            return
        try:
            self._supervision.remove(person, self._authority)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
            self.notice.show()
        self._fill()

    def _confirms(self, person: Supervisor) -> bool:
        question = translate(_QUESTION, name=person.name), translate(_LAST if self.list.count() == 1 else _OTHERS)
        return ask_confirmation(self, question, translate(_REMOVE), translate(Message("supervisor", "Keep")))


_REMOVE = Message("supervisor", "Remove")
_QUESTION = Message("supervisor", "Remove {name} from the supervisors?")
_OTHERS = Message("supervisor", "Their PIN will no longer work. What they allowed stays in the journal.")
_LAST = Message("supervisor", "No PIN will be asked for any more. What they allowed stays in the journal.")
_EXPLAINED = Message(
    "supervisor",
    "Their PIN lets in a person who was refused, undoes an import, and opens this list. Volunteers have the desk: "
    "Tickets, Badges, Closing and changes to the event ask for the PIN too. Scanning never does.",
)
_NOBODY = Message(
    "supervisor",
    "No supervisor yet: anyone at the desk can let in a person who was refused, giving a reason. Once you name "
    "a supervisor, a PIN is needed.",
)
