# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges of an event: templates at the left, the chosen one large on real people, what it lacks, the PDF of all.

Reads the board and calls the desk's verbs. Never says that something was done before the verb has returned.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from checkin.badges.report import problems_of
from checkin.core.badges.remarks import without_code
from checkin.core.badges.starts import SIZES, empty
from checkin.core.proposed_names import proposed_name
from checkin.core.words import Words
from checkin.desk.badges.badges import Loaded
from checkin.desk.badges.board import BadgeBoard, read_board
from checkin.desk.badges.templates import BadgeTemplates
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.printing import Printing
from checkin.language import say, sentence
from checkin.ui.badges.checks import BadgesChecks
from checkin.ui.badges.files import BadgeFiles
from checkin.ui.badges.heading import Act, BadgesHeading, line
from checkin.ui.badges.list import BadgeList, card_key, cards_of
from checkin.ui.badges.people import PeopleStepper
from checkin.ui.badges.preview import BadgePreview
from checkin.ui.badges.remove import confirms_removal
from checkin.ui.badges.side import BadgesSide
from checkin.ui.badges.words import Group, groups_of, listed, size_text, somebody, whose_text, with_found
from checkin.ui.badges.writing import BadgesWriting
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import GAP, LARGE, MARGIN, SMALL
from checkin.ui.parts.beginning import Beginning
from checkin.ui.parts.opener_button import OpenerButton
from checkin.ui.parts.screen_heading import event_line
from checkin.ui.parts.writing_progress import BadgesProgress

SOON_MS = 300
"""Until those that were found meanwhile are told together."""

LIST_WIDTH, SIDE_WIDTH = 300, 272
"""Pixels."""


@dataclass(frozen=True, slots=True)
class BadgeDesk:
    """What the screen works with: all of one event, on one thread. `printing` is None where nobody set it up."""

    event: EventFile
    desk: Desk
    printing: Printing | None = None


