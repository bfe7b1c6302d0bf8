# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists made by chance are read as a careful person would read them, and never wrongly without a sign.

`python -m tests.lists.strange_lists 2000` tries many more and says which difficulties are hard.
"""

import csv
import io
import re
from functools import cache
from html import unescape
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.lists.check import HARMFUL, WRONG, check_list
from tests.lists.decoys import as_text
from tests.lists.difficulties import DIFFICULTIES, EXCLUDING
from tests.lists.layout import PERSON
from tests.lists.strange_lists import make_list

ODS_ROW = r"<table:table-row>(.*?)</table:table-row>"
ODS_CELL = r"<table:table-cell(?:/>|[^>]*>(.*?)</table:table-cell>)"

SEEDS = range(36)
"""Six of each level; of the others `python -m tests.lists.strange_lists` tells."""


def page_cells(strange, path):
    """The cells of a page or a LibreOffice sheet, by their tags alone."""
    is_page = strange.form.page == "web_page"
    text = path.read_text("utf-8") if is_page else ZipFile(path).read("content.xml").decode()
    row, cell = (r"<tr>(.*?)</tr>", r"<td>(.*?)</td>") if is_page else (ODS_ROW, ODS_CELL)
    return {
        number: [
            re.sub("</text:p><text:p>|<br>", "\n", unescape(one)).replace("<text:p>", "").replace("</text:p>", "")
            for one in re.findall(cell, found)
        ]
        for number, found in enumerate(re.findall(row, text, re.S), 1)
    }


def cells_of(strange, path):
    """Row number → cells, read with other code than Checkin's."""
    if strange.form.encoding:
        text = path.read_bytes().decode(strange.form.encoding).replace("\ufeff", "")
        return dict(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=strange.form.separator), 1))
    if strange.form.page:
        return page_cells(strange, path)
    sheet = max(load_workbook(path), key=lambda sheet: sheet.max_row)
    return dict(enumerate(sheet.iter_rows(values_only=True), 1))


@pytest.fixture(scope="module")
def mistakes_of(tmp_path_factory):
    """seed → what Checkin makes of that list, read once."""
    folder = tmp_path_factory.mktemp("lists")
    return cache(lambda seed: check_list(make_list(seed), folder))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_wrong_without_a_sign(seed, mistakes_of):
    """Nobody who declined is expected, no names are swapped, no total is a person, nobody is lost."""
    assert [str(one) for one in mistakes_of(seed) if one.grade == HARMFUL] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_strange_list_is_read_right(seed, mistakes_of):
    assert [str(one) for one in mistakes_of(seed) if one.grade == WRONG] == []


@pytest.mark.parametrize("seed", range(24))
def test_who_withdrew_beside_a_payment_is_cancelled_or_asked_about(seed, tmp_path):
    found = check_list(make_list(seed, 1, "payment_beside"), tmp_path)
    assert [str(one) for one in found if one.grade == HARMFUL] == []


@pytest.mark.parametrize("seed", range(24))
def test_the_rows_that_are_said_to_be_people_hold_them(seed, tmp_path):
    strange = make_list(seed)
    rows = cells_of(strange, strange.write(tmp_path))
    for row, line in enumerate(strange.lines, strange.first_row):
        if line.kind == PERSON:
            found = [as_text("" if cell is None else cell) for cell in rows[row]]
            wanted = [as_text(cell) for cell in line.cells]
            assert [*found, *[""] * len(wanted)][: len(wanted)] == wanted


def test_a_list_is_a_function_of_its_seed(tmp_path):
    once, again = make_list(11), make_list(11)
    assert (once.difficulties, once.lines, once.form) == (again.difficulties, again.lines, again.form)
    assert make_list(12).lines != once.lines


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_each_difficulty_makes_a_list(name, tmp_path):
    strange = make_list(0, 3, name)
    assert name in strange.difficulties
    assert len(strange.difficulties) == 3
    assert 15 <= len(strange.people) <= 122
    assert strange.write(tmp_path).stat().st_size > 0


def test_what_excludes_each_other_is_a_difficulty():
    assert set().union(*EXCLUDING) <= DIFFICULTIES.keys()
