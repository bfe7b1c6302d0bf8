# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that a message can go to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import address_without_accents, deliverable_address


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("anne@example.org", "anne@example.org"),
        (" Anne.Le-Goff+billet@Example.ORG ", "Anne.Le-Goff+billet@example.org"),
        ("Anne Le Goff <anne@example.org>", "anne@example.org"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("anne@bücher.example", "anne@xn--bcher-kva.example"),
        ("anne@straße.example", "anne@xn--strae-oqa.example"),
        ("anne@сайт.рф", "anne@xn--80aswg.xn--p1ai"),
        ("anne@example.org.", "anne@example.org"),
    ],
)
def test_an_address_is_written_as_servers_take_it(written, sent):
    assert deliverable_address(written) == sent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anne",
        "anne@",
        "@example.org",
        "anne@example",
        "anne@@example.org",
        "anne@example..org",
        ".anne@example.org",
        "anne.@example.org",
        "anne le@example.org",
        "anne@exa mple.org",
        "anne@-example.org",
        "anne@127.0.0.1",
        "anne@[127.0.0.1]",
        "élodie@example.org",
        '"anne b"@example.org',
        "anne@example.org, jean@example.org",
        "anne@example.org\r\nBcc: tous@example.org",
        "anne@example.org>\r\nRCPT TO:<tous@example.org",
        f"{'a' * 65}@example.org",
        f"anne@{'b' * 64}.org",
        f"anne@{'.'.join(['c' * 60] * 5)}",
        "anne@☃.example",
        "n/a",
    ],
)
def test_what_no_server_takes_is_none(text):
    assert deliverable_address(text) == ""


@given(st.text(alphabet="ab.@-<>\r\n\t ,;:\"'é☃\x00\u202e") | st.text())
def test_an_address_can_hold_nothing_but_an_address(text):
    address = deliverable_address(text)
    assert address.isascii()
    assert not set(address) & set('\r\n\t <>,;:"\x00')
    assert address.count("@") == bool(address)
    assert deliverable_address(address) == address


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("béatrice.abgrall@example.org", "beatrice.abgrall@example.org"),
        ("be\u0301atrice@example.org", "beatrice@example.org"),
        ("Zoé Bœuf <zoé.bœuf@Example.org>", "zoe.boeuf@Example.org"),
        ("beatrice@école.example", ""),  # a domain may have accents
        ("béatrice@école.example", "beatrice@école.example"),
        ("béa@@example.org", ""),
        ("l’abbé@example.org", ""),
        ("anne@example.org", ""),
    ],
)
def test_only_accents_are_taken_out_and_only_where_that_is_enough(written, mended):
    assert address_without_accents(written) == mended
