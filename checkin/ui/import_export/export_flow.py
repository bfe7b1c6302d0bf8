# SPDX-License-Identifier: GPL-3.0-or-later
"""The exports: attendance, programme, copy of the event, tick list on paper, code images. The desk does the work."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from checkin.badges.badge_fonts import load
from checkin.core.badges.badge_defaults import MOST_AT_ONCE
from checkin.core.badges.imposition import SHEETS
from checkin.core.export_columns import COLUMNS, PRESETS, ExportOptions, find_columns
from checkin.core.message import Message, ReportProgress
from checkin.core.proposed_file_names import names_beside, propose_file_name
from checkin.core.tokens import MOST_BLANKS
from checkin.services.attendance.attendance_papers import TickListHeader, tick_list_sentence, write_tick_list
from checkin.services.badges.badge_documents import DEFAULT_SIZE, BlankOrder
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports import exporting
from checkin.services.programme.programme_importing import export_programme
from checkin.translation import Translator, current_language, translate
from checkin.ui.import_export.file_choosing import EVENTS, PROGRAMME, SUFFIX
from checkin.ui.look.theme import SMALL
from checkin.ui.sync.progress_dialog import write_beside
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.buttons import ask_confirmation
from checkin.ui.widgets.dialogs import Dialog, ask_target, asked
from checkin.ui.widgets.form_fields import ComboBox, caption, label, labelled_field
from checkin.ui.widgets.small_inputs import CountField

OWN, FIGURES = len(PRESETS), len(PRESETS) + 1
"""Entries after the presets: chosen columns, and figures without names."""

USUAL = "funder"
"""The preset that is offered: what is exported mostly goes out, and has no addresses, telephones or diets."""

WIDTH, HEIGHT = 820, 560
"""Pixels; fits the smallest window."""

PAPER = ".pdf"
KINDS = {
    ".xlsx": Message("file", "Excel workbook"),
    ".csv": Message("file", "CSV text"),
    ".json": Message("file", "JSON, for other programs"),
    PAPER: Message("file", "PDF: the day report"),
}
"""File formats by suffix."""


class ExportDialog(Dialog):
    """The options of an attendance export: purpose, file format, columns. `options` and `suffix` are the choice; the
    content of the file is described meanwhile.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("file", "Export the attendance")), parent)
        self.preset, self.kind = ComboBox(translate(_FOR)), ComboBox(translate(_KIND))
        self.columns = QListWidget()
        self.scans, self._chosen = QCheckBox(), QWidget()
        self._message = label("", SMALL)
        self.preset.addItems([translate(preset.name) for preset in PRESETS] + [translate(_OWN), translate(_ANONYMOUS)])
        self.kind.addItems([translate(words) for words in KINDS.values()])
        for column in COLUMNS:
            item = QListWidgetItem(translate(column.title, half_day=translate(_EACH_HALF_DAY)), self.columns)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.columns.setCurrentRow(0)
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.columns.itemChanged.connect(self._take_columns)
        self.kind.currentIndexChanged.connect(self._show_summary)
        column_of(
            caption(translate(Message("file", "Columns")), self.columns), wide(self.columns), spacing=8, of=self._chosen
        )
        policy = self._chosen.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # keeps the layout when the columns are hidden
        self._chosen.setSizePolicy(policy)
        buttons = self.confirm(translate(Message("file", "Save as…")))
        self.save = buttons.buttons()[0]
        self.arrange(wide(row_of(wide(self._questions()), wide(self._chosen), spacing=24)), buttons)
        self.resize(WIDTH, HEIGHT)
        self.preset.setCurrentIndex([preset.key for preset in PRESETS].index(USUAL))
        self.preset.setFocus()

    @property
    def suffix(self) -> str:
        return list(KINDS)[self.kind.currentIndex()]

    @property
    def options(self) -> ExportOptions:
        return ExportOptions(find_columns(self._keys()), self._has_scans(), self._is_anonymous())

    def _questions(self) -> QVBoxLayout:
        column = column_of(spacing=8)
        for words, field in ((_FOR, self.preset), (_KIND, self.kind)):
            column.addWidget(caption(translate(words), field))
            column.addWidget(field)
            column.addSpacing(8)
        column.addWidget(self.scans)
        column.addSpacing(8)
        column.addWidget(self._message)
        column.addStretch(1)
        return column

    def _take_preset(self) -> None:
        """Tick the columns of the preset; the other entries leave them unchanged."""
        which = self.preset.currentIndex()
        if which < len(PRESETS):
            with QSignalBlocker(self.columns):
                for column, item in zip(COLUMNS, self._items(), strict=True):
                    is_in = column.key in PRESETS[which].columns
                    item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            self.scans.setChecked(PRESETS[which].has_scans)
        self._show_summary()

    def _take_columns(self) -> None:
        with QSignalBlocker(self.preset):
            self.preset.setCurrentIndex(OWN)
        self._show_summary()

    def _show_summary(self) -> None:
        has_columns = not self._is_anonymous() and self.suffix != PAPER
        self._chosen.setVisible(has_columns)
        self.scans.setVisible(has_columns)
        self.scans.setText(translate(_SCANS.get(self.suffix, _SCANS[".json"])))
        self.save.setEnabled(not has_columns or bool(self._keys()))
        self._message.setText(" ".join(map(translate, self._what())))

    def _what(self) -> tuple[Message, ...]:
        if self._is_anonymous():
            return (_ONLY_FIGURES,)
        if self.suffix == PAPER:
            return (_REPORT_PAGES,)
        if not self._keys():
            return (Message("file", "Tick at least one column."),)
        return (_BY_POINT if self.options.is_by_point else Message("file", "One row per person."), _ALSO[self.suffix])

    def _is_anonymous(self) -> bool:
        return self.preset.currentIndex() == FIGURES

    def _has_scans(self) -> bool:
        return not self._is_anonymous() and self.scans.isChecked()

    def _keys(self) -> list[str]:
        """Return the column keys, in the order of the preset or else of the list."""
        which = self.preset.currentIndex()
        if which < len(PRESETS):
            return list(PRESETS[which].columns)
        items = zip(COLUMNS, self._items(), strict=True)
        return [column.key for column, item in items if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.columns.item(row) for row in range(self.columns.count())]


