# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.ready.finding import Finding, Grade, Readiness, Topic, readiness, worst
from checkin.core.ready.judging import in_order
from checkin.core.words import Words

SAID = Words("t", "said")
findings = st.lists(st.builds(Finding, st.sampled_from(Topic), st.sampled_from(Grade), st.just(SAID)), max_size=5)


@given(findings)
def test_the_one_word_is_as_bad_as_the_worst_and_no_order_changes_it(found):
    word = readiness(found)
    assert (word is Readiness.NOT_READY) == any(each.grade is Grade.STOP for each in found)
    assert (word is Readiness.READY) == all(each.grade <= Grade.ASIDE for each in found)
    assert readiness(in_order(found)) is word


@given(findings)
def test_the_light_names_what_is_gravest_and_sends_nobody_to_try_things(found):
    named = worst(found)
    assert (named is None) == all(each.grade <= Grade.UNTRIED for each in found)
    assert named is None or named.grade == max(each.grade for each in found)


def test_what_has_a_light_of_its_own_is_named_last():
    camera, clock = (Finding(topic, Grade.LOOK, SAID) for topic in (Topic.CAMERA, Topic.CLOCK))
    assert worst([camera, clock]) == clock
    assert worst([camera]) == camera
