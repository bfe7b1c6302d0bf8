# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the other desks: their state, peers, invitation. Only emits signals; `application` acts."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import WRONG_CLOCK_S, OtherDesk, SyncStatus
from checkin.services.threads import BackgroundTask
from checkin.translation import translate
from checkin.ui.look.theme import LARGE, SMALL, TEXT, scale_px, scaled_font
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.sync.join_dialog import ServerAddressDialog, shown_address
from checkin.ui.widgets.boxes import REST, at_bottom, at_left, column_of, dismiss, row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.exchange_wording import desk_clock_text, desk_unsent_text, last_seen, sync_sentences
from checkin.ui.widgets.form_fields import Paragraph, label

HIGHEST, WIDEST_NAME = 140, 200
"""Pixels: a height that cuts a line in the middle shows that there are more."""
TROUBLE = 2
"""The column of a desk's problems."""


class DeskList(QScrollArea):
    """The other desks: name, when last heard, problems. The list is as high as its lines, up to `HIGHEST`; hidden
    without any.
    """

    def __init__(self) -> None:
        super().__init__()
        self._page = QWidget()
        self._lines = QGridLayout(self._page)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(24)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(TROUBLE, 1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate(Message("together", "The other desks")))
        self._rows: list[tuple[QLabel, ...]] = []
        self.hide()

    def show_desks(self, desks: Sequence[OtherDesk]) -> None:
        """Show the desks in this order, reusing the lines."""
        while len(self._rows) > len(desks):
            for cell in self._rows.pop():
                dismiss(cell)
        while len(self._rows) < len(desks):
            self._add()
        for row, desk in zip(self._rows, desks, strict=True):
            for cell, text in zip(row, _cells(desk), strict=True):
                _write(cell, text)
        self.setVisible(bool(desks))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _add(self) -> None:
        row = (label("", TEXT, 600), label("", TEXT), _wrapped())
        for column, cell in enumerate(row):
            cell.setWordWrap(column == TROUBLE)
            self._lines.addWidget(cell, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)

    def _fit(self) -> None:
        for name, *_ in self._rows:
            _cut(name, min(scale_px(WIDEST_NAME), self.viewport().width() * 3 // 10))
        lines = self._lines  # no line wraps while no desk has a problem
        wide = self.viewport().width()
        wanted = lines.totalHeightForWidth(wide) if lines.hasHeightForWidth() else lines.totalSizeHint().height()
        self._page.setFixedHeight(wanted)  # its layout does not know the height of wrapped text
        self.setFixedHeight(min(wanted, scale_px(HIGHEST)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if wanted > self.height() else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


def _wrapped() -> QLabel:
    """Return a wrapped label that is no `Paragraph`, whose height is only known after layout."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(scaled_font(TEXT))
    return made


def _cells(desk: OtherDesk) -> tuple[str, str, str]:
    is_wrong = desk.offset is not None and abs(desk.offset) > WRONG_CLOCK_S
    trouble = (desk_unsent_text(desk), desk_clock_text(desk.offset) if is_wrong and desk.offset is not None else "")
    return desk.name, last_seen(desk), " · ".join(filter(None, trouble))


def _write(cell: QLabel, text: str) -> None:
    """Write a cell; a long name is elided (whole in the tool tip), problems are not."""
    if not cell.wordWrap():
        cell.setToolTip(text)
        cell.setAccessibleName(text)
        _cut(cell, scale_px(WIDEST_NAME))
    else:
        cell.setText(text)


def _cut(cell: QLabel, wide: int) -> None:
    text = cell.fontMetrics().elidedText(cell.toolTip(), Qt.TextElideMode.ElideRight, wide)
    if text != cell.text():
        cell.setText(text)


# The repeated search for USB drives while a window is visible, in a thread because a share may answer slowly.

LOOK_MS = 1_000
"""Milliseconds between two looks."""


class UsbDriveWatch(QObject):
    """A watcher that calls a function in a thread while its owner is visible; `found` carries each result.

    The owner calls `look` when shown and `rest` when hidden.
    """

    found = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._find: Callable[[], object] | None = None
        self._looking: BackgroundTask | None = None
        self._fault: type[Exception] | None = None
        self.timer = QTimer(self, interval=LOOK_MS, singleShot=True)
        self.timer.timeout.connect(self.look)

    def use(self, find: Callable[[], object]) -> None:
        """Set the function to look with."""
        self._find = find
        if self._owner.isVisible():
            self.look()

    def look(self) -> None:
        if self._find and self._looking is None:
            find = self._find
            self._looking = BackgroundTask(lambda _: find())
            self._looking.done.connect(self.found)
            self._looking.failed.connect(self._fail)
            self._looking.finished.connect(self._look_again)
            self._looking.start()

    def rest(self) -> None:
        """Stop looking, without waiting for the look in progress."""
        self.timer.stop()
        if self._looking:
            self._looking.leave()

    def _fail(self, fault: Exception) -> None:
        """Pass a bug to the error handler, once while it persists."""
        if type(fault) is not self._fault:
            self._fault = type(fault)
            raise fault

    def _look_again(self) -> None:
        if self._looking:
            self._looking.wait()  # it has announced its end
            self._looking = None
        if self._owner.isVisible():
            self.timer.start()


# The USB drives in this computer, a button each, which starts an exchange in both directions. Only emits signals.
# Drives appear and disappear while it is open. A thread looks for them, because a missing share may block.

ABREAST, WIDEST_DRIVE = 2, 130
"""Buttons per row, and pixels of a name on one of them."""

FindDrives = Callable[[], tuple[Volume, ...]]


class UsbDriveChoice(QWidget):
    """The buttons; `chosen` carries a `Volume`, also for a folder chosen by hand."""

    chosen = Signal(object)
    carry_wanted = Signal()
    """Emitted to put the event itself on a drive, for a computer that does not have it."""

    def __init__(self) -> None:
        super().__init__()
        self._drives: dict[str, Volume] = {}
        self._hint = Paragraph(TEXT)
        self.buttons: dict[str, QPushButton] = {}
        self.carry = _button(translate(Message("together", "Take the event on a USB drive…")), self.carry_wanted.emit)
        self.other = _button(translate(Message("together", "Another folder…")), self._ask_folder)
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_drives)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(ABREAST, 1)
        column_of(
            column_of(label(translate(Message("together", "USB drive")), SMALL, 600), self._hint, spacing=2),
            self._grid,
            row_of(self.carry, self.other, REST, spacing=8),
            spacing=8,
            of=self,
        )
        self._place()

    def watch(self, find: FindDrives) -> None:
        """Look for drives with `find` while visible."""
        self.watcher.use(find)

    def show_drives(self, drives: tuple[Volume, ...]) -> None:
        """Show the drives; existing buttons stay in place, so that no other one is pressed by mistake."""
        self._drives = {drive.root: drive for drive in drives}
        for root in self.buttons.keys() - self._drives:
            gone = self.buttons.pop(root)
            dismiss(gone)
        for root, drive in self._drives.items():
            if root not in self.buttons:
                self.buttons[root] = _button("", partial(self._choose, root))
            self._write(self.buttons[root], drive)
        self._place()

    def _choose(self, root: str) -> None:
        self.chosen.emit(self._drives[root])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()

    def _place(self) -> None:
        placed = [self.buttons[root] for root in self._drives]
        for at, button in enumerate(placed):
            self._grid.addWidget(button, *divmod(at, ABREAST))
        for before, after in pairwise([*placed, self.carry, self.other]):
            self.setTabOrder(before, after)
        self._hint.show_text(translate(_HINT if self._drives else _NO_KEY))

    def _write(self, button: QPushButton, drive: Volume) -> None:
        free = QLocale().formattedDataSize(drive.free, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        text = translate(_KEY, key=drive.name, free=free)
        short = button.fontMetrics().elidedText(drive.name, Qt.TextElideMode.ElideRight, scale_px(WIDEST_DRIVE))
        button.setText(escape_mnemonic(translate(_KEY, key=short, free=free)))
        button.setToolTip(f"{text}\n{drive.root}")
        button.setAccessibleName(text)

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(Message("together", "The folder or drive")), ""):
            self.chosen.emit(Volume(Path(chosen).as_posix()))


def _button(text: str, operation: Callable[[], object]) -> QPushButton:
    made = push_button(text, lambda: operation())
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


_HINT = Message("together", "Choose the drive: everything saved here goes to it, and what it brings comes here.")
_NO_KEY = Message("together", "No USB drive is plugged in. Plug one in: it appears here.")
_KEY = Message("together", "{key} · {free} free")


WIDTH = 680
"""Pixels."""
MOST_TOLD = 3
"""Most sentences above the list, which twenty silent desks would push off the screen."""


class SyncDialog(Dialog):
    """The dialog. `folder_chosen` and `hub_chosen` carry the new peer, "" for none."""

    folder_chosen = Signal(str)
    hub_chosen = Signal(str)
    invitation_wanted = Signal()
    revocation_wanted = Signal()
    ahead_taken = Signal()
    """Emitted when entries whose clock is ahead are to count here anyway."""
    drive_chosen = Signal(object)
    """Emitted with a `Volume` for one exchange in both directions."""

    def __init__(
        self, settings: Settings, sync_status: SyncStatus, parent: QWidget | None = None, *, is_erased: bool = False
    ) -> None:
        """`is_erased`: nobody is on the list any more."""
        super().__init__(translate(_TITLE), parent)
        self._is_erased = is_erased
        self._settings = settings
        self._message, self.desks = Paragraph(TEXT), DeskList()
        self._folder, self._hub = Paragraph(TEXT), Paragraph(TEXT)
        self._leave_folder, self._leave_hub = QPushButton(), QPushButton()
        self.usb_drives = UsbDriveChoice()
        self.usb_drives.chosen.connect(self.drive_chosen)
        self.invite = push_button(translate(Message("together", "Invite another desk…")), self.invitation_wanted.emit)
        self.revoke = push_button(translate(Message("together", "Revoke a lost desk…")), self.revocation_wanted.emit)
        self.take_ahead = push_button(
            translate(Message("together", "Count these records anyway")), self.ahead_taken.emit
        )
        column = column_of(
            label(translate(_TITLE), LARGE, 600),
            self._message,
            at_left(self.take_ahead),
            self.desks,
            4,
            self.usb_drives,
            spacing=12,
            around=(24, 20, 24, 20),
            of=self,
        )
        for words, where, choose, leave, forget in (
            (
                _FOLDER,
                self._folder,
                push_button(translate(_CHOOSE), self._ask_folder),
                self._leave_folder,
                self.folder_chosen,
            ),
            (_HUB, self._hub, push_button(translate(_CHOOSE), self._ask_hub), self._leave_hub, self.hub_chosen),
        ):
            leave.setText(translate(Message("together", "Leave")))
            leave.setAutoDefault(False)
            for button in (choose, leave):
                button.setAccessibleName(f"{button.text()} {translate(words)}")
            leave.clicked.connect(lambda _=False, signal=forget: signal.emit(""))
            column.addLayout(_row(words, where, (choose, leave)))
        column.addSpacing(8)
        column.addStretch(1)
        column.addLayout(row_of(self.invite, self.revoke, wide(self.closing())))
        self.setFixedWidth(scale_px(WIDTH))
        self.show_settings(settings)
        self.show_sync_status(sync_status)

    def show_sync_status(self, sync_status: SyncStatus) -> None:
        """Show a changed state."""
        self._message.show_text("\n".join(_first(sync_sentences(sync_status))))
        self.desks.show_desks(sync_status.desks)
        self.take_ahead.setVisible(sync_status.ahead is not None)

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        warning = "" if self._is_erased else f"\n{translate(_OPEN)}"
        self._folder.show_text(f"{settings.folder}{warning}" if settings.folder else translate(_NO_FOLDER))
        self._hub.show_text(shown_address(settings.hub) if settings.hub else translate(_NO_HUB))
        self._leave_folder.setVisible(bool(settings.folder))
        self._leave_hub.setVisible(bool(settings.hub))
        self.invite.setVisible(bool(settings.folder or settings.hub))
        self.revoke.setVisible(bool(settings.hub))

    def sizeHint(self) -> QSize:
        return QSize(scale_px(WIDTH), super().sizeHint().height())

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(_FOLDER), self._settings.folder):
            self.folder_chosen.emit(chosen)

    def _ask_hub(self) -> None:
        dialog = ServerAddressDialog(self)
        if asked(dialog):
            self.hub_chosen.emit(dialog.field.url)


def _first(lines: list[str]) -> list[str]:
    """Return the gravest sentences; the list shows further silent desks."""
    rest = len(lines) - MOST_TOLD
    return lines if rest <= 1 else [*lines[:MOST_TOLD], translate(_MORE, count=rest)]


def _row(words: Message, where: QWidget, buttons: tuple[QPushButton, ...]) -> QHBoxLayout:
    return row_of(
        wide(column_of(label(translate(words), SMALL, 600), where, spacing=2)),
        *(at_bottom(button) for button in buttons),
        spacing=8,
    )


_TITLE = Message("together", "Other desks")
_MORE = Message("together", "{count} more: see the list")
_FOLDER = Message("together", "Shared folder")
_HUB = Message("together", "Server")
_NO_FOLDER = Message("together", "None. A shared or synchronised folder, or a USB drive, is enough for a few desks.")
_NO_HUB = Message("together", "None. A PostgreSQL server connects many desks, even over the internet.")
_CHOOSE = Message("together", "Choose…")
_OPEN = Message("together", "Anyone who has the folder and the invitation can see the list.")