_FOR = Message("file", "For whom")
_KIND = Message("file", "Type of file")
_OWN = Message("file", "Columns I choose")
_SCANS = {
    ".xlsx": Message("file", "With every scan, on a separate sheet"),
    ".csv": Message("file", "With every scan, in a separate file"),
    ".json": Message("file", "With every scan"),
}
_ANONYMOUS = Message("file", "Figures only, without names")
_EACH_HALF_DAY = Message("file", "each half-day")
_ONLY_FIGURES = Message(
    "file", "How many came, by category, session and quarter of an hour. No figure covers fewer than five people."
)
_BY_POINT = Message("file", "One row per person and control point.")
_REPORT_PAGES = Message(
    "file", "A few pages to sign and file: who came, by category and session, and every correction."
)
_ALSO = {
    ".xlsx": Message("file", "It also contains the day report, corrections, and a sheet for each session."),
    ".csv": Message("file", "The day report is in a file next to it."),
    ".json": Message("file", "It also contains the day report, corrections and sessions."),
}


Written = TypeVar("Written")


class ExportFlow(QWidget):
    """An invisible widget that runs the exports.

    `changed`: an export was recorded; `written` carries a sentence and the path. Files are written beside the window,
    on a connection of their own; a dialog shows the progress of long work, with Cancel, and why a file cannot be
    written. An earlier file stays until the new one is complete.
    """

    changed = Signal()
    written = Signal(str, object)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._window = event, desk, parent

    def ask_export(self) -> None:
        """Ask for the options, then for the file, and export."""
        dialog = ExportDialog(self._window)
        is_wanted, options, suffix = asked(dialog), dialog.options, dialog.suffix
        if is_wanted and (path := self._ask_export_to(suffix)):
            order = exporting.ExportOrder(path, options, Translator(current_language()), self._desk.now())
            if made := self._write(_EXPORTING, order.write):
                self.changed.emit()
                self.written.emit(made.sentence(translate), path)

    def _ask_export_to(self, suffix: str) -> Path | None:
        """Ask for the file and return it, None if cancelled.

        Another writable suffix that is typed decides the format.
        """
        title, start = Message("file", "Export the attendance"), self._proposed(_ATTENDANCE, suffix)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, translate(title), str(start), f"{translate(KINDS[suffix])} (*{suffix})"
        )
        self._event.relock()
        if not chosen:
            return None
        path = Path(chosen) if chosen.lower().endswith(tuple(KINDS)) else Path(f"{chosen}{suffix}")
        return path if confirm_replace(self._window, path, chosen) else None

    def ask_save_programme(self) -> None:
        title, start = Message("file", "Save the programme as"), self._proposed(_PLAN, ".toml")
        if path := self._ask_save(title, start, f"{translate(PROGRAMME)} (*.toml)"):
            export_programme(self._event, path)
            self.written.emit(translate(PROGRAMME_SAVED, name=path.name), path)

    def ask_save_copy(self) -> None:
        """Save a copy of the event file as it is now."""
        title, start = Message("file", "Save a copy of the event"), self._proposed(Message("file", "copy"), SUFFIX)
        chosen = self._ask_save(title, start, f"{translate(EVENTS)} (*{SUFFIX})")
        if chosen and (path := self._write(_COPYING, lambda event, _: exporting.save_copy(event, chosen))):
            self.written.emit(translate(exporting.COPY_SAVED, name=path.name), path)

    def ask_paper_list(self) -> None:
        """Write a tick list of everybody as of now, for the case that no computer works."""
        title, start = Message("file", "List to print"), self._proposed(_ON_PAPER, ".pdf")
        if path := self._ask_save(title, start, "PDF (*.pdf)"):
            here = TickListHeader(self._desk.now(), self._desk.name, self._desk.control_point)
            if done := self._write(
                _LISTING, lambda event, report: write_tick_list(event, path, here, translate, report)
            ):
                self.written.emit(tick_list_sentence(done, path, translate), path)

    def ask_blanks(self) -> None:
        """Ask how many blank badges are wanted, then for the file, and write them."""
        from checkin.services.badges.badge_documents import blanks_sentence, write_blanks

        dialog = BlanksDialog(self._window)
        is_wanted, order = asked(dialog), dialog.order
        title, start = Message("file", "Save the blank badges as"), self._proposed(_BLANKS, ".pdf")
        path = self._ask_save(title, start, "PDF (*.pdf)") if is_wanted else None
        if path and (pages := self._write(_DRAWING, lambda event, report: write_blanks(event, path, order, report))):
            self.written.emit(blanks_sentence(order, pages, path.name, translate), path)

    def ask_codes(self) -> None:
        title = translate(Message("file", "Folder for the images of the codes"))
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self._event.path.parent))
        self._event.relock()
        if chosen:
            folder = Path(chosen) / self._proposed(_CODES, "").name  # hundreds of images, in a folder of their own
            if done := self._write(
                _DRAWING, lambda event, report: exporting.export_codes(event, folder, translate, report)
            ):
                self.written.emit(exporting.codes_sentence(done, folder.name, translate), folder)

    def _write(self, title: Message, work: Callable[[EventFile, ReportProgress], Written]) -> Written | None:
        load()  # fonts are loaded in the UI thread
        return write_beside(exporting.on_own_connection(self._event.path, work), translate(title), self._window)

    def _ask_save(self, title: Message, start: Path, kinds: str) -> Path | None:
        """Ask for a file and return it, None if cancelled. It ends as the one that is proposed.

        The event file is held again, because file dialogs open files for their icons.
        """
        path = ask_target(self._window, translate(title), start, kinds, start.suffix)
        self._event.relock()
        return path

    def _proposed(self, what: Message, suffix: str) -> Path:
        """Return the proposed path, beside the event file."""
        name = propose_file_name(self._desk.programme.event, self._desk.now(), translate(what))
        return self._event.path.with_name(f"{name}{suffix}")


