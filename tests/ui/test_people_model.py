# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the list: read a page at a time, wherever one scrolls to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from checkin.core.attendee import Presence, Status
from checkin.core.people_list import AttendeeColumn, AttendeeOrder, PersonAtPoint
from checkin.ui.people.people_table import COLUMNS, MOST_PAGES, PAGE, PeopleModel
from tests.builders import MORNING, a_programme, an_attendee

NAME, STATE = COLUMNS.index(AttendeeColumn.NAME), COLUMNS.index(AttendeeColumn.STATE)
PROGRAMME = a_programme()


class Reader:
    """People who are called like their ids, and how often they were asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, ids):
        self.asked.append(list(ids))
        return [None if each == "gone" else PersonAtPoint(an_attendee(1, id=each, last_name=each)) for each in ids]


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def model(qapp, reader):
    made = PeopleModel(reader, lambda: PROGRAMME, lambda: PROGRAMME.control_points[0])
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_only_the_page_that_is_seen_is_read_and_only_once(model, reader):
    model.show([str(n) for n in range(100_000)])
    reader.asked.clear()
    assert model.index(99_990, NAME).data() == "99990 Éléonore"
    assert model.index(99_991, STATE).data() == "Expected"
    assert [len(asked) for asked in reader.asked] == [100_000 % PAGE or PAGE]


def test_pages_seen_long_ago_are_let_go(model, reader):
    model.show([str(n) for n in range(PAGE * (MOST_PAGES + 2))])
    for page in range(MOST_PAGES + 2):
        model.standing(page * PAGE)
    reader.asked.clear()
    model.standing(PAGE * (MOST_PAGES + 1))
    assert not reader.asked
    model.standing(0)
    assert len(reader.asked) == 1


def test_the_same_people_keep_their_rows_and_are_read_again(model, reader):
    model.show(["a", "b"])
    model.standing(0)
    reset, changed = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    model.show(["a", "b"])
    assert (reset.count(), changed.count()) == (0, 1)
    reader.asked.clear()
    model.standing(0)
    assert reader.asked == [["a", "b"]]
    model.show(["b"])
    assert (reset.count(), model.row_of("b"), model.row_of("a")) == (1, 0, -1)


def test_somebody_who_has_gone_is_an_empty_row(model):
    model.show(["a", "gone"])
    assert texts(model, 1) == [None] * len(COLUMNS)


@pytest.mark.parametrize(
    ("fields", "standing", "told"),
    [
        ({}, {}, "Expected"),
        ({"presence": Presence.REMOTE}, {}, "Online"),
        ({"status": Status.PENDING}, {}, "To be approved"),
        ({"status": Status.UNPAID}, {}, "To be paid"),
        ({}, {"arrived_at": MORNING, "is_inside": True, "came": 1}, "Arrived 06:40"),
        ({"status": Status.CANCELLED}, {"arrived_at": MORNING, "is_inside": True, "came": 1}, "Cancelled"),
        ({}, {"arrived_at": MORNING, "came": 1}, "Came 06:40, out"),
        ({"places": 5}, {"arrived_at": MORNING, "is_inside": True, "came": 3}, "3 of 5 came"),
        ({"status": Status.BLOCKED}, {}, "Blocked"),
    ],
)
def test_how_they_stand_is_one_word(qapp, fields, standing, told):
    model = PeopleModel(
        lambda ids: [PersonAtPoint(an_attendee(1, **fields), **standing)],
        lambda: PROGRAMME,
        lambda: PROGRAMME.control_points[0],
    )
    model.show(["a"])
    assert model.index(0, STATE).data() == told


def test_a_cell_says_what_the_programme_calls_it(qapp):
    person = an_attendee(1, category="officiel", sessions=("atelier-b", "gone"))
    model = PeopleModel(lambda ids: [PersonAtPoint(person)], lambda: PROGRAMME, lambda: PROGRAMME.control_points[1])
    model.show(["a"])
    assert texts(model, 0) == [
        "Le Goff-1 Éléonore",
        "",
        "Officiel",
        "Expected",
        "Atelier B, gone",
        f"…{person.ticket_code[-4:]}",
    ]
    across = Qt.Orientation.Horizontal
    assert [model.headerData(n, across) for n in range(6)][STATE] == "Atelier B"


def test_another_order_is_told_once(model):
    heard = QSignalSpy(model.order_changed)
    for _ in range(2):
        model.sort(STATE, Qt.SortOrder.DescendingOrder)
    assert (heard.count(), model.order) == (1, AttendeeOrder(AttendeeColumn.STATE, is_descending=True))
