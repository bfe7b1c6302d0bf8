# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge editor: canvas, panel and toolbar for one template, shown on real attendees, with undo and redo.

It saves whenever it is left, as one entry per session (docs/adr/0023).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from checkin.badges.badge_problems import find_problems
from checkin.core.badges import badge_defaults
from checkin.core.badges.badge_edits import BadgeDraft, add, duplicate, raise_, remove
from checkin.core.badges.template import Element, Shape, TemplateProblem, without_code
from checkin.core.message import Message, UserError
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeOverview, picture_file
from checkin.translation import error_text, translate
from checkin.ui.badge_editor.badge_canvas import ZOOM, EditorCanvas, RuledCanvas
from checkin.ui.badge_editor.editing_session import (
    CODE,
    FIELD,
    PHOTOGRAPHED,
    PICTURE,
    SHAPES,
    TEXT,
    Clip,
    EditingSession,
    FieldMenu,
)
from checkin.ui.badge_editor.properties_panel import PropertiesPanel
from checkin.ui.badges.badge_list import ProblemLabel, problem_labels
from checkin.ui.badges.badges_heading import BadgeFiles, PeopleStepper, elided_label, list_groups, sample_person
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import GAP, LARGE, MARGIN, SMALL, design_painter, design_rect, scale_px, tokens
from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.form_fields import Notice
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.screen_page import HEIGHT

_SIDES = (Message("badges", "Front"), Message("badges", "Back"))
_KEPT, _NOT_KEPT = Message("badge editor", "Saved in this event"), Message("badge editor", "Not saved yet")


class EditorHeading(QWidget):
    """The top row of the badge editor: template name, saved or not, visible side, and the buttons to leave. `turned`
    carries the side to show.
    """

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._state = elided_label(LARGE, 700), elided_label(SMALL, 400)
        self._state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.sides = QButtonGroup(self)
        self.give_up = QPushButton(translate(Message("badge editor", "Start again")))
        self.give_up.setToolTip(translate(Message("badge editor", "As it was when you opened the editor")))
        self.done = WordButton(translate(Message("badge editor", "Done")), "check", is_primary=True)
        self.done.setToolTip("Ctrl+S")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._state)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for number, words in enumerate(_SIDES, start=1):
            button = QPushButton(translate(words))
            button.setCheckable(True)
            self.sides.addButton(button, number)
            row.addWidget(button)
        row.addSpacing(16)
        row.addWidget(self.give_up)
        row.addWidget(self.done)
        self.sides.idClicked.connect(self.turned)
        self.setFixedHeight(scale_px(HEIGHT))

    def show_draft(self, editing: EditingSession) -> None:
        self._name.setText(editing.template.name)
        self._state.setText(translate(_KEPT if editing.is_saved else _NOT_KEPT))
        self.sides.button(editing.draft.side).setChecked(True)
        self.give_up.setEnabled(editing.is_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )


class Tool(StrEnum):
    """The kinds of elements to add."""

    TEXT = "text"
    CODE = "code"
    PICTURE = "picture"
    PHOTOGRAPH = "photograph"
    BOX = "box"
    ELLIPSE = "ellipse"
    LINE = "line"


_LOOKS = {
    Tool.TEXT: (TEXT, "type"),
    Tool.CODE: (CODE, "qr-code"),
    Tool.PICTURE: (PICTURE, "image"),
    Tool.PHOTOGRAPH: (PHOTOGRAPHED, "square-user"),
    Tool.BOX: (SHAPES[Shape.BOX], "square"),
    Tool.ELLIPSE: (SHAPES[Shape.ELLIPSE], "circle"),
    Tool.LINE: (SHAPES[Shape.LINE], "minus"),
}


