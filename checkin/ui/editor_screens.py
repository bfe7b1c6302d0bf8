# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens with the badge editor: badges, and tickets. Each has a browser and the editor of its templates."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from checkin.core.message import Message
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.ui.badge_editor.badge_editor import BadgeEditor
from checkin.ui.badges.badges_browser import BadgesBrowser, BadgesContext
from checkin.ui.badges.badges_heading import BadgeFiles
from checkin.ui.tickets.ticket_browser import TicketBrowser, TicketsContext
from checkin.ui.widgets.keyboard import InitialFocus
from checkin.ui.widgets.screen_page import Keys, ScreenPage


class BadgesScreen(ScreenPage):
    """The badges screen. `reported`: one sentence for the footer. The editor is made when it is first needed."""

    reported = Signal(str)

    def __init__(self, at: BadgesContext, files: BadgeFiles | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = at
        self._files = files or BadgeFiles(at.event.path.parent, at.event.relock, self)
        self.browser = BadgesBrowser(at, self._files)
        self.editor: BadgeEditor | None = None
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.browser)
        self.browser.reported.connect(self.reported)
        self.browser.edit_wanted.connect(self.edit)
        self._begins = InitialFocus(self, self.browser)

    def refresh(self) -> None:
        """Read everything again; a template being edited stays as it is."""
        self.browser.refresh()

    can_forget_people = True

    def forget_people(self) -> None:
        """Clear the people shown; a badge being drawn stays as it is."""
        self.browser.forget_people()

    @property
    def keys(self) -> Keys:
        return _KEYS if self._pages.currentWidget() is self.browser else _KEYS_EDITING

    def edit(self, loaded: LoadedTemplate) -> None:
        if self.editor is None:
            self.editor = self._make_editor()
        self._pages.setCurrentWidget(self.editor)
        self._begins.at = self.editor
        self.editor.edit(loaded, self.browser.overview)
        self.keys_changed.emit()

    def _make_editor(self) -> BadgeEditor:
        editor = BadgeEditor(BadgeTemplates(self._at.event, self._at.desk), self._files)
        editor.reported.connect(self.reported)
        editor.left.connect(self._leave)
        self.browser.overview_read.connect(editor.show_overview)
        self._pages.addWidget(editor)
        return editor

    def _leave(self, kept: LoadedTemplate | None) -> None:
        self._pages.setCurrentWidget(self.browser)
        self._begins.at = self.browser
        self.keys_changed.emit()
        if kept:
            self.browser.show_kept(kept)
        else:
            self.browser.refresh()
        self.browser.setFocus()


_KEYS = (
    ("F4", Message("footer", "Edit")),
    ("Ctrl+P", Message("footer", "PDF")),
    ("Ctrl+D", Message("footer", "Duplicate")),
    ("Ctrl+O", Message("footer", "Add")),
    ("Ctrl+→", Message("footer", "Someone else")),
)
_KEYS_EDITING = (
    ("F2", Message("footer", "Write")),
    ("Ctrl+S", Message("footer", "Save")),
    ("Ctrl+Z", Message("footer", "Undo")),
    ("Ctrl+D", Message("footer", "Duplicate")),
    ("Ctrl+→", Message("footer", "Someone else")),
)


class TicketsScreen(ScreenPage):
    """The tickets screen. `reported`: one sentence for the footer; `person_wanted` the id of somebody to correct;
    `programme_wanted`: the event is to be described. The editor is made anew for each design.
    """

    reported = Signal(str)
    person_wanted = Signal(str)
    programme_wanted = Signal()

    def __init__(self, at: TicketsContext, files: BadgeFiles | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files or BadgeFiles(at.event.path.parent, at.event.relock, self)
        self.browser = TicketBrowser(at, self._files)
        self.editor: BadgeEditor | None = None
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.browser)
        self.browser.reported.connect(self.reported)
        self.browser.edit_wanted.connect(self.edit)
        self.browser.person_wanted.connect(self.person_wanted)
        self.browser.programme_wanted.connect(self.programme_wanted)
        self._begins = InitialFocus(self, self.browser)

    def refresh(self) -> None:
        """Read everything again; a ticket being edited stays as it is."""
        self.browser.refresh()

    can_forget_people = True

    def forget_people(self) -> None:
        """Clear the people shown; a ticket being drawn stays as it is."""
        self.browser.forget_people()

    @property
    def keys(self) -> Keys:
        return _TICKET_KEYS if self.editor is None else _KEYS_EDITING

    def edit(self) -> None:
        """Edit the ticket of the layout that is shown; the first change makes it the event's own."""
        self.editor = editor = BadgeEditor(self.browser.templates, self._files)
        editor.reported.connect(self.reported)
        editor.left.connect(self._leave)
        self._pages.addWidget(editor)
        self._pages.setCurrentWidget(editor)
        self._begins.at = editor
        editor.edit(self.browser.maker.loaded, self.browser.designs())
        self.keys_changed.emit()

    def _leave(self, kept: LoadedTemplate | None) -> None:
        editor, self.editor = self.editor, None
        self._pages.setCurrentWidget(self.browser)
        self._begins.at = self.browser
        if editor:
            self._pages.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.keys_changed.emit()
        self.browser.refresh()
        self.browser.setFocus()


_TICKET_KEYS = (
    ("Ctrl+Enter", Message("footer", "Send")),
    ("F2", Message("footer", "Texts")),
    ("F4", Message("footer", "Edit")),
    ("Ctrl+P", Message("footer", "PDF")),
    ("Ctrl+→", Message("footer", "Someone else")),
)
