# SPDX-License-Identifier: GPL-3.0-or-later
"""The mailbox that tickets are sent from: its address, which fills in what is known of the provider, its password."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from checkin.core.errors import CheckinError
from checkin.core.mail.mail_account import (
    FASTEST_PACE,
    PROVIDER_ADVICE,
    USUAL_PORTS,
    MailAccount,
    MailSecurity,
    checked_account,
    provider_of,
)
from checkin.core.message import Message
from checkin.devices.keyboard_wedge import BY_HAND
from checkin.services.mail.mail_accounts import mail_providers, propose_account
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, labelled_field, line_field
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column
from checkin.ui.widgets.small_inputs import CountField

WIDTH = 640
"""Pixels."""

Try = Callable[[MailAccount, str], None]
"""Begins to send a message to the sender's own address; the answer is shown by `show_trial`."""


@dataclass(frozen=True, slots=True)
class KnownMailbox:
    """What is known of the mailbox before the dialog. `is_lasting`: the computer has a keyring."""

    account: MailAccount
    password: str = ""
    is_lasting: bool = True


class MailAccountDialog(QDialog):
    """The dialog. `account` and `password` are what was entered; `keep` keeps them once they may be right."""

    def __init__(
        self,
        known: KnownMailbox,
        keep: Callable[[MailAccount, str], None],
        try_out: Try,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep, self._try_out, self._is_lasting, self._is_trying = keep, try_out, known.is_lasting, False
        account, password = known.account, known.password
        self.setProperty(BY_HAND, True)
        self.setWindowTitle(translate(_TITLE))
        self.address, self.name = line_field(translate(_ADDRESS)), line_field(translate(_NAME))
        self.password, self.reply_to = line_field(translate(_PASSWORD)), line_field(translate(_REPLY_TO))
        self.server, self.user = line_field(translate(_SERVER)), line_field(translate(_USER))
        self.port, self.pace = CountField(translate(_PORT), 0, 65535), CountField(translate(_PACE), 1, FASTEST_PACE)
        self.security = ComboBox(translate(_SECURITY))
        self.advice, self.message = label("", SMALL), FormMessage()
        self.trial = QPushButton(translate(_TRY))
        self._assemble()
        self._show_account(account)
        self.password.setText(password)
        self._known = account.sender
        (self.password if account.sender and not password else self.address).setFocus()

    @property
    def account(self) -> MailAccount:
        """The account as it stands in the fields."""
        return MailAccount(
            server=self.server.text(),
            port=self.port.value(),
            security=MailSecurity(self.security.currentData()),
            user=self.user.text(),
            sender=self.address.text(),
            sender_name=self.name.text(),
            reply_to=self.reply_to.text(),
            pace=self.pace.value(),
        )

    def accept(self) -> None:
        if self._is_kept():
            super().accept()

    def show_trial(self, sentence: str, *, is_good: bool) -> None:
        """Show what came of the message to oneself."""
        self._is_trying = False
        if is_good:
            self.message.note(sentence)
        else:
            self.message.warn(sentence)

    def _begin_trial(self) -> None:
        if not self._is_trying and self._is_kept():
            self._is_trying = True  # the button stays: a disabled one would hand the focus, and Enter, to Cancel
            self.message.note(translate(_TRYING, address=self.address.text().strip()))
            self._try_out(checked_account(self.account), self.password.text())

    def _is_kept(self) -> bool:
        """Keep what was entered; say what is wrong with it where it cannot work."""
        try:
            account = checked_account(self.account)
            self._keep(account, self.password.text())
        except CheckinError as error:
            self.message.warn(error_text(error))
            return False
        return True

    def _forget_mistake(self) -> None:
        """Take away what was wrong with the account once it is another."""
        if not self._is_trying:
            self.message.note("")

    def _take_address(self) -> None:
        """Fill in what is known of the provider of another address; what was entered by hand for this one stays."""
        address = self.address.text().strip()
        if address and address != self._known:
            self._known = address
            proposed = replace(propose_account(address), sender_name=self.name.text())
            if proposed.server:
                self._show_account(proposed)
            else:
                self.user.setText(self.user.text() or address)
                self._show_advice(address)

    def _show_account(self, account: MailAccount) -> None:
        for field, text in (
            (self.address, account.sender),
            (self.name, account.sender_name),
            (self.server, account.server),
            (self.user, account.user),
            (self.reply_to, account.reply_to),
        ):
            field.setText(text)
        self.port.show_value(account.port or USUAL_PORTS[account.security])
        self.pace.show_value(account.pace)
        self.security.setCurrentIndex(list(_SECURITIES).index(account.security))
        self._show_advice(account.sender)

    def _show_advice(self, address: str) -> None:
        """Say what is to be done first at the provider of this address, or that it is not known."""
        provider = provider_of(address, mail_providers())
        words = PROVIDER_ADVICE.get(provider.advice) if provider else _UNKNOWN if address else None
        self.advice.setText(translate(words) if words else "")
        self.advice.setVisible(bool(words))

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 10)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(1000)
        for security, words in _SECURITIES.items():
            self.security.addItem(translate(words), security)
        rows: tuple[tuple[tuple[QWidget, Message, int], ...], ...] = (
            ((self.address, _ADDRESS, 3), (self.name, _NAME, 2)),
            ((self.password, _PASSWORD, 3), (self.user, _USER, 2)),
            ((self.server, _SERVER, 3), (self.security, _SECURITY, 2), (self.port, _PORT, 1)),
            ((self.reply_to, _REPLY_TO, 3), (self.pace, _PACE, 2)),
        )
        for number, fields in enumerate(rows):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field, words, share in fields:
                row.addWidget(labelled_field(field, translate(words)), share)
            column.addLayout(row)
            if number == 0:
                column.addWidget(self.advice)
        column.addWidget(label(translate(_KEPT if self._is_lasting else _NOT_LASTING), SMALL))
        column.addWidget(self.message)
        column.addStretch(1)
        buttons = add_confirm_buttons(self, translate(_SAVE))
        buttons.addButton(self.trial, buttons.ButtonRole.ActionRole)
        self.trial.setAutoDefault(False)
        self.trial.clicked.connect(self._begin_trial)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.address.editingFinished.connect(self._take_address)
        for field in (self.address, self.reply_to, self.server):
            field.textChanged.connect(self._forget_mistake)
        self.security.activated.connect(lambda: self.port.show_value(USUAL_PORTS[self.account.security]))
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.setMinimumWidth(scale_px(WIDTH))


