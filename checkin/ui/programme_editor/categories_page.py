# SPDX-License-Identifier: GPL-3.0-or-later
"""The categories page of the programme editor."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import Category, Event, Programme
from checkin.core.programme.programme_edits import provisional_id, put_item, remove_item
from checkin.core.programme.programme_wording import PROGRAMME_FIELD_NAMES
from checkin.core.programme.proposed_control_points import unique_name, with_categories
from checkin.core.text_folding import fold_text
from checkin.desk.programme.programme_use import ProgrammeUse
from checkin.language import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.programme_editor.editor_fields import TextField, TickField
from checkin.ui.programme_editor.item_form import ItemForm
from checkin.ui.programme_editor.item_list_page import ItemEntry, ItemListPage
from checkin.ui.programme_editor.page_mistakes import Mistakes, first_named, mistake_sentences, mistaken_ids
from checkin.ui.widgets.labels import label


class CategoriesPage(QWidget):
    """The page; `may_remove` asks the user before a category is removed."""

    edited = Signal(object, object)
    broken_changed = Signal()

    def __init__(self, use: ProgrammeUse, may_remove: Callable[[Programme, Category], bool]) -> None:
        super().__init__()
        self._use, self._may_remove, self._programme = use, may_remove, Programme(Event(""))
        self._mistakes: Mistakes = ()
        fields = {"name": TextField(PROGRAMME_FIELD_NAMES["name"]), "calls_attention": TickField(_ATTENTION)}
        self.form = ItemForm(fields, ((("name", 8),), (("calls_attention", 12),)))
        self.form.add(label(translate(_MEANING), SMALL), 0)
        self.page = ItemListPage(_NAME, self.form, _EMPTY)
        self.add, self.remove = QPushButton(translate(_ADD)), QPushButton(translate(_REMOVE))
        self.take = QPushButton(translate(_TAKE, count=len(use.people)))
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take_said)
        if use.people:
            self.page.add_to_begin(label(translate(_SAID, names=first_named(use.categories()))), self.take)
        self.page.add_button(self.add, self._add)
        self.page.add_button(self.remove, self._remove)
        self.page.chosen_changed.connect(self._show_chosen)
        self.form.edited.connect(self._put)
        self.setFocusProxy(self.page.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: Mistakes) -> None:
        self._programme, self._mistakes = programme, mistakes
        bad = mistaken_ids(mistakes, Category)
        self.page.show_entries([self._entry(c, c.id in bad) for c in programme.categories], self.page.chosen)
        self._show_chosen()

    def choose(self, item_id: str, field: str) -> None:
        self.page.choose(item_id)
        self.page.go_to(field)

    def _show_chosen(self) -> None:
        category = self._programme.category(self.page.chosen)
        self.remove.setEnabled(category is not None)
        if category:
            self.form.show_item(category)
            self.form.tell(mistake_sentences(self._mistakes, Category, category.id))

    def _entry(self, category: Category, is_wrong: bool) -> ItemEntry:
        count = self._use.of_category(category)
        parts = [
            translate(_PEOPLE, count=count) if count else "",
            translate(_SHORT) if category.calls_attention else "",
        ]
        return ItemEntry(category.id, category.name or "…", " · ".join(filter(None, parts)), is_wrong)

    def _put(self, category: Category, field: str) -> None:
        self.edited.emit(put_item(self._programme, category), (category.id, field))

    def _add(self) -> None:
        name = unique_name(translate(_NEW), {fold_text(c.name) for c in self._programme.categories})
        category = Category(provisional_id(self._programme), name)
        self.edited.emit(put_item(self._programme, category), ())
        self.choose(category.id, "name")
        field = self.form.fields["name"]
        assert isinstance(field, TextField)
        field.line.selectAll()

    def _take_said(self) -> None:
        """Add the categories found in lists; those of speakers are watched for absence."""
        self.edited.emit(with_categories(self._programme, self._use.categories()), ())
        self.choose(self._programme.categories[0].id, "name")

    def _remove(self) -> None:
        category = self._programme.category(self.page.chosen)
        if category and self._may_remove(self._programme, category):
            self.edited.emit(remove_item(self._programme, category), ())


_NAME = Message("programme editor", "Categories")
_EMPTY = Message(
    "programme editor",
    "No rules: everyone may enter everywhere. With categories, a control point can let in only some of them.",
)
_SAID = Message("programme editor", "The list of people has categories: {names}")
_TAKE = Message("programme editor", "Use the categories in the list ({count})")
_ADD = Message("programme editor", "Add")
_REMOVE = Message("programme editor", "Remove")
_NEW = Message("programme editor", "New category")
_ATTENTION = Message("programme editor", "Asks for attention: the arrival shows an answer to read, not just a tick")
_SHORT = Message("programme editor", "asks for attention")
_MEANING = Message("programme editor", "The word used in your list of people. Capitals and accents do not matter.")
_PEOPLE = Message("programme editor", "people: {count}")
