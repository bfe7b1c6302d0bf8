# SPDX-License-Identifier: GPL-3.0-or-later
"""How an export says how it was made, and what its files are called."""

import pytest

from checkin.core.exports.columns import PRESETS, Wish, wish
from checkin.core.exports.made_line import made_line, wish_in
from checkin.core.exports.names import account_name, attendance_name, scans_name


@pytest.mark.parametrize("made", [Wish(), wish(is_anonymous=True), *(wish(p.key) for p in PRESETS)])
def test_it_says_what_was_wished(made):
    read = wish_in(f"<t>{made_line(made)}</t>")
    assert read.columns == made.columns
    assert read.is_anonymous == made.is_anonymous
    assert read.has_scans == (made.has_scans and not made.is_anonymous)


def test_of_another_version_nothing_is_guessed():
    assert wish_in("checkin:made:2:plain:code") is None
    assert wish_in("checkin:made:1:plain:code,shoe_size") is None
    assert wish_in("") is None


def test_what_lies_beside_a_csv_is_found_from_any_of_its_files():
    for name in ("soir.csv", "soir-account.csv", "soir-scans.csv"):
        assert (attendance_name(name), account_name(name), scans_name(name)) == (
            "soir.csv",
            "soir-account.csv",
            "soir-scans.csv",
        )
    assert attendance_name("soir.xlsx") == account_name("soir.xlsx") == "soir.xlsx"
