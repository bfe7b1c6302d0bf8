# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature comes back from its text as it was, is never too large, and runs where the pen ran."""

import base64
import math
import random
import xml.dom.minidom
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core import signature as signing
from checkin.core.attendance.half_days import DayPart
from checkin.core.attendance.sign_in_sheet import occasions_to_sign
from checkin.core.attendance.stays import EventOccasions
from checkin.core.entries import BODY_LIMIT, EntryKind, body_text
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.signature import find_signature, signature_entries, signatures_by_occasion, signed_body
from checkin.services.event_file import zone_of
from tests.builders import MORNING, Steps, a_programme
from tests.core.signatures import SWING, TOUCHES, a_signature, signatures


@given(signatures())
def test_a_signature_comes_back_from_its_text(signature):
    assert signing.decode_signature(signing.encode_signature(signature)) == signature


@settings(max_examples=60)
@given(TOUCHES, st.floats(0.01, 1))
def test_whatever_touches_a_pad_makes_something_that_can_be_kept(touches, height):
    found = signing.capture_signature(touches, height)
    if found:
        assert signing.is_sound(found)
        assert len(signing.packed(found)) <= signing.LARGEST
        assert signing.decode_signature(signing.encode_signature(found)) == found


@pytest.mark.parametrize("count", [1, 40, 2 * signing.MOST_STROKES])
def test_a_page_of_scribbling_is_never_too_large_and_still_goes_where_the_pen_went(count):
    chance = random.Random(count)
    found = signing.capture_signature([list(scribble(chance, 12_000 // count)) for _ in range(count)], 0.5)
    assert len(signing.packed(found)) <= signing.LARGEST
    assert len(body_text(signed_body("2023-07-04/afternoon", found))) < BODY_LIMIT
    left, top, right, bottom = found.bounds()
    assert min(right - left, 2 * (bottom - top)) > signing.GRID * 0.7


def scribble(chance, points):
    """Round and round, never the same way twice."""
    x, y, turn = chance.random(), chance.random() / 2, chance.random() * 6
    for _ in range(points):
        turn += chance.random() - 0.4
        x, y = x + math.cos(turn) / 50, y + math.sin(turn) / 50
        x, y = min(1, max(0, x)), min(0.5, max(0, y))
        yield x, y, chance.random()


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.5)), min_size=2, max_size=40))
def test_no_point_lies_further_from_the_line_than_a_pen_is_wide(places):
    found = signing.capture_signature([[(x, y, 0.5) for x, y in places]], 0.5)
    if found is None:
        return
    (stroke,) = found.strokes
    for x, y in places:
        assert min(map(away(x * signing.GRID, y * signing.GRID), stroke, stroke[1:] or stroke)) <= signing.TOLERANCE + 1


def away(x, y):
    def distance(start, end):
        length = math.dist(start[:2], end[:2]) ** 2
        along = ((x - start.x) * (end.x - start.x) + (y - start.y) * (end.y - start.y)) / length if length else 0
        share = min(1, max(0, along))
        return math.dist((x, y), (start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)))

    return distance


def test_a_straight_line_is_two_points_and_a_picture_of_it_is_sound():
    found = signing.capture_signature([[(n / 200, 0.1, n / 99) for n in range(100)]], 0.4)
    assert found.strokes == ((signing.Point(0, 205, 0), signing.Point(1014, 205, signing.LEVELS - 1)),)
    found = signing.capture_signature([[(0.5, 0.1, 0.5), (1.4, 0.1, 0.5), (1.4, 3.0, 0.5)]], 0.4)
    assert found.strokes[0][-1] == signing.Point(signing.GRID, found.height, 4), (
        "who slips off the pad has drawn along its edge"
    )
    assert len(signing.encode_signature(a_signature())) < 200, "an ordinary signature is a few hundred bytes"
    drawn = xml.dom.minidom.parseString(signing.svg_of(signing.capture_signature([SWING, [(0.9, 0.1, 0.5)]], 0.4)))
    lines = drawn.getElementsByTagName("polyline")
    assert [len(line.getAttribute("points").split()) > 1 for line in lines] == [True, True]


@pytest.mark.parametrize("touches", [[], [[]], [[(0.5, 0.1, 1)]], [[(0.5, 0.1, 1), (0.5 + signing.LEAST / 2, 0.1, 1)]]])
def test_a_hand_that_touched_the_pad_is_no_signature(touches):
    assert signing.capture_signature(touches, 0.4) is None