class BadgesBrowser(QWidget):
    """`told` one sentence for the bottom. `edit_wanted` carries the template to draw on, of the event or a new one."""

    told = Signal(str)
    edit_wanted = Signal(object)

    def __init__(self, at: BadgeDesk, files: BadgeFiles) -> None:
        super().__init__()
        self._at, self._files = at, files
        self._templates = BadgeTemplates(at.event, at.desk)
        self._board: BadgeBoard | None = None
        self._groups: list[Group] = []
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self.list, self.heading, self.preview = BadgeList(), BadgesHeading(at.desk.now), BadgePreview()
        self.people, self.side, self.progress = PeopleStepper(), BadgesSide(), BadgesProgress()
        self._name, self._detail = line(LARGE, 700), line(SMALL, 400)
        self._detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bring, self.new = QPushButton(say(_BRING)), OpenerButton(say(_NEW))
        self.checks, self.writing = BadgesChecks(self), BadgesWriting(self._files, self.progress, self)
        self._arrange()
        self._connect()

    @property
    def board(self) -> BadgeBoard:
        """As it was read last."""
        if self._board is None:
            self._board = read_board(self._at.event)
        return self._board

    # Output

    def refresh(self) -> None:
        """Everything is read again; what was chosen stays chosen."""
        chosen = self.list.chosen
        self._board = board = read_board(self._at.event)
        key = card_key(chosen or board.in_use[0])
        self.list.show_cards(cards_of(board, self.devicePixelRatioF()), key)
        self.side.claims.show_claims(board.claims())
        self._show_template()
        self.checks.begin(board)

    def _show_template(self) -> None:
        """The chosen card, and the people whose badge it is."""
        board, loaded = self._board, self.list.chosen
        if board is None or loaded is None:
            return
        acts = [Act.EDIT, Act.DUPLICATE, Act.PDF] + ([Act.EXPORT, Act.REMOVE] if loaded.id else [])
        acts += [Act.PRINT] if self._at.printing and self._at.printing.plan.printer else []
        self.heading.set_place(event_line(board.programme.event))
        self.heading.offer(acts, is_own=bool(loaded.id))
        self._name.setText(loaded.name)
        self._detail.setText(listed([size_text(loaded.template), whose_text(loaded.template, board.programme)]))
        self._groups = groups_of(board, loaded)
        self._show_groups()
        self._show_badge()

    def _show_groups(self) -> None:
        if self._groups:
            self.people.show_groups(with_found(self._groups, self.checks.found))

    def _show_badge(self) -> None:
        board, loaded = self._board, self.list.chosen
        if board and loaded:
            person = self.people.person or somebody()
            badge = board.badge(loaded, person)
            self.preview.show_badge(badge, f"{loaded.name}: {person.name}")
            self.side.remarks.show_problems([*problems_of([badge]), *without_code(loaded.template)])

    def _tell_checks(self) -> None:
        total = len(self._board.people) if self._board else 0
        self.side.checks.tell(self.checks.done, total, len(self.checks.found))

    def _show_found(self) -> None:
        """Those that were found, with the template they are drawn with."""
        board = self._board
        found = [person for person in board.people if person.id in self.checks.found] if board else []
        if board and found:
            self.list.choose(card_key(board.template_for(found[0])))
            self._show_groups()
            self.people.choose(-1)

    # Acts

    def act(self, act: Act) -> None:
        """One of those that are offered; the others do nothing."""
        loaded = self.list.chosen
        if loaded is not None and act in self.heading.offered:
            self._verbs[act](loaded)

    @property
    def _verbs(self) -> dict[Act, Callable[[Loaded], None]]:
        return {
            Act.PDF: self._ask_pdf,
            Act.PRINT: self._print_all,
            Act.EDIT: self._edit,
            Act.DUPLICATE: lambda loaded: self._show_kept(self._templates.duplicate(loaded), _COPIED),
            Act.EXPORT: self._export,
            Act.REMOVE: self._remove,
        }

    def _edit(self, loaded: Loaded) -> None:
        """What comes with the program is copied first."""
        if not loaded.id:
            self._show_kept(self._templates.duplicate(loaded), _COPIED)
        if chosen := self.list.chosen:
            self.edit_wanted.emit(chosen)

    def _begin(self, size: str) -> None:
        """An empty one; it is kept once there is something on it."""
        name = self._templates.free_name(size)
        self.edit_wanted.emit(Loaded(empty(name, SIZES[size], self.board.programme)))

    def show_kept(self, kept: Loaded) -> None:
        """Back from the editor."""
        self.refresh()
        self.list.choose(card_key(kept))

    def _ask_pdf(self, _: Loaded) -> None:
        if self._board:
            name = proposed_name(self._board.programme.event, self._at.desk.now(), say(_FILE))
            self.writing.ask(self._board, self.people.person, name)

    def _print_all(self, _: Loaded) -> None:
        if self._at.printing and self._board:
            count = self._at.printing.batch([person.id for person in self._board.people])
            self.told.emit(say(_PRINTING, count=count))

    def _export(self, loaded: Loaded) -> None:
        if path := self._files.template_to(loaded.name):
            self._templates.export_file(loaded, path)
            self.told.emit(say(_EXPORTED, name=path.name))

    def _remove(self, loaded: Loaded) -> None:
        if confirms_removal(loaded.name, self):
            self._templates.withdraw(loaded)
            self.refresh()
            self.told.emit(say(_REMOVED, name=loaded.name))

    def _bring(self) -> None:
        if path := self._files.template():
            self._show_kept(self._templates.import_file(path), _IMPORTED)

    def _show_kept(self, kept: Loaded, words: Words) -> None:
        self.show_kept(kept)
        self.told.emit(say(words, name=kept.name))

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.checks.pause()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        left.addWidget(self.bring)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._name)
        middle.addWidget(self._detail)
        middle.addSpacing(12)
        middle.addWidget(self.preview, 1)
        middle.addSpacing(12)
        middle.addWidget(self.people)
        middle.addWidget(self.progress)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addLayout(left)
        row.addLayout(middle, 1)
        row.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(row, 1)
        self.list.setFixedWidth(sized(LIST_WIDTH))
        self.side.setFixedWidth(sized(SIDE_WIDTH))
        Beginning(self, self.list)

    def _connect(self) -> None:
        self.list.moved.connect(self._show_template)
        self.list.opened.connect(partial(self.act, Act.EDIT))
        sizes = QMenu(self)
        for size in SIZES:
            sizes.addAction(size).triggered.connect(partial(self._begin, size))
        self.new.setMenu(sizes)
        self.people.moved.connect(self._show_badge)
        self.heading.chosen.connect(self.act)
        self.bring.clicked.connect(self._bring)
        self.checks.changed.connect(self._tell_checks)
        self.checks.grown.connect(self._soon.start)
        self._soon.timeout.connect(self._show_groups)
        self.side.checks.shown.connect(self._show_found)
        self.writing.told.connect(self.told)
        self.writing.written.connect(lambda text, _path: self.told.emit(text))
        self.writing.refused.connect(lambda error: self.told.emit(sentence(error)))
        for act, key in ((Act.PDF, "Ctrl+P"), (Act.DUPLICATE, "Ctrl+D"), (Act.REMOVE, "Del"), (Act.EDIT, "F4")):
            self._listen(key, partial(self.act, act))
        self._listen("Ctrl+Left", lambda: self.people.step(-1))
        self._listen("Ctrl+Right", lambda: self.people.step(1))
        self._listen("Ctrl+O", self._bring)

    def _listen(self, key: str, then: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(then)


_NEW = Words("badges", "New badge")
_BRING = Words("badges", "Add from a file…")
_COPIED = Words("badges", "“{name}” is in this event now.")
_IMPORTED = Words("badges", "“{name}” was brought into this event.")
_EXPORTED = Words("badges", "Written to {name}.")
_REMOVED = Words("badges", "“{name}” is not in this event any more.")
_FILE = Words("file", "badges")
_PRINTING = Words("badges", "{count} {count:badge waits|badges wait} to be printed. Who has one already is left out.")
