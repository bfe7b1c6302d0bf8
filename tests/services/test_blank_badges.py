# SPDX-License-Identifier: GPL-3.0-or-later
"""Blanks: what stands on them can be read again, and no stock repeats another."""

import pytest

from checkin.badges.badge_problems import find_problems, page_image
from checkin.core.badges.badge_defaults import MOST_AT_ONCE
from checkin.core.badges.imposition import SHEETS, impose
from checkin.core.message import UserError
from checkin.core.tokens import MOST_BLANKS, CodeOrigin
from checkin.devices.decoder import decode_image
from checkin.services.badges.badge_documents import BlankOrder, make_blanks, write_blanks


@pytest.mark.parametrize("size", [(86, 54), (105, 148), (62, 100), (75, 40), (29, 90), (50, 30)])
def test_a_blank_of_every_size_is_read_by_a_camera(qapp, event, tmp_path, size):
    (blank,) = make_blanks(event, 1, 104_975, size)
    page_image(blank, impose([blank.template], None)[0], 300).save(str(tmp_path / "blank.png"))
    (seen,) = decode_image(tmp_path / "blank.png")
    token = event.key.read(seen.text)
    assert (token.origin, token.number) == (CodeOrigin.BLANK, 104_975)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_nothing_is_cut_on_any_sheet(qapp, event, tmp_path, sheet):
    blanks = make_blanks(event, 2, MOST_BLANKS - 1, (sheet.width, sheet.height))
    assert list(find_problems(blanks)) == []
    assert write_blanks(event, tmp_path / "blanks.pdf", BlankOrder(2, 7, sheet)) == 1


def test_two_stocks_have_no_code_in_common(event):
    stocks = [[blank.subject.values["code"] for blank in make_blanks(event, 50)] for _ in range(4)]
    assert len({code for stock in stocks for code in stock}) == 200


@pytest.mark.parametrize(("count", "first"), [(0, 1), (MOST_AT_ONCE + 1, 1), (1, 0), (2, MOST_BLANKS)])
def test_numbers_that_do_not_fit_are_refused(event, count, first):
    with pytest.raises(UserError, match="Nothing was written"):
        make_blanks(event, count, first)
