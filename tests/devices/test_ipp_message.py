# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of IPP, and what answers mean. Those of CUPS are as tests/services/test_spooler_and_printers.py got them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.print_jobs import JobState, Medium, PrinterState, PrinterTrouble
from checkin.devices.ipp_client import (
    DEEPEST,
    IppAttribute,
    IppGroupTag,
    IppValueTag,
    MalformedIppError,
    decode_response,
    encode_request,
)
from checkin.devices.ipp_printer import (
    JOB,
    PAPER,
    PRINTER,
    JobTimeouts,
    finished_job_progress,
    has_ended,
    is_given_up,
    match_paper,
    papers,
    read_printer_state,
    reports_paper_output,
    unfinished_job_trouble,
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


IDLE, PROCESSING, STOPPED = 3, 4, 5
PENDING, HELD, AT_WORK, CANCELLED, ABORTED, COMPLETED = 3, 4, 5, 7, 8, 9
PATIENCE = JobTimeouts(warned=6, silent=45)


def a_printer(*reasons, state=IDLE, **others):
    return {"printer-state": [state], "printer-state-reasons": list(reasons or ["none"]), **others}


def a_queue(*reasons, state=IDLE, **others):
    return a_printer(*reasons, state=state, **{"printer-type": [4], "device-uri": ["ipp://printer/ipp"]}, **others)


def a_job(state, age=0, **others):
    return {"job-state": [state], "job-printer-up-time": [100 + age], "time-at-processing": [100], **others}


@pytest.mark.parametrize(
    ("printer", "trouble"),
    [
        (a_printer(), PrinterTrouble.NONE),
        (a_printer("media-low-warning", "toner-low-report"), PrinterTrouble.NONE),
        (a_printer("media-empty-warning"), PrinterTrouble.NONE),  # one tray of two
        (a_printer("media-empty-error"), PrinterTrouble.OUT_OF_PAPER),
        (a_printer("media-needed"), PrinterTrouble.OUT_OF_PAPER),
        (a_printer("media-empty-error", "media-jam-error", state=STOPPED), PrinterTrouble.JAM),
        (a_printer("door-open-error"), PrinterTrouble.COVER_OPEN),
        (a_printer("marker-supply-empty-error"), PrinterTrouble.OUT_OF_INK),
        (a_printer("paused", state=STOPPED), PrinterTrouble.STOPPED),
        (a_printer(state=STOPPED), PrinterTrouble.STOPPED),
        (a_printer(**{"printer-is-accepting-jobs": [0]}), PrinterTrouble.REJECTING),
        (a_queue("media-empty-error", "media-jam-report"), PrinterTrouble.NONE),  # its last job's
        (a_queue("media-empty-error", "paused", state=STOPPED), PrinterTrouble.OUT_OF_PAPER),
        (a_queue("paused", state=STOPPED), PrinterTrouble.STOPPED),
    ],
)
def test_what_a_printer_says_of_itself(printer, trouble):
    assert read_printer_state(printer).trouble is trouble


def test_its_own_sentence_is_shown_only_with_a_trouble():
    said = {"printer-state-message": ["Bac vide"]}
    assert read_printer_state(a_printer(**said)) == PrinterState()
    assert read_printer_state(a_printer("media-empty", **said)).detail == "Bac vide"


@pytest.mark.parametrize(
    ("job", "printer", "trouble"),
    [
        (a_job(AT_WORK, age=1), a_queue("media-empty-warning", state=PROCESSING), PrinterTrouble.NONE),
        (a_job(AT_WORK, age=6), a_queue("media-empty-warning", state=PROCESSING), PrinterTrouble.OUT_OF_PAPER),
        (a_job(AT_WORK, age=6), a_queue("connecting-to-device", state=PROCESSING), PrinterTrouble.UNREACHABLE),
        (a_job(AT_WORK, age=44), a_queue("media-jam-report", state=PROCESSING), PrinterTrouble.NONE),
        (a_job(AT_WORK, age=45), a_queue(state=PROCESSING), PrinterTrouble.SLOW),
        (a_job(PENDING), a_queue("paused", state=STOPPED), PrinterTrouble.STOPPED),
        (a_job(HELD), a_queue(), PrinterTrouble.STOPPED),
        (a_job(AT_WORK, age=1), a_queue(**{"printer-is-accepting-jobs": [0]}), PrinterTrouble.NONE),
        ({"job-state": [AT_WORK]}, a_printer(), PrinterTrouble.NONE),
    ],
)
def test_what_keeps_a_job(job, printer, trouble):
    assert unfinished_job_trouble(job, printer, PATIENCE).trouble is trouble


@pytest.mark.parametrize(
    ("job", "printer", "state"),
    [
        (a_job(COMPLETED), a_queue(), JobState.PRINTED),
        (a_job(COMPLETED, **{"job-state-reasons": ["job-completed-with-errors"]}), a_printer(), JobState.UNCERTAIN),
        (a_job(CANCELLED) | {"time-at-processing": [None]}, a_queue(), JobState.FAILED),
        # CUPS counts what it has computed, so that zero says nothing, and neither does one.
        (a_job(CANCELLED, **{"job-media-sheets-completed": [0]}), a_queue(), JobState.UNCERTAIN),
        (a_job(CANCELLED, **{"job-media-sheets-completed": [0]}), a_printer(), JobState.FAILED),
        (a_job(ABORTED, **{"job-impressions-completed": [1]}), a_printer(), JobState.UNCERTAIN),
        (a_job(ABORTED, **{"job-impressions-completed": [0]}), a_printer("media-jam-report"), JobState.UNCERTAIN),
        (a_job(ABORTED), a_printer(), JobState.UNCERTAIN),
    ],
)
def test_what_became_of_a_job(job, printer, state):
    assert finished_job_progress(job, printer).state is state


def test_who_tells_of_paper():
    assert reports_paper_output(a_printer())
    assert reports_paper_output(a_queue())
    assert not reports_paper_output(a_queue("cups-ipp-missing-job-history"))
    assert not reports_paper_output(a_queue() | {"device-uri": ["socket://printer:9100"]})


def sizes(*known):
    return {"media-size-supported": [{"x-dimension": [x], "y-dimension": [y]} for x, y in known]}


@pytest.mark.parametrize(
    ("printer", "paper"),
    [
        (a_printer(), (10500, 14800)),  # it does not say
        (a_printer(**sizes((21000, 29700), (10477, 14817))), (10477, 14817)),
        (a_printer(**sizes((21000, 29700), (10300, 14800))), None),
        (a_printer(**sizes(((5000, 11000), (5000, 30000)))), (10500, 14800)),
        (a_printer(**sizes((14800, 10500))), None),
        (a_queue(**sizes((14800, 10500))), (14800, 10500)),
    ],
)
def test_the_paper_is_called_as_the_printer_calls_it(printer, paper):
    assert match_paper(Medium(105, 148), printer) == paper


values = st.recursive(
    st.none() | st.integers(-(2**31), 2**31 - 1) | st.text(max_size=9) | st.tuples(st.integers(), st.integers()),
    lambda inner: st.dictionaries(st.sampled_from(["x-dimension", "y-dimension"]), st.lists(inner, max_size=2)),
    max_leaves=4,
)
answers = st.dictionaries(st.sampled_from([*PRINTER, *PAPER, *JOB]), st.lists(values, max_size=3))


@given(answers, answers)
def test_no_answer_is_so_strange_that_it_could_not_be_read(job, printer):
    assert read_printer_state(printer).trouble in PrinterTrouble
    assert finished_job_progress(job, printer).state in (JobState.PRINTED, JobState.FAILED, JobState.UNCERTAIN)
    assert unfinished_job_trouble(job, printer, PATIENCE).trouble in PrinterTrouble
    assert has_ended(job) in (True, False)
    assert is_given_up(job) in (True, False)
    match_paper(Medium(62, 100), printer)
    papers(printer)
