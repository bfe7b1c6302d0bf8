# SPDX-License-Identifier: GPL-3.0-or-later
"""The browser of badges: templates at the left, the chosen one large on real attendees, its problems, the PDF of all.

Reads the overview and calls the desk's operations; success is reported only after the operation has returned.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from checkin.badges.badge_problems import Badge, find_problems
from checkin.core.attendee import Attendee, Status
from checkin.core.badges.badge_defaults import empty_template
from checkin.core.badges.imposition import BOUGHT
from checkin.core.badges.template import TemplateProblem, without_code
from checkin.core.message import Message, UserError
from checkin.core.proposed_file_names import propose_file_name
from checkin.services.badge_print_requests import Printing
from checkin.services.badges import badge_templates
from checkin.services.badges.badge_building import BadgeChecker, LoadedTemplate, write_badges
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.threads import EventReading
from checkin.translation import error_text, translate
from checkin.ui.badges import badges_heading
from checkin.ui.badges.badge_list import BadgeList, BadgePreview, BadgesSidebar, card_key, list_cards
from checkin.ui.badges.badges_pdf_dialog import BadgesPdfDialog
from checkin.ui.look.theme import GAP, LARGE, MARGIN, SMALL, scale_px
from checkin.ui.widgets.buttons import DropDownButton, ReadingState
from checkin.ui.widgets.form_fields import Notice
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress
from checkin.ui.widgets.screen_page import event_line


class BadgesChecks(QObject):
    """The results of the check of all badges, made in a thread (`badge_building`) while the screen is visible. `found`
    maps ids of people to the problems of their badges.

    `changed`: the check has advanced; `grown`: there is one more finding.
    """

    changed = Signal()
    grown = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: dict[str, list[TemplateProblem]] = {}
        self.done = 0
        self._overview: badge_templates.BadgeOverview | None = None
        self._worker: BadgeChecker | None = None

    @property
    def is_checking(self) -> bool:
        return self._worker is not None

    def begin(self, overview: badge_templates.BadgeOverview) -> None:
        """Check this overview: from the start if it is another, else from where it was paused."""
        self.pause()
        if overview is not self._overview:
            self._overview, self.done, self.found = overview, 0, {}
        self.changed.emit()
        if self.done < len(overview.people):
            worker = BadgeChecker(partial(_badge, overview), len(overview.people), self.done)
            worker.progressed.connect(self._progress)
            worker.found.connect(self._find)
            worker.failed.connect(self._fail)
            self._worker = worker
            worker.start()

    def pause(self) -> None:
        """Stop the thread, without waiting for its end."""
        worker, self._worker = self._worker, None
        if worker:
            worker.disconnect(self)
            worker.leave()

    def _progress(self, done: int) -> None:
        self.done = done
        self.changed.emit()

    def _find(self, number: int, problems: list[TemplateProblem]) -> None:
        if self._overview:
            self.found[self._overview.people[number].id] = problems
            self.changed.emit()
            self.grown.emit()

    def _fail(self, fault: Exception) -> None:
        raise fault


def _badge(overview: badge_templates.BadgeOverview, number: int) -> Badge:
    person = overview.people[number]
    return overview.badge(overview.template_for(person), person)


class BadgesWriting(PdfWriting):
    """The PDF of badges, from its options to the file, with dialogs over `parent`."""

    def __init__(self, files: badges_heading.BadgeFiles, progress: WritingProgress, parent: QWidget) -> None:
        super().__init__(progress, Message("badges", "Stopped: no PDF was written."), parent)
        self._files, self._window = files, parent

    def ask(self, overview: badge_templates.BadgeOverview, shown: Attendee | None, name: str) -> None:
        """Ask for the options and the file, then write.

        `shown` is the person on the screen, `name` the proposed file name.
        """
        if not self.is_free:
            return
        dialog = BadgesPdfDialog(overview, shown, self._window)
        is_wanted, choice = dialog.exec(), dialog.choice
        dialog.deleteLater()
        if is_wanted and (path := self._files.ask_pdf_target(name)):
            make = partial(badge_templates.make_sorted_badges, overview, choice.people, choice.order)
            self.write(
                path,
                lambda report: write_badges(path, make(), choice.stock, choice.first, report),
                lambda pages: translate(_WRITTEN, badges=len(choice.people), pages=pages, name=path.name),
            )


_WRITTEN = Message("badge", "{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.")


SOON_MS = 300
"""Milliseconds for which findings are collected before they are shown."""

LIST_WIDTH, SIDE_WIDTH = 300, 272
"""Pixels."""


@dataclass(frozen=True, slots=True)
class BadgesContext:
    """The dependencies of the screen, all of one event and thread. `printing` is None where it is not set up."""

    event: EventFile
    desk: Desk
    printing: Printing | None = None


class BadgesBrowser(QWidget):
    """The browser. `reported` one sentence for the footer; `edit_wanted` the template to edit, of the event or
    a new one.
    """

    reported = Signal(str)
    edit_wanted = Signal(object)
    overview_read = Signal(object)
    """Emitted with another overview: people, programme or templates have changed."""

    def __init__(self, at: BadgesContext, files: badges_heading.BadgeFiles) -> None:
        super().__init__()
        self._at, self._files = at, files
        self._templates = badge_templates.BadgeTemplates(at.event, at.desk)
        self._overview: badge_templates.BadgeOverview | None = None
        self._groups: list[badges_heading.Group] = []
        self._beside = EventReading(at.event, self)
        self._read_at: object = None
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self.list, self.heading, self.preview = BadgeList(), badges_heading.BadgesHeading(at.desk.now), BadgePreview()
        self.people, self.side, self.progress = badges_heading.PeopleStepper(), BadgesSidebar(), WritingProgress()
        self.refusal = Notice()
        self._name, self._detail = badges_heading.elided_label(LARGE, 700), badges_heading.elided_label(SMALL, 400)
        self._detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bring, self.new = QPushButton(translate(_BRING)), DropDownButton(translate(Message("badges", "New badge")))
        self.checks, self.writing = BadgesChecks(self), BadgesWriting(self._files, self.progress, self)
        self._arrange()
        self._connect()

    @property
    def overview(self) -> badge_templates.BadgeOverview:
        """The overview as last read."""
        if self._overview is None:
            self._overview = badge_templates.read_badge_overview(self._at.event)
        return self._overview

    @property
    def _chosen_key(self) -> str:
        chosen = self.list.chosen
        return card_key(chosen) if chosen else ""

    # Output

    def refresh(self) -> None:
        """Show everything as it is now; the choice stays."""
        self._read_what_came(lambda: None, self._chosen_key)

    def forget_people(self) -> None:
        """Clear everybody, after a purge, until what is left was read."""
        if self._overview:
            self._take(self._overview.without_people(), self._chosen_key)
        self.refresh()

    def _read_what_came(self, then: Callable[[], None], key: str = "") -> None:
        """Read everything again if something was written since, beside the window, show it, and go on with `then`.

        What was read at an earlier visit is not shown meanwhile. The template with this key is chosen.
        """
        before, now = self._overview, self._at.event.written()

        def show(read: badge_templates.BadgeOverview) -> None:
            self._read_at = now
            self.waiting.stand_in(False)
            self._take(read, key)
            then()

        if before and self._read_at == now and not self._beside.is_reading:
            show(before)
        elif not self._beside.read(partial(_read_again, before=before), show) and not self.isVisible():
            self.waiting.stand_in(True)
            self.heading.offer((), is_own=False)

    def _take(self, overview: badge_templates.BadgeOverview, key: str) -> None:
        """Show an overview, all of it if it is another than before."""
        if overview is not self._overview or not self.list.count():
            self._overview = overview
            self.list.show_cards(list_cards(overview, self.devicePixelRatioF()), key or card_key(overview.in_use[0]))
            self.side.claims.show_claims(overview.claims())
            self.overview_read.emit(overview)
        self._show_template()
        if self.isVisible():
            self.checks.begin(overview)

    def _show_template(self) -> None:
        """Show the chosen template and the people who get it."""
        overview, loaded = self._overview, self.list.chosen
        if overview is None or loaded is None:
            return
        self.refusal.hide()
        acts = [
            badges_heading.BadgeAction.EDIT,
            badges_heading.BadgeAction.DUPLICATE,
            badges_heading.BadgeAction.PDF,
        ] + ([badges_heading.BadgeAction.EXPORT, badges_heading.BadgeAction.REMOVE] if loaded.id else [])
        acts += [badges_heading.BadgeAction.PRINT] if self._at.printing and self._at.printing.plan.printer else []
        self.heading.set_place(event_line(overview.programme.event))
        self.heading.offer(acts, is_own=bool(loaded.id))
        self._name.setText(loaded.name)
        self._detail.setText(
            badges_heading.join_parts(
                [badges_heading.template_size_text(loaded.template), badges_heading.whose_text(overview, loaded)]
            )
        )
        self._groups = badges_heading.list_groups(overview, loaded)
        self._show_groups()
        self._show_badge()

    def _show_groups(self) -> None:
        if self._groups:
            self.people.show_groups(badges_heading.add_found_group(self._groups, self.checks.found))

    def _show_badge(self) -> None:
        overview, loaded = self._overview, self.list.chosen
        if overview and loaded:
            person = self.people.person or badges_heading.sample_person()
            badge = overview.badge(loaded, person)
            self.preview.show_badge(badge, f"{loaded.name}: {person.name}")
            unknown = overview.unknown_fields(loaded.template)
            self.side.remarks.show_problems([*find_problems([badge]), *unknown, *without_code(loaded.template)])
            self._show_checks()

    def _show_checks(self) -> None:
        total = len(self._overview.people) if self._overview else 0
        is_good = not self.side.remarks.problems
        self.side.checks.show_progress(self.checks.done, total, len(self.checks.found), is_this_good=is_good)

    def _show_found(self) -> None:
        """Show the people whose badges have problems, with their template."""
        overview = self._overview
        found = [person for person in overview.people if person.id in self.checks.found] if overview else []
        if overview and found:
            self.list.choose(card_key(overview.template_for(found[0])))
            self._show_groups()
            self.people.choose(-1)

    # Actions

    def act(self, act: badges_heading.BadgeAction) -> None:
        """Perform an action if it is offered now."""
        loaded = self.list.chosen
        if loaded is not None and act in self.heading.offered:
            self._operations[act](loaded)

    @property
    def _operations(self) -> dict[badges_heading.BadgeAction, Callable[[LoadedTemplate], None]]:
        return {
            badges_heading.BadgeAction.PDF: self._ask_pdf,
            badges_heading.BadgeAction.PRINT: self._print_all,
            badges_heading.BadgeAction.EDIT: self._edit,
            badges_heading.BadgeAction.DUPLICATE: lambda loaded: self._show_kept(
                self._templates.duplicate(loaded), Message("badges", "“{name}” is now in this event.")
            ),
            badges_heading.BadgeAction.EXPORT: self._export,
            badges_heading.BadgeAction.REMOVE: self._remove,
        }

    def _edit(self, loaded: LoadedTemplate) -> None:
        """Edit the template, of a shipped one a copy, which the editor saves."""
        self.edit_wanted.emit(loaded if loaded.id else self._templates.copy(loaded))

    def _begin(self, chosen: badges_heading.BadgeFormat) -> None:
        """Begin an empty template, which is saved once it has content."""
        name = self._templates.free_name(chosen.name)
        self.edit_wanted.emit(LoadedTemplate(empty_template(name, chosen.size, self.overview.programme)))

    def show_kept(self, kept: LoadedTemplate) -> None:
        """Show the template saved by the editor."""
        key = card_key(kept)
        self._read_what_came(lambda: self.list.choose(key), key)

    def _ask_pdf(self, _: LoadedTemplate) -> None:
        """Ask for the PDF; another desk may have cancelled registrations meanwhile."""
        self._read_what_came(self._open_pdf_dialog, self._chosen_key)

    def _open_pdf_dialog(self) -> None:
        name = propose_file_name(self.overview.programme.event, self._at.desk.now(), translate(_FILE))
        self.writing.ask(self.overview, self.people.person, name)

    def _print_all(self, _: LoadedTemplate) -> None:
        self._read_what_came(self._print_everyone, self._chosen_key)

    def _print_everyone(self) -> None:
        if self._at.printing:
            people = self.overview.people
            count = self._at.printing.batch([person.id for person in people])
            unpaid = sum(person.status is Status.UNPAID for person in people)
            said = [translate(_PRINTING, count=count), translate(_UNPAID, count=unpaid) if unpaid else ""]
            self.reported.emit(" ".join(filter(None, said)))

    def _export(self, loaded: LoadedTemplate) -> None:
        if path := self._files.ask_template_target(loaded.name):
            badge_templates.export_template(loaded, path)
            self.reported.emit(translate(Message("badges", "Written to {name}."), name=path.name))

    def _remove(self, loaded: LoadedTemplate) -> None:
        if badges_heading.confirm_removal(loaded.name, self):
            self._templates.withdraw(loaded)
            self.refresh()
            self.reported.emit(translate(Message("badges", "“{name}” is no longer in this event."), name=loaded.name))

    def _bring(self) -> None:
        if path := self._files.template():
            try:
                kept = self._templates.import_file(path)
            except UserError as error:
                self.refusal.setText(error_text(error))
                self.refusal.show()
                return
            self._show_kept(kept, Message("badges", "“{name}” was added to this event."))

    def _show_kept(self, kept: LoadedTemplate, words: Message) -> None:
        self.show_kept(kept)
        self.reported.emit(translate(words, name=kept.name))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Check the badges while the screen is visible; of a reading that has not ended, once it has."""
        super().showEvent(event)
        if self._overview and not self._beside.is_reading:
            self.checks.begin(self._overview)

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
        middle.addWidget(self.refusal)
        self.refusal.hide()
        middle.addWidget(self._name)
        middle.addWidget(self._detail)
        middle.addSpacing(12)
        middle.addWidget(self.preview, 1)
        middle.addSpacing(12)
        middle.addWidget(self.people)
        middle.addWidget(self.progress)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addLayout(left)
        row.addLayout(middle, 1)
        row.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        self.waiting = ReadingState([body])
        column.addWidget(body, 1)
        column.addWidget(self.waiting, 1)
        self.list.setFixedWidth(scale_px(LIST_WIDTH))
        self.side.setFixedWidth(scale_px(SIDE_WIDTH))
        InitialFocus(self, self.list)

    def _connect(self) -> None:
        self.list.moved.connect(self._show_template)
        self.list.opened.connect(partial(self.act, badges_heading.BadgeAction.EDIT))
        sizes = QMenu(self)
        for each in badges_heading.badge_formats():
            if each.name == BOUGHT[0].name:
                sizes.addSeparator()
            sizes.addAction(each.text).triggered.connect(partial(self._begin, each))
        self.new.setMenu(sizes)
        self.people.moved.connect(self._show_badge)
        self.heading.chosen.connect(self.act)
        self.bring.clicked.connect(self._bring)
        self.checks.changed.connect(self._show_checks)
        self.checks.grown.connect(self._soon.start)
        self._soon.timeout.connect(self._show_groups)
        self.side.checks.shown.connect(self._show_found)
        self.writing.reported.connect(self.reported)
        self.writing.written.connect(lambda text, _path: self.reported.emit(text))
        self.writing.refused.connect(lambda error: self.reported.emit(error_text(error)))
        for act, key in (
            (badges_heading.BadgeAction.PDF, "Ctrl+P"),
            (badges_heading.BadgeAction.DUPLICATE, "Ctrl+D"),
            (badges_heading.BadgeAction.REMOVE, "Del"),
            (badges_heading.BadgeAction.EDIT, "F4"),
        ):
            add_shortcuts(self, {key: partial(self.act, act)})
        add_shortcuts(self, {"Ctrl+Left": partial(self.people.step, -1), "Ctrl+Right": partial(self.people.step, 1)})
        add_shortcuts(self, {"Ctrl+O": self._bring})


def _read_again(event: EventFile, before: badge_templates.BadgeOverview | None) -> badge_templates.BadgeOverview:
    """Return the overview of now; the same one as before where nothing of it has changed, so that a check of all badges
    goes on.
    """
    now = badge_templates.read_badge_overview(event)
    return before if before is not None and now == before else now


_BRING = Message("badges", "Add from a file…")
_FILE = Message("file", "badges")
_UNPAID = Message("badges", "{count} of these people {count:has|have} not paid.")
_PRINTING = Message(
    "badges", "{count} {count:badge is|badges are} waiting to be printed. People who already have one are left out."
)
