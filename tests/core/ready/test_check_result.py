# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import Message
from checkin.core.ready.checks import CheckResult, Readiness, ReadinessGrade, ReadinessTopic, readiness, worst_result
from checkin.core.ready.readiness import sort_results

SAID = Message("t", "said")
findings = st.lists(
    st.builds(CheckResult, st.sampled_from(ReadinessTopic), st.sampled_from(ReadinessGrade), st.just(SAID)), max_size=5
)


@given(findings)
def test_the_one_word_is_as_bad_as_the_worst_and_no_order_changes_it(found):
    word = readiness(found)
    assert (word is Readiness.NOT_READY) == any(each.grade is ReadinessGrade.STOP for each in found)
    assert (word is Readiness.READY) == all(each.grade <= ReadinessGrade.ASIDE for each in found)
    assert readiness(sort_results(found)) is word


@given(findings)
def test_the_light_names_what_is_gravest_and_sends_nobody_to_try_things(found):
    named = worst_result(found)
    assert (named is None) == all(each.grade <= ReadinessGrade.UNTRIED for each in found)
    assert named is None or named.grade == max(each.grade for each in found)


def test_what_has_a_light_of_its_own_is_named_last():
    camera, clock = (
        CheckResult(topic, ReadinessGrade.LOOK, SAID) for topic in (ReadinessTopic.CAMERA, ReadinessTopic.CLOCK)
    )
    assert worst_result([camera, clock]) == clock
    assert worst_result([camera]) == camera
