# SPDX-License-Identifier: GPL-3.0-or-later
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import BODY_LIMIT, EntryKind, body_text
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import fitted, fitted_entry

WORDS = st.text("aé😀 ", max_size=600)
VALUES = st.recursive(
    WORDS | st.integers(0, 99), lambda v: st.lists(v, max_size=8) | st.dictionaries(WORDS, v, max_size=3)
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["name", "answers", "custom", "texts"]), VALUES), st.integers(400, 2000))
def test_whatever_a_server_says_is_cut_to_the_size_that_is_wanted(body, most):
    cut = fitted(body, most)

    assert cut.keys() == body.keys()
    assert cut == body or len(json.dumps(body, ensure_ascii=False).encode()) > most
    assert fitted(cut, most) == cut


def test_a_code_is_never_cut():
    body = {"ticket_code": "s" * 300, "position": {"secret": "s" * 300}, "custom": {"Remarque": "mot " * 4000}}

    cut = fitted(body, BODY_LIMIT)

    assert cut["ticket_code"] == cut["position"]["secret"] == "s" * 300
    assert cut["custom"]["Remarque"].startswith("mot mot")
    assert body_text(cut)


def test_rules_that_do_not_fit_are_rules_that_nobody_knows():
    products = [{"lookup": ["product", str(number), "x" * 50]} for number in range(300)]
    many = CheckInList(1, "Salon", rules={"inList": [{"var": "product"}, {"objectList": products}]})

    _, subject, cut = fitted_entry((EntryKind.CHECK_IN_LIST_PLANNED, "1", many.body()))

    assert CheckInList.from_body(cut).rules == {"too long for an entry": []}
    assert (subject, cut["name"]) == ("1", "Salon")