class EditorToolbar(QWidget):
    """The toolbar: elements to add, undo, redo, zoom. `wanted` carries a `Tool`, `field_wanted` the text of a field;
    the editor fills the menu of fields.
    """

    wanted = Signal(Tool)
    field_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields = FieldMenu(self)
        self.fields.chosen.connect(self.field_wanted)
        self.field = WordButton(translate(FIELD), "text-cursor-input")
        self.field.setProperty("tool", True)
        self.field.setMenu(self.fields)
        self.buttons = {tool: self._button(tool) for tool in Tool}
        self.undo, self.redo = (
            IconButton("undo-2", translate(Message("badge editor", "Undo")), "Ctrl+Z"),
            IconButton("redo-2", translate(Message("badge editor", "Redo")), "Ctrl+Y"),
        )
        self.farther = IconButton("zoom-out", translate(Message("badge editor", "Zoom out")), "Ctrl+-")
        self.whole = IconButton("maximize", translate(Message("badge editor", "The whole badge")), "Ctrl+0")
        self.nearer = IconButton("zoom-in", translate(Message("badge editor", "Zoom in")), "Ctrl++")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 12, MARGIN, 0)
        row.setSpacing(4)
        first, *others = self.buttons.values()
        for part in (first, self.field, *others):
            row.addWidget(part)
        row.addStretch(1)
        for small in (self.undo, self.redo, self.farther, self.whole, self.nearer):
            row.addWidget(small)

    def offer(self, *, can_undo: bool, can_redo: bool) -> None:
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def _button(self, tool: Tool) -> WordButton:
        words, icon = _LOOKS[tool]
        button = WordButton(translate(words), icon)
        button.setProperty("tool", True)
        button.setToolTip(translate(Message("badge editor", "Add to the badge: {what}"), what=translate(words)))
        button.clicked.connect(lambda _=False, tool=tool: self.wanted.emit(tool))
        return button


# The strip below the canvas: warnings about the badge, and refused actions.
# Its height never changes, so that nothing under the pointer moves.

REMARKS_HEIGHT = 88
"""Height in pixels, for four lines or a refusal; more is scrolled, also with the arrow keys."""


class EditorRemarks(QScrollArea):
    """The remarks on the visible badge, the gravest first; a refusal replaces them until the next change."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self._problems: Sequence[TemplateProblem] | None = None
        self._rows: list[ProblemLabel] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.notice)
        self._column.addStretch(1)
        self.notice.hide()
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._offer_keys)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(scale_px(REMARKS_HEIGHT))
        self.setAccessibleName(translate(Message("badge editor", "What will not print well")))

    def refuse(self, text: str) -> None:
        """Show a refusal."""
        self.notice.setText(text)
        self.notice.show()
        self._show_rows(is_seen=False)
        self.verticalScrollBar().setValue(0)

    def show_problems(self, problems: Sequence[TemplateProblem]) -> None:
        """Show the remarks, or that there are none; clears a refusal."""
        self.notice.hide()
        if problems == self._problems:
            self._show_rows(is_seen=True)
            return
        is_first, self._problems = self._problems is None, list(problems)
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = problem_labels(problems)
        for place, row in enumerate(self._rows, start=1):
            self._column.insertWidget(place, row)
        self.verticalScrollBar().setValue(0)
        if problems and not is_first:
            announce(self, self._rows[0].text())

    def texts(self) -> list[str]:
        """Return the texts shown: a refusal, or the remarks."""
        return [self.notice.text()] if self.notice.isVisibleTo(self) else [row.text() for row in self._rows]

    def _offer_keys(self, _: int, most: int) -> None:
        """Let Tab come here while not all is in view."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most else Qt.FocusPolicy.NoFocus)

    def _show_rows(self, *, is_seen: bool) -> None:
        for row in self._rows:
            row.setVisible(is_seen)


PANEL_WIDTH = 316
"""Pixels."""


class SavesTemplates(Protocol):
    """The place where the editor saves a template: the event's badges or its tickets."""

    def save(self, loaded: LoadedTemplate) -> LoadedTemplate: ...
    def photographs(self) -> Mapping[str, bytes]: ...


