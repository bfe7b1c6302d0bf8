# SPDX-License-Identifier: GPL-3.0-or-later
"""The categories page of the programme editor."""

from checkin.core.message import Message
from checkin.core.programme.programme import Category
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES
from checkin.core.programme.proposed_control_points import with_categories
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.programme_editor.editor_fields import TextField, TickField
from checkin.ui.programme_editor.item_form import ItemForm
from checkin.ui.programme_editor.item_list_page import ItemEntry, ItemListPage, ListWording, MayRemove
from checkin.ui.widgets.labels import label


class CategoriesPage(ItemListPage):
    """The page. An empty one offers the categories found in lists."""

    kind = Category

    def __init__(self, use: ProgrammeUse, may_remove: MayRemove) -> None:
        fields = {"name": TextField(PROGRAMME_FIELD_NAMES["name"]), "calls_attention": TickField(_ATTENTION)}
        form = ItemForm(fields, ((("name", 8),), (("calls_attention", 12),)))
        form.add(label(translate(_MEANING), SMALL), 0)
        super().__init__(ListWording(_NAME, _EMPTY, _NEW), form, may_remove)
        self._use = use
        self.lay_buttons(self.add, self.remove)
        self.offer_found(use.categories(), _SAID, _TAKE, self._add_listed)

    def entry(self, item: Category, is_wrong: bool) -> ItemEntry:
        count = self._use.of_category(item)
        parts = [
            translate(_PEOPLE, count=count) if count else "",
            translate(_SHORT) if item.calls_attention else "",
        ]
        return ItemEntry(item.id, item.name or "…", " · ".join(filter(None, parts)), is_wrong)

    def _add_listed(self) -> None:
        """Add the categories found in lists; those of speakers are watched for absence."""
        self.edited.emit(with_categories(self.programme, self._use.categories()), ())
        self.choose(self.programme.categories[0].id, "name")


_NAME = Message("programme editor", "Categories")
_EMPTY = Message(
    "programme editor",
    "No rules: everyone may enter everywhere. With categories, a control point can let in only some of them.",
)
_SAID = Message("programme editor", "The list of people has categories: {names}")
_TAKE = Message("programme editor", "Use the categories in the list ({count})")
_NEW = Message("programme editor", "New category")
_ATTENTION = Message("programme editor", "Asks for attention: the arrival shows an answer to read, not just a tick")
_SHORT = Message("programme editor", "asks for attention")
_MEANING = Message("programme editor", "The word used in your list of people. Capitals and accents do not matter.")
_PEOPLE = Message("programme editor", "people: {count}")
