# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of people comes back from any form of file as it was put in. `CHECKIN_FILES=3000` tries more of them."""

import os

import pytest

from checkin.services.lists.list_preview import read_list
from tests.documents.random_files import RandomFile, plain

FILES = int(os.environ.get("CHECKIN_FILES", "40"))


@pytest.mark.parametrize("number", range(FILES))
def test_a_table_comes_back_from_any_form_of_file(tmp_path, number):
    one = RandomFile(number)
    path = one.write(tmp_path)
    assert [plain(row) for row in read_list(path).sheet.rows] == [plain(row) for row in one.rows], " ".join(one.told)