OUTSIDE = signing.encode_signature(signing.Signature(100, ((signing.Point(0, 0, 0), signing.Point(5, 101, 0)),)))
NEWER = signing.encode_signature(a_signature()).replace("A", "B", 1)


CUT = signing.encode_signature(a_signature())[:-3]


@pytest.mark.parametrize(
    "text", ["", "é", "!!!!", "AA", "AQ", "////", "A" * 9000, None, 7, ["AQ"], CUT, NEWER, OUTSIDE], ids=repr
)
def test_what_is_no_signature_is_none(text):
    assert signing.decode_signature(text) is None


@given(st.binary(max_size=60), st.lists(st.integers(0, 127), max_size=40))
def test_no_text_and_no_numbers_do_any_harm(data, numbers):
    packed_numbers = base64.urlsafe_b64encode(bytes([1, *numbers])).decode().rstrip("=")
    for found in (signing.decode_signature(data.decode("latin-1")), signing.decode_signature(packed_numbers)):
        assert found is None or signing.is_sound(found)


FIRST, SECOND = a_signature(), a_signature(shift=0.1)
HALF = "2023-07-04/morning"


def signs(steps, signature, occasion=HALF, desk="Accueil 1"):
    return steps.entry(EntryKind.SIGNED, desk=desk, **signed_body(occasion, signature))


def test_the_latest_that_was_not_taken_back_counts_in_whatever_order():
    steps = Steps()
    entries = [signs(steps, FIRST), signs(steps, SECOND, desk="Accueil 2"), signs(steps, FIRST, "atelier-b")]
    for order in permutations(entries):
        found = signatures_by_occasion(order)
        assert {occasion: each.signature for occasion, each in found.items()} == {HALF: SECOND, "atelier-b": FIRST}
    steps = Steps()
    first, second = signs(steps, FIRST), signs(steps, SECOND)
    back = steps.entry(EntryKind.UNDONE, targets=[second.id.hex()])
    assert find_signature([first, second, back], HALF).signature == FIRST
    assert signature_entries([first, second], HALF) == (first, second)
    both = steps.entry(EntryKind.UNDONE, targets=[first.id.hex(), second.id.hex()])
    assert find_signature([first, second, both], HALF) is None
    odd = [steps.entry(EntryKind.SIGNED, ink="x"), steps.entry(EntryKind.SIGNED, occasion=["x"])]
    assert signatures_by_occasion(odd) == {}


@pytest.mark.parametrize("ink", [None, "AgB", 5])
def test_one_that_cannot_be_read_still_says_that_they_signed(ink):
    assert find_signature([Steps().entry(EntryKind.SIGNED, occasion=HALF, ink=ink)], HALF).signature is None


def hours(first, last):
    return {"starts": MORNING + timedelta(hours=first), "ends": MORNING + timedelta(hours=last)}


DAY = a_programme(
    sessions=(
        Session("matin", "Matin", **hours(0, 3)),
        Session("apres-midi", "Après-midi", **hours(6, 9)),
        Session("demain", "Demain", **hours(24, 27)),
    ),
    control_points=(ControlPoint("accueil", "Accueil"), ControlPoint("porte", "Porte", "apres-midi")),
)


def offered(hour, point="accueil", programme=DAY):
    all_of_it = EventOccasions.of(programme, zone_of(programme.event))
    found = occasions_to_sign(programme, all_of_it, programme.control_point(point), MORNING + timedelta(hours=hour))
    return [o.half_day.part if o.half_day else o.session.id for o in found]


@pytest.mark.parametrize("hour", [-1, 1, 4, 7, 11])
def test_the_half_day_that_lasts_or_comes_next_is_proposed(hour):
    assert offered(hour)[0] == (DayPart.MORNING if hour < 3 else DayPart.AFTERNOON)


def test_at_the_door_of_a_session_it_is_that_session_and_all_of_the_day_or_event_may_be_chosen():
    assert offered(1, "porte") == ["apres-midi", DayPart.MORNING, DayPart.AFTERNOON, "matin"]
    assert len(offered(-48)) == 6
    assert offered(1, programme=a_programme(sessions=())) == []
