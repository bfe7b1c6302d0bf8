# SPDX-License-Identifier: GPL-3.0-or-later
"""One list that may name somebody twice: what is told, and of whom nothing is."""

import pytest

from checkin.core.lists.list_fields import SAME_NAME, SAME_PERSON
from checkin.core.lists.list_interpretation import repeated_person
from checkin.core.lists.listed_person import ListedPerson


def anne(row: int, **fields: str) -> ListedPerson:
    return ListedPerson(row, "Anne", "Martin", **fields)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"email": "a@x.org"}, {"email": "A@x.org"}, SAME_PERSON),
        ({"email": "a@x.org"}, {"email": "anne@y.org"}, None),
        ({"email": "a@x.org", "organisation": "CNRS"}, {"email": "anne@y.org", "organisation": "Cnrs"}, SAME_NAME),
        (
            {"email": "a@x.org", "phone": "06 12 34 56 78"},
            {"email": "b@x.org", "phone": "+33 6 12 34 56 78"},
            SAME_NAME,
        ),
        ({}, {}, SAME_NAME),
        ({"email": "a@x.org"}, {}, SAME_NAME),
        ({"organisation": "CNRS"}, {"organisation": "INRAE"}, None),
        ({"organisation": "CNRS", "email": "a@x.org"}, {"organisation": "INRAE", "email": "a@x.org"}, SAME_PERSON),
        ({"phone": "06 12 34 56 78"}, {"phone": "06 98 76 54 32"}, None),
        ({"order": "A1"}, {"order": "A1"}, None),
        ({"order": "A1"}, {"order": "B2"}, SAME_NAME),
    ],
)
def test_two_rows_of_one_name_are_told_unless_something_tells_them_apart(first, second, told):
    found = repeated_person(anne(9, **second), [anne(4, **first)])
    assert (found and found.words) == told
    assert found is None or (found.row, found.fields) == (9, {"other": 4})


def test_the_row_with_the_same_address_is_named_before_one_that_only_may_be_the_same():
    found = repeated_person(anne(9, email="a@x.org"), [anne(2), anne(4, email="a@x.org")])
    assert (found.words, found.fields) == (SAME_PERSON, {"other": 4})