def confirm_replace(parent: QWidget, path: Path, typed: str) -> bool:
    """Ask before an export to `path` replaces files beside it, or one with an added suffix.

    `typed` is what the file dialog asked about.

    Return True if no other file exists.
    """
    beside = [path.with_name(name) for name in names_beside(path.name)]
    there = [each.name for each in (path, *beside) if each != Path(typed) and each.exists()]
    return not there or ask_confirmation(
        parent, (translate(_THERE, names=", ".join(there)), translate(_WHAT_HAPPENS)), translate(_REPLACE)
    )


PROGRAMME_SAVED = Message("command", "Programme written to {name}.")
_EXPORTING, _COPYING = Message("file", "Exporting the attendance…"), Message("file", "Copying the event…")
_LISTING, _DRAWING = Message("file", "Writing the list to print…"), Message("file", "Drawing the codes…")
_ON_PAPER, _ATTENDANCE = Message("file", "paper"), Message("file", "attendance")
_PLAN, _CODES = Message("file", "programme"), Message("file", "codes")
_BLANKS = Message("file", "blank badges")
_THERE = Message("file", "Already in this folder: {names}.")
_WHAT_HAPPENS = Message("file", "The new files replace them; a file this export does not write stays as it is.")
_REPLACE = Message("file", "Replace")


BLANKS_WIDTH, COUNT = 520, 200
"""Pixels; the number of blanks that is proposed."""


class BlanksDialog(Dialog):
    """The options for blank badges: how many, from which number, on which paper. `order` is what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("blank", "Blank badges")), parent)
        self.count = CountField(translate(Message("blank", "How many")), 1, MOST_AT_ONCE)
        self.first = CountField(translate(_FIRST), 1, MOST_BLANKS - MOST_AT_ONCE + 1)
        self.paper = ComboBox(translate(_PAPER))
        self.count.show_value(COUNT)
        width, height = DEFAULT_SIZE
        self.paper.addItem(translate(Message("blank", "One per page, {size}"), size=f"{width:g} × {height:g} mm"), None)
        for stock in SHEETS:
            self.paper.addItem(translate(_SHEET, name=stock.name, count=stock.per_page), stock)
        fields = (wide(labelled_field(field, field.accessibleName())) for field in (self.count, self.first))
        self.arrange(
            label(translate(_WHAT)),
            row_of(*fields, spacing=16),
            labelled_field(self.paper, translate(_PAPER)),
            REST,
            self.confirm(translate(Message("blank", "Save as PDF…"))),
            width=BLANKS_WIDTH,
        )
        self.count.setFocus()
        self.count.selectAll()

    @property
    def order(self) -> BlankOrder:
        return BlankOrder(self.count.value(), self.first.value(), self.paper.currentData())


_WHAT = Message(
    "blank",
    "Badges with a code and a number, for nobody yet. At any desk, find the person, press Ctrl+L and scan one: it is "
    "theirs from then on. Two files never have the same codes.",
)
_FIRST = Message("blank", "Number of the first one")
_PAPER = Message("blank", "Paper")
_SHEET = Message("blank", "{name} ({count} per sheet)")
