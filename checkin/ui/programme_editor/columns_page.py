# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns page of the programme editor: which columns of the list are shown and counted, and which ask for
attention.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from checkin.core import chosen_columns
from checkin.core.attendee import COLUMN_FIELDS, CUSTOM
from checkin.core.message import Message
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, RuleTest
from checkin.core.programme.programme_edits import provisional_id, put_item
from checkin.core.programme.programme_schema import DISPLAY_NAMES, PROGRAMME_FIELD_NAMES, TEST_NAMES
from checkin.core.schedules.programme_update import schedule_line
from checkin.core.text_folding import fold_text
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.programme.session_row import requirement_field_label
from checkin.ui.programme_editor import editor_fields, item_list_page
from checkin.ui.programme_editor.control_points_page import SEPARATOR
from checkin.ui.widgets.form_fields import ComboBox, WrappingCheckBox, label


class ColumnsPage(item_list_page.OrderedItemsPage):
    """The page. A chosen column that the newest list does not have stays, and says so."""

    kind = Column

    def __init__(self, use: ProgrammeUse, may_remove: item_list_page.MayRemove) -> None:
        self._use, self._known = use, dict[object, Counter[str]]()
        self._undecided = set[str]()  # new columns of which the user has not said how they are shown
        self._counts = Counter[str]()
        super().__init__(item_list_page.ListWording(_NAME, _EMPTY, _NEW), _form(lambda: self._counts), may_remove)
        self._missing = label("", SMALL, 600)
        self.form.add(self._missing, 0)
        self.lay_buttons(self.add, self.remove, self.up, self.down)

    def new_item(self) -> Column:
        """Return a column for which none of the list is chosen yet."""
        column = Column(provisional_id(self.programme), self.new_name(), "")
        self._undecided.add(column.id)
        return column

    def entry(self, item: Column, is_wrong: bool) -> item_list_page.ItemEntry:
        parts = (
            translate(Message("programme editor", "not in the latest list")) if self._is_missing(item) else "",
            translate(_CONCERNED, count=0) if self._is_idle(item) else "",
            translate(_SHORT[item.shown_as]),
            translate(Message("programme editor", "counted")) if item.is_counted else "",
            translate(_RULES, count=len(item.rules)) if item.rules else "",
        )
        return item_list_page.ItemEntry(
            item.id, item.name or item_list_page.NAMELESS, " · ".join(filter(None, parts)), is_wrong
        )

    def wrong_ids(self) -> set[str]:
        return super().wrong_ids() | {
            column.id for column in self.programme.columns if self._is_missing(column) or self._is_idle(column)
        }

    def show_item(self, item: Column) -> None:
        field, categories = self.form.fields["field"], self.form.fields["only_for"]
        assert isinstance(field, editor_fields.ChoiceField)
        assert isinstance(categories, editor_fields.TicksField)
        offered = dict.fromkeys((*self._fields(), *filter(None, [item.field])))
        none = [] if item.field else [("", translate(Message("programme editor", "Choose a column…")))]
        field.offer([*none, *((name, requirement_field_label(name)) for name in offered)])
        categories.offer([(c.id, c.name) for c in self.programme.categories])
        self._missing.setText(translate(_NOT_LISTED, name=requirement_field_label(item.field)))
        self._missing.setVisible(self._is_missing(item))
        self._counts = self._counted(item)
        self.form.show_item(item)

    def put(self, item: Column, field: str) -> None:
        """Emit the changed programme. Another column brings its own name, unless the user gave one; adding or removing
        a rule is a step of its own. A new column with a rule, or of days of birth, is not shown until the user says so.
        """
        before: Column = self.item
        is_given = before.name not in (requirement_field_label(before.field), "")
        if field == "field" and (not is_given or before.name.startswith(translate(_NEW))):
            item = replace(item, name=requirement_field_label(item.field))
        if field == "shown_as":
            self._undecided.discard(item.id)
        elif item.id in self._undecided and field in ("field", "rules"):
            is_private = bool(item.rules) or self._are_days_of_birth(item)
            item = replace(item, shown_as=ColumnDisplay.HIDDEN if is_private else ColumnDisplay.CHIP)
        is_step = field == "field" or len(before.rules) != len(item.rules)
        self.edited.emit(put_item(self.programme, item), () if is_step else (item.id, field))

    def _are_days_of_birth(self, column: Column) -> bool:
        counts = chosen_columns.count_values(self._use.attendees(), column, put_item(self.programme, column))
        return chosen_columns.are_days_of_birth(counts, self.programme.event.day or datetime.now().astimezone().date())

    def _fields(self) -> tuple[str, ...]:
        return (*(CUSTOM + title for title in self._use.custom), *COLUMN_FIELDS)

    def _is_missing(self, column: Column) -> bool:
        return bool(chosen_columns.missing_titles([column], self._use.listed_titles))

    def _counted(self, column: Column) -> Counter[str]:
        """Return the people of each value, counted again only for another column or other categories."""
        asked = (column.field, column.only_for, self.programme.categories)
        if asked not in self._known:
            self._known[asked] = chosen_columns.count_values(self._use.attendees(), column, self.programme)
        return self._known[asked]

    def _is_idle(self, column: Column) -> bool:
        counts = self._counted(column) if column.rules else Counter[str]()
        return bool(counts) and any(not chosen_columns.count_met(rule, counts) for rule in column.rules)


