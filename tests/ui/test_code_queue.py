# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes that wait their turn: none is skipped, none is left behind, and the more wait the less time each has."""

import pytest
from PySide6.QtCore import QObject

from checkin.ui.widgets.keyboard import BREATH_MS, LEAST_BREATH_MS, QUESTION_MS, CodeQueue


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def queue(owner):
    return CodeQueue(owner)


@pytest.fixture
def heard(queue):
    codes = []
    queue.due.connect(codes.append)
    return codes


def add(queue, codes):
    for code in codes:
        queue.add(code)


def test_all_are_handed_on_in_order(queue, heard, qtbot):
    add(queue, "ABCDEF")
    assert heard == ["A"]
    qtbot.waitUntil(lambda: heard == list("ABCDEF"))


def test_the_more_wait_the_shorter_the_rest(queue, heard):
    queue.add("A")
    rests = []
    for code in "BCDEFGH":
        queue.add(code)
        rests.append(queue.rest_ms)
    assert rests[0] == BREATH_MS
    assert rests == sorted(rests, reverse=True)
    assert rests[1] <= BREATH_MS // 2
    assert queue.rest_ms <= LEAST_BREATH_MS


def test_ten_codes_at_once_are_answered_in_three_seconds_and_each_is_seen(queue, heard):
    add(queue, "ABCDEFGHIJ")
    rests = []
    while queue.is_waiting:
        rests.append(queue.rest_ms)
        queue.step()
    assert heard == list("ABCDEFGHIJ")
    assert all(rest >= LEAST_BREATH_MS for rest in rests[1:])  # the first began with A, before the others came
    assert sum(rests) <= 3_000


def test_what_is_held_is_not_hurried(queue, heard):
    queue.add("A")
    queue.pause_for(QUESTION_MS)
    add(queue, "BCDEFGH")
    assert queue.rest_ms == QUESTION_MS


def test_finishing_hands_on_all_that_waits_even_while_paused(queue, heard):
    queue.pause(True)
    add(queue, "ABC")
    assert heard == []
    queue.finish()
    assert heard == list("ABC")
    assert not queue.is_waiting


def test_how_many_wait_is_told(queue, heard):
    told = []
    queue.waiting_changed.connect(told.append)
    add(queue, "ABC")
    queue.finish()
    assert told == [0, 1, 2, 0]


def test_after_a_form_that_was_left_what_waited_comes_at_once(queue, heard):
    queue.pause(True)
    add(queue, "AB")
    queue.pause(False)
    assert heard == []  # as after a registration, which is being answered
    queue.resume()
    assert heard == ["A"]