class BadgeEditor(QWidget):
    """The editor. `left` carries the saved template, or None if there is none; `reported` a footer text."""

    left = Signal(object)
    reported = Signal(str)

    def __init__(self, templates: SavesTemplates, files: BadgeFiles) -> None:
        super().__init__()
        self._templates, self._files = templates, files
        self._clip = Clip()
        self.editing: EditingSession | None = None
        self.heading, self.tools, self.panel = EditorHeading(), EditorToolbar(), PropertiesPanel()
        self.canvas, self.people, self.remarks = EditorCanvas(), PeopleStepper(), EditorRemarks()
        self._table = RuledCanvas(self.canvas)
        self._arrange()
        self._connect()

    def edit(self, loaded: LoadedTemplate, overview: BadgeOverview) -> None:
        """Edit `loaded`, a template of the event or a new one."""
        self.people.show_groups(list_groups(overview, loaded))
        self.editing = editing = EditingSession(loaded, overview, self.people.person or sample_person())
        editing.clip = self._clip
        self.tools.buttons[Tool.PHOTOGRAPH].setVisible(overview.is_by_category)  # tickets show none
        editing.changed.connect(self._show_draft)
        self.canvas.edit(editing)
        self._table.edit(editing)
        self.panel.edit(editing)
        self._show_draft()
        self.canvas.setFocus()

    def show_overview(self, overview: BadgeOverview) -> None:
        """Show changed people; the draft stays."""
        if self.editing:
            self.people.show_groups(list_groups(overview, self.editing.loaded))
            self.editing.show_overview(overview, self.people.person or sample_person())

    def save(self) -> LoadedTemplate | None:
        """Save the draft to the event and return it; None if nothing changed."""
        editing = self.editing
        if editing is None or editing.is_saved or (not editing.is_changed and not editing.loaded.id):
            return None
        kept = self._templates.save(editing.loaded)
        editing.mark_saved(kept)
        self.reported.emit(translate(Message("badge editor", "“{name}” is saved in this event."), name=kept.name))
        return kept

    def finish(self) -> None:
        """Save and leave the editor."""
        self.save()
        editing, self.editing = self.editing, None
        if editing:
            self._clip = editing.clip
            self.left.emit(editing.loaded if editing.loaded.id else None)

    # Adding elements

    def put(self, tool: Tool) -> None:
        editing = self.editing
        if editing is None:
            return
        template, side = editing.template, editing.draft.side
        match tool:
            case Tool.TEXT:
                self.insert_text(translate(Message("badge editor", "Your text")))
                self.begin_writing()
            case Tool.CODE:
                self._put(badge_defaults.new_code(template, side))
            case Tool.PICTURE:
                self._put_picture()
            case Tool.PHOTOGRAPH:
                self._put_photograph(editing)
            case _:
                self._put(badge_defaults.new_shape(Shape(tool), template, side))
                editing.apply(lambda draft: raise_(draft, -1000), self._key)

    def insert_text(self, words: str) -> None:
        """Add a text, or a field, below the existing elements."""
        if self.editing:
            template = self.editing.template
            made = badge_defaults.new_text(words, template, self.editing.draft.side)
            self._put(badge_defaults.readable_on_band(made, template))

    def _put_picture(self) -> None:
        if self.editing and (path := self._files.picture()):
            try:
                name, data = picture_file(path)
            except UserError as error:
                self.remarks.refuse(error_text(error))
                return
            name = self.editing.keep_picture(name, data)
            size = self.editing.picture_size(name)
            proportion = max(1, size.height()) / max(1, size.width())
            self._put(badge_defaults.new_image(name, proportion, self.editing.template, self.editing.draft.side))

    def _put_photograph(self, editing: EditingSession) -> None:
        """Add the photograph; those of the event are read once a badge shows them."""
        if not editing.overview.photographs:
            overview = replace(editing.overview, photographs=self._templates.photographs())
            editing.show_overview(overview, editing.person)
        self._put(badge_defaults.new_photograph(editing.template, editing.draft.side))

    def _put(self, element: Element) -> None:
        self._count += 1
        if self.editing:
            self.editing.apply(lambda draft: add(draft, [element]), self._key)
            self.canvas.setFocus()

    @property
    def _key(self) -> str:
        """The undo key: adding an element and sending it below the others is one step."""
        return f"put {self._count}"

    def begin_writing(self) -> None:
        if self.editing and self.panel.text.isVisibleTo(self):
            self.panel.text.begin_writing()

    # Output

    def _show_draft(self) -> None:
        if self.editing:
            self.heading.show_draft(self.editing)
            self.tools.offer(can_undo=self.editing.can_undo, can_redo=self.editing.can_redo)
            badge = self.editing.badge
            unknown = self.editing.overview.unknown_fields(badge.template)
            self.remarks.show_problems([*find_problems([badge]), *unknown, *without_code(badge.template)])

    def _show_person(self) -> None:
        if self.editing:
            self.editing.show_person(self.people.person or sample_person())

    def _fill_fields(self) -> None:
        if self.editing:
            self.tools.fields.show_fields(self.editing.overview, self.editing.person)

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        """Save when another screen is shown or the program ends."""
        super().hideEvent(event)
        self.save()

    def _arrange(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._table, 1)
        middle.addWidget(self.remarks)
        middle.addWidget(self.people)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 12, MARGIN - 8, GAP)
        row.setSpacing(GAP)
        row.addLayout(middle, 1)
        row.addWidget(self.panel)
        self.panel.setFixedWidth(scale_px(PANEL_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.tools)
        column.addLayout(row, 1)
        InitialFocus(self, self.canvas)
        self._count = 0

    def _connect(self) -> None:
        self.heading.turned.connect(self._turn)
        self.heading.done.clicked.connect(self.finish)
        self.heading.give_up.clicked.connect(partial(self._do, EditingSession.give_up))
        self.tools.wanted.connect(self.put)
        self.tools.field_wanted.connect(self.insert_text)
        self.tools.fields.aboutToShow.connect(self._fill_fields)
        self.people.moved.connect(self._show_person)
        self.canvas.text_wanted.connect(self.begin_writing)
        for button, operation in ((self.tools.undo, EditingSession.undo), (self.tools.redo, EditingSession.redo)):
            button.clicked.connect(partial(self._do, operation))
        self.tools.whole.clicked.connect(self.canvas.fit)
        self.tools.nearer.clicked.connect(lambda: self.canvas.zoom(ZOOM))
        self.tools.farther.clicked.connect(lambda: self.canvas.zoom(1 / ZOOM))
        add_shortcuts(self.canvas, self._keys_of_canvas())
        add_shortcuts(self, self._keys())

    def _keys_of_canvas(self) -> dict[str, Callable[[], object]]:
        """Return the keys that mean something else inside a field."""
        return {
            "Del Backspace": lambda: self._edit(remove),
            "Ctrl+A": lambda: self._look(lambda draft: draft.select(draft.places())),
            "Escape": lambda: self._look(lambda draft: draft.select([])),
        }

    def _keys(self) -> dict[str, Callable[[], object]]:
        edit = self._edit
        return {
            "Ctrl+D": lambda: edit(duplicate),
            "Ctrl+Z": lambda: self._do(EditingSession.undo),
            "Ctrl+Y Ctrl+Shift+Z": lambda: self._do(EditingSession.redo),
            "Ctrl+C": lambda: self._do(EditingSession.copy),
            "Ctrl+X": self._cut,
            "Ctrl+V": lambda: self._do(EditingSession.paste),
            "Ctrl+PgUp": lambda: edit(lambda draft: raise_(draft, 1)),
            "Ctrl+PgDown": lambda: edit(lambda draft: raise_(draft, -1)),
            "F2": self.begin_writing,
            "Ctrl+S": self.save,
            "Ctrl+0": self.canvas.fit,
            "Ctrl++ Ctrl+=": lambda: self.canvas.zoom(ZOOM),
            "Ctrl+-": lambda: self.canvas.zoom(1 / ZOOM),
            "Ctrl+Left": lambda: self.people.step(-1),
            "Ctrl+Right": lambda: self.people.step(1),
        }

    def _do(self, operation: Callable[[EditingSession], None]) -> None:
        if self.editing:
            operation(self.editing)

    def _edit(self, change: Callable[[BadgeDraft], BadgeDraft]) -> None:
        self._do(lambda editing: editing.apply(change))

    def _look(self, change: Callable[[BadgeDraft], BadgeDraft]) -> None:
        self._do(lambda editing: editing.look(change(editing.draft)))

    def _turn(self, side: int) -> None:
        self._look(lambda draft: draft.turn(side))

    def _cut(self) -> None:
        self._do(EditingSession.copy)
        self._edit(remove)
