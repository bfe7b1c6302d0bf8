# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.devices.ipp_client import (
    DEEPEST,
    IppAttribute,
    IppGroupTag,
    IppValueTag,
    MalformedIppError,
    decode_response,
    encode_request,
)

names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12)
whole = st.integers(-(2**31), 2**31 - 1)
plain = st.one_of(
    st.builds(
        IppAttribute,
        st.sampled_from([IppValueTag.INTEGER, IppValueTag.ENUM]),
        names,
        st.lists(whole, min_size=1, max_size=3),
    ),
    st.builds(
        IppAttribute,
        st.sampled_from([IppValueTag.KEYWORD, IppValueTag.NAME, IppValueTag.URI]),
        names,
        st.lists(st.text(max_size=9), min_size=1),
    ),
)
attributes = st.recursive(
    plain,
    lambda inner: st.builds(IppAttribute, st.just(IppValueTag.COLLECTION), names, st.lists(inner, max_size=3)),
    max_leaves=6,
)
groups = st.lists(
    st.tuples(
        st.sampled_from([IppGroupTag.OPERATION, IppGroupTag.JOB, IppGroupTag.PRINTER]), st.lists(attributes, max_size=4)
    ),
    max_size=3,
)


def read(found):
    """What a list of attributes is after it was sent."""
    told = {}
    for kind, name, values in found:
        told.setdefault(name, []).extend([read(values)] if kind is IppValueTag.COLLECTION else values)
    return told


@given(st.integers(0, 0xFFFF), st.integers(0, 2**31 - 1), groups)
def test_what_is_sent_is_what_is_read(status, request, groups):
    answer = decode_response(encode_request(status, request, groups) + b"a document")
    assert (answer.status, answer.request) == (status, request)
    assert [attributes for _, attributes in answer.groups] == [read(attributes) for _, attributes in groups]


def test_a_request_is_the_bytes_that_the_standard_prints():
    """RFC 8010, appendix A.1, shortened."""
    sent = encode_request(
        2, 1, [(IppGroupTag.OPERATION, [IppAttribute(IppValueTag.CHARSET, "attributes-charset", ["utf-8"])])]
    )
    assert sent == b"\x02\x00\x00\x02\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8\x03"


@given(st.binary(max_size=200))
def test_whatever_arrives_is_an_answer_or_malformed(data):
    answer_or_malformed(data)


@given(groups, st.data())
def test_a_damaged_answer_is_an_answer_or_malformed(groups, data):
    message = bytearray(encode_request(0, 1, groups))
    for _ in range(data.draw(st.integers(1, 3))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    answer_or_malformed(bytes(message[: data.draw(st.integers(0, len(message)))]))


def answer_or_malformed(data):
    with contextlib.suppress(MalformedIppError):
        assert decode_response(data).groups is not None


def test_an_endless_nesting_is_malformed():
    opened = b"\x34\x00\x01a\x00\x00" + b"\x4a\x00\x00\x00\x01m\x34\x00\x00\x00\x00" * (DEEPEST + 1)
    with pytest.raises(MalformedIppError, match="deep"):
        decode_response(b"\x02\x00\x00\x00\x00\x00\x00\x01\x04" + opened)


def test_a_text_with_its_language_is_a_text():
    raw = b"\x00\x02fr\x00\x08Bac vide"
    message = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x35\x00\x01a" + len(raw).to_bytes(2, "big") + raw + b"\x03"
    assert decode_response(message).of(IppGroupTag.PRINTER) == [{"a": ["Bac vide"]}]
