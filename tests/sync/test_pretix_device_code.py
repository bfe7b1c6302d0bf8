# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a device code: what is read, and what is refused with a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.sync.pretix_device_code import DeviceCode, looks_like_device_code, server_title


def code(url="https://billets.example", token="233xerzeak6rk4nz", **more):
    return json.dumps({"handshake_version": 1, "url": url, "token": token, **more})


def test_a_code_is_read_as_pretix_shows_it():
    read = DeviceCode.read(f"\ufeff {code('https://billets.example/tickets/')}\n")
    assert (read.url, read.token) == ("https://billets.example/tickets", "233xerzeak6rk4nz")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example 233xerzeak6rk4nz",
        "System URL: https://a.example/\nToken: 233xerzeak6rk4nz\n",
        "URL du système : https://a.example Jeton : 233xerzeak6rk4nz",
    ],
)
def test_the_address_and_the_token_may_be_pasted_as_the_page_shows_them(text):
    assert DeviceCode.read(text) == DeviceCode("https://a.example", "233xerzeak6rk4nz")


def test_a_code_without_a_version_is_read_and_one_of_a_later_version_is_not():
    assert DeviceCode.read('{"url": "https://a.example", "token": "abc"}').token == "abc"
    with pytest.raises(UserError, match="newer"):
        DeviceCode.read(code(handshake_version=2))


@pytest.mark.parametrize(
    "url",
    ["http://localhost:8345", "http://127.0.0.1", "http://192.168.1.7:80", "http://pretix.local", "http://[::1]:1"],
)
def test_a_server_on_a_private_network_needs_no_certificate(url):
    assert DeviceCode.read(code(url)).url == url


@pytest.mark.parametrize("url", ["http://billets.example", "http://8.8.8.8"])
def test_nothing_goes_unencrypted_over_the_internet(url):
    with pytest.raises(UserError, match="not encrypted"):
        DeviceCode.read(code(url))


@pytest.mark.parametrize(
    "url",
    ["", "billets.example", "ftp://a.example", "https://", "https://me:pw@a.example", "https://a:x/", "https://[a"],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(UserError, match="address"):
        DeviceCode.read(code(url))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "uyz5jdztk36f4hh4nq633qytnppku755",
        "[]",
        "{}",
        '{"url": "https://a.example"}',
        code(token=""),
        code(token="a b"),
        code(token="é"),
        code(token="a\n"),
        code(token=7),
        "[" * 1_990,
        code(token="a" * 3_000),
    ],
)
def test_any_other_text_is_refused_with_what_to_do(text):
    with pytest.raises(UserError, match="In pretix, the page"):
        DeviceCode.read(text)


@given(st.text() | st.dictionaries(st.sampled_from(["url", "token"]), st.text() | st.integers()).map(json.dumps))
def test_no_text_does_more_than_be_refused(text):
    try:
        read = DeviceCode.read(text)
    except UserError:
        return
    assert read.url.startswith(("http://", "https://"))


def test_a_scanned_device_code_is_told_from_a_ticket():
    assert looks_like_device_code(code())
    assert not looks_like_device_code("uyz5jdztk36f4hh4nq633qytnppku755")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://tickets.example.org/shop", "tickets.example.org"),
        ("http://localhost:8719", "localhost"),
        ("http://127.0.0.1:8719", "pretix"),
        ("http://[fd00::1]:80", "pretix"),
    ],
)
def test_a_file_is_named_after_the_server_and_not_after_a_number(address, title):
    assert server_title(address) == title