_TITLE = Message("tickets", "Your mailbox")
_ADDRESS, _NAME = Message("tickets", "E-mail address"), Message("tickets", "Name of the sender")
_PASSWORD, _USER = Message("tickets", "Password"), Message("tickets", "User name")
_SERVER, _PORT = Message("tickets", "Outgoing mail server"), Message("tickets", "Port")
_SECURITY, _PACE = Message("tickets", "Encryption"), Message("tickets", "Messages a minute")
_REPLY_TO = Message("tickets", "Answers go to (empty: the same address)")
_SECURITIES = {
    MailSecurity.TLS: Message("tickets", "TLS"),
    MailSecurity.STARTTLS: Message("tickets", "STARTTLS"),
    MailSecurity.NONE: Message("tickets", "None (this computer only)"),
}
_UNKNOWN = Message(
    "tickets", "This provider is not known here: its help pages tell the server for outgoing mail (SMTP)."
)
_KEPT = Message("tickets", "The password is kept by this computer’s keyring, never in the event.")
_NOT_LASTING = Message("tickets", "This computer has no keyring: the password is forgotten when Checkin closes.")
_TRY, _TRYING = Message("tickets", "Send me a test"), Message("tickets", "Sending a ticket to {address}…")
_SAVE = Message("tickets", "Save")
