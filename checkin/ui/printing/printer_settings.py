# SPDX-License-Identifier: GPL-3.0-or-later
"""The printer settings of this computer: printers, template, and when an arrival prints."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from checkin.core.message import Message
from checkin.core.print_jobs import FoundPrinter, Medium, PrintJob, PrintPlan, PrintPolicy, is_folder
from checkin.core.programme.programme import ControlPoint
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.translation import translate
from checkin.ui.look.theme import GAP, SMALL
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.printing.printer_choice import PrinterCalibration, PrinterChoice
from checkin.ui.widgets.boxes import row_of, wide
from checkin.ui.widgets.buttons import DropDownButton
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.exchange_wording import job_sentence
from checkin.ui.widgets.form_fields import ComboBox, Notice, caption, label
from checkin.ui.widgets.layouts import CardGroup

WIDTH, STRETCH = 800, (5, 8, 4)
"""Width in pixels, and the shares of the three lower fields."""


class PrinterSettings(Dialog):
    """The dialog. `plan_chosen` is emitted when saved, and before a test page, which uses the plan."""

    plan_chosen = Signal(object)
    test_wanted = Signal(str)
    """Emitted with the address of the printer."""

    def __init__(
        self, plan: PrintPlan, queries: PrintJobQueries, points: Sequence[ControlPoint], parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("printing", "How badges are printed")), parent)
        self._plan, self._queries = plan, queries
        badge = queries.size_of(plan.template)
        self.first = PrinterChoice(translate(Message("printing", "Printer")), plan.printer, plan, badge)
        self.second = PrinterChoice(translate(_SECOND), plan.second, plan, badge)
        self.template, self.policy = ComboBox(translate(_TEMPLATE)), ComboBox(translate(_WHEN))
        self.points = ControlPointsBox(points, plan.points)
        self.message, self.notice = label(translate(Message("printing", "Looking for printers…"))), Notice()
        self.at_arrival = label(translate(_NOT_AT_ARRIVAL), SMALL)
        self._is_none_found = False
        self.template.addItem(translate(Message("printing", "By category")), "")
        for key, name in (*self._queries.own(), *self._queries.shipped()):
            self.template.addItem(name, key)
        self.template.setCurrentIndex(max(0, self.template.findData(plan.template)))
        for policy, words in _POLICIES.items():
            self.policy.addItem(translate(words), policy)
        self.policy.setCurrentIndex(self.policy.findData(plan.policy))
        self.policy.currentIndexChanged.connect(self._offer)
        self._offer()
        self._assemble()
        for choice in (self.first, self.second):
            choice.test_wanted.connect(partial(self._test, choice))
            choice.measure_wanted.connect(partial(self._measure, choice))
            choice.changed.connect(self._offer)

    def offer(self, found: Sequence[FoundPrinter]) -> None:
        """Offer the printers that were found."""
        for choice in (self.first, self.second):
            choice.offer(found, choice.address)
        self._is_none_found = not found and not is_folder(self.first.address)
        self.message.setText(translate(_NONE_FOUND) if self._is_none_found else "")

    def show_job(self, job: PrintJob) -> None:
        """Show the state of the test page."""
        self.message.setText(job_sentence(job))

    @property
    def plan(self) -> PrintPlan:
        """The print plan as chosen now."""
        choices = [choice for choice in (self.first, self.second) if choice.address]
        return PrintPlan(
            self.first.address,
            self.second.address if self.second.address != self.first.address else "",
            str(self.template.currentData()),
            self._policy,
            self.points.chosen(),
            {**self._plan.setups, **{choice.address: choice.setup for choice in choices}},
        )

    @property
    def _policy(self) -> PrintPolicy:
        return PrintPolicy(self.policy.currentData())

    def _save(self) -> bool:
        """Save the plan; return False if a paper size is not understood."""
        for choice in (self.first, self.second):
            if choice.address and not choice.paper.is_understood:
                self.notice.setText(translate(_WHICH_PAPER))
                self.notice.show()
                choice.paper.setFocus()
                return False
        self.notice.hide()
        self._plan = self.plan
        self.plan_chosen.emit(self._plan)
        return True

    def _test(self, choice: PrinterChoice) -> None:
        if self._save():
            self.test_wanted.emit(choice.address)

    def _measure(self, choice: PrinterChoice) -> None:
        setup = choice.setup
        paper = setup.medium or Medium(*self._queries.size_of(self._plan.template))
        dialog = PrinterCalibration(setup.name, paper, setup.calibration, self)
        if asked(dialog):
            choice.calibrate(dialog.calibration)

    def _accept(self) -> None:
        if self._save():
            self.accept()

    def _offer(self) -> None:
        """Enable what matters: nothing without a printer.

        A policy that prints nothing on arrival is pointed out, not changed.
        """
        has_printer = bool(self.first.address)
        if has_printer and self._is_none_found:  # a folder or label printer needs none of the system
            self._is_none_found = False
            self.message.setText("")
        for part in (self.second, self.template, self.policy, self.points):
            part.setEnabled(has_printer)
        self.at_arrival.setVisible(has_printer and self._policy is PrintPolicy.NEVER)

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(8)
        for place, (words, field) in enumerate(
            ((_TEMPLATE, self.template), (_WHEN, self.policy), (Message("printing", "Where"), self.points))
        ):
            grid.addWidget(caption(translate(words), field), 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, STRETCH[place])
        self.notice.hide()
        self.arrange(
            row_of(wide(CardGroup(self.first)), wide(CardGroup(self.second)), spacing=GAP),
            CardGroup(grid, self.at_arrival),
            self.message,
            self.notice,
            self.confirm(translate(Message("printing", "Save")), self._accept),
            spacing=16,
            width=WIDTH,
        )


class ControlPointsBox(DropDownButton):
    """A button that names the chosen control points, or the first one whatever its name; its menu ticks them."""

    inset = 16

    def __init__(self, points: Sequence[ControlPoint], chosen: Sequence[str]) -> None:
        super().__init__()
        self._points = tuple(points)
        self.setAutoDefault(False)
        self.setProperty("field", True)
        menu = QMenu(self)
        wanted = set(chosen) or {points[0].id}
        self._actions = [menu.addAction(escape_mnemonic(point.name)) for point in points]
        for action, point in zip(self._actions, points, strict=True):
            action.setCheckable(True)
            action.setChecked(point.id in wanted)
            action.toggled.connect(lambda _: self._show_chosen())
        self.setMenu(menu)
        self._show_chosen()

    def chosen(self) -> tuple[str, ...]:
        """Return the chosen ids; an empty tuple means the first control point."""
        ids = tuple(p.id for p, action in zip(self._points, self._actions, strict=True) if action.isChecked())
        return () if ids == (self._points[0].id,) else ids

    def _show_chosen(self) -> None:
        names = [p.name for p, action in zip(self._points, self._actions, strict=True) if action.isChecked()]
        text = ", ".join(names) or self._points[0].name
        self.setText(escape_mnemonic(text))
        self.setToolTip(text)


_SECOND = Message("printing", "Second printer, if the first has a problem")
_TEMPLATE = Message("printing", "Badge")
_WHEN = Message("printing", "On arrival, print")
_POLICIES = {
    PrintPolicy.ONCE: Message("printing", "a badge, unless already printed"),
    PrintPolicy.ALWAYS: Message("printing", "a badge each time"),
    PrintPolicy.NEVER: Message("printing", "nothing"),
}
_NOT_AT_ARRIVAL = Message("printing", "Arrivals print nothing: a badge is printed only when you ask for it.")
_NONE_FOUND = Message(
    "printing",
    "This computer has no printer. Add one in its own settings and open this window again, or choose a folder.",
)
_WHICH_PAPER = Message("printing", "This is not a paper size. Nothing was changed; write it like 62 × 100.")