class ColumnRuleRow(editor_fields.FieldRow):
    """A rule: what is asked of the value, what follows, the sentence to be read, and how many people it concerns.

    `counts` returns the people of each text in the column; its values can be ticked.
    """

    def __init__(self, counts: Callable[[], Mapping[str, int]]) -> None:
        self._counts = counts
        self.test, self.effect = ComboBox(translate(_TEST)), ComboBox(translate(_EFFECT))
        self.values, self.text = editor_fields.LineInput(), editor_fields.LineInput()
        self.listed, self.concerned = editor_fields.TicksField(_LISTED, _NO_CATEGORY), editor_fields.MistakeLabel()
        self.also_empty, self.met = WrappingCheckBox(""), label("", SMALL)
        self._tests = list(TEST_NAMES)
        self.test.addItems([translate(TEST_NAMES[test]) for test in self._tests])
        self.effect.addItems([translate(Message("programme editor", "let in, to be read:")), translate(_NEEDS_PERSON)])
        for field, words in ((self.values, _VALUES), (self.text, _SENTENCE)):
            field.setPlaceholderText(translate(words))
            field.setAccessibleName(translate(words))
        asked = (
            [(self.test, 2), (self.values, 3)],
            [(self.listed, 1)],
            [(self.also_empty, 1)],
            [(self.effect, 2), (self.text, 3)],
        )
        super().__init__([*asked, [(self.met, 1)], [(self.concerned, 1)]], _REMOVE_RULE)
        for line in (self.values, self.text):
            line.textEdited.connect(self.edited)
        for choice in (self.test, self.effect):
            choice.activated.connect(lambda _: self.edited.emit())
        self.listed.edited.connect(self._take_ticks)
        self.also_empty.clicked.connect(lambda _: self.edited.emit())

    def value(self) -> ColumnRule:
        test = self._tests[max(0, self.test.currentIndex())]
        texts = [self.values.text()] if test.is_measured else self.values.text().split(SEPARATOR)  # “17,5” is one value
        return ColumnRule(
            test,
            tuple(filter(None, map(schedule_line, texts))) if test.has_values else (),
            schedule_line(self.text.text()),
            needs_person=self.effect.currentIndex() == 1,
            also_empty=test is RuleTest.NONE_OF and self.also_empty.isChecked(),
        )

    def show_value(self, value: ColumnRule) -> None:
        self.test.setCurrentIndex(self._tests.index(value.test))
        self.effect.setCurrentIndex(int(value.needs_person))
        if self.value().values != value.values or not value.test.has_values:
            self.values.setText(f"{SEPARATOR} ".join(value.values))
            self.values.setCursorPosition(0)
        if schedule_line(self.text.text()) != value.text:
            self.text.setText(value.text)
            self.text.setCursorPosition(0)
        self.values.setEnabled(value.test.has_values)
        placeholder = _MEASURE if value.test.is_measured else _VALUES
        self.values.setPlaceholderText(translate(placeholder) if value.test.has_values else "")
        self.also_empty.setChecked(value.also_empty)
        self.also_empty.setVisible(value.test is RuleTest.NONE_OF)
        self._show_people(value)

    def _show_people(self, rule: ColumnRule) -> None:
        """Show the values of the list, and how many people the rule concerns; nothing without people."""
        counts = self._counts()
        offered = chosen_columns.values_to_tick(counts) if rule.test in (RuleTest.ONE_OF, RuleTest.NONE_OF) else []
        self.listed.offer([(text, translate(_OF_PEOPLE, value=text, count=people)) for text, people in offered])
        self.listed.setVisible(bool(offered))
        spelled = {fold_text(text): text for text, _ in offered}
        self.listed.show_value(tuple(spelled.get(fold_text(text), text) for text in rule.values))
        self.also_empty.change_words(translate(_ALSO_EMPTY, count=chosen_columns.count_empty(counts)))
        is_complete = bool(counts) and (bool(rule.values) or not rule.test.has_values)
        met = translate(_CONCERNED, count=chosen_columns.count_met(rule, counts)) if is_complete else ""
        is_idle = is_complete and not chosen_columns.count_met(rule, counts)
        self.met.setText("" if is_idle else met)
        self.met.setVisible(bool(met) and not is_idle)
        self.concerned.show_mistake(met if is_idle else "")

    def _take_ticks(self, values: object) -> None:
        assert isinstance(values, tuple)
        self.values.setText(f"{SEPARATOR} ".join(values))
        self.edited.emit()


def _form(counts: Callable[[], Mapping[str, int]]) -> item_list_page.ItemForm:
    fields = {
        "field": editor_fields.ChoiceField(Message("programme editor", "Column of the list")),
        "name": editor_fields.TextField(Message("programme editor", "Name on the screens")),
        "shown_as": editor_fields.ChoiceField(
            PROGRAMME_FIELD_NAMES["shown_as"], [(each, translate(words)) for each, words in DISPLAY_NAMES.items()]
        ),
        "in_search": editor_fields.TickField(Message("programme editor", "In search results too")),
        "in_kiosk": editor_fields.TickField(Message("programme editor", "In self-service too")),
        "is_counted": editor_fields.TickField(Message("programme editor", "Count its values")),
        "only_for": editor_fields.TicksField(_WHO, _NO_CATEGORY),
        "rules": editor_fields.RowsField(_ATTENTION, _ADD_RULE, lambda: ColumnRuleRow(counts), ColumnRule),
    }
    rows = (
        (("field", 6), ("name", 6)),
        (("shown_as", 12),),
        (("in_search", 12),),
        (("in_kiosk", 12),),
        (("is_counted", 12),),
        (("rules", 12),),
        (("only_for", 12),),
    )
    return item_list_page.ItemForm(fields, rows)


_NAME = Message("programme editor", "Columns of the list")
_EMPTY = Message(
    "programme editor",
    "No column chosen: the answer shows organisation, role, category and sessions. Add a column to show a table, a "
    "meal or a T-shirt size as well, to count them, or to be told what to look out for.",
)
_NEW = Message("programme editor", "New column")
_SHORT = {
    ColumnDisplay.CHIP: Message("programme editor", "chip"),
    ColumnDisplay.VALUE: Message("programme editor", "chip"),
    ColumnDisplay.LINE: Message("programme editor", "line"),
    ColumnDisplay.HIDDEN: Message("programme editor", "not in the answer"),
}
_RULES = Message("programme editor", "{count} {count:rule|rules}")
_NOT_LISTED = Message(
    "programme editor",
    "The latest list has no column “{name}”. What earlier lists said is still shown; choose another column if it was "
    "renamed.",
)
_WHO = Message("programme editor", "For whom (nothing ticked: everyone)")
_NO_CATEGORY = Message("programme editor", "There are no categories yet, so it is for everyone.")
_ATTENTION = Message("programme editor", "Calls for attention")
_ADD_RULE = Message("programme editor", "Add a rule")
_REMOVE_RULE = Message("programme editor", "Remove this rule")
_TEST = Message("programme editor", "When the value")
_EFFECT = Message("programme editor", "What happens then")
_VALUES = Message("programme editor", "These values: yes, missing…")
_MEASURE = Message("programme editor", "For example: 17, or 31/12/2008")
_ALSO_EMPTY = Message("programme editor", "Also where the cell is empty ({count})")
_SENTENCE = Message("programme editor", "Ask for the certificate…")
_LISTED = Message("programme editor", "Values of the list")
_OF_PEOPLE = Message("programme editor", "{value} ({count})")
_CONCERNED = Message("programme editor", "{count} {count:person|people} concerned")
_NEEDS_PERSON = Message("programme editor", "confirm first, reading:")
