# SPDX-License-Identifier: GPL-3.0-or-later
"""The readiness light at the top of the desk: the word of the window, and what to look at first."""

from checkin.core.message import Message
from checkin.core.ready.check_result import CheckResult, Readiness, readiness, worst_result
from checkin.language import translate
from checkin.ui.desk.status_lights import StatusLight
from checkin.ui.ready.ready_wording import READINESS, ready_summary, result_description, topic_name


def ready_light(findings: tuple[CheckResult, ...]) -> StatusLight:
    """Return the light. What was only not tried yet makes it a ring: it sends nobody away from the guests."""
    word = readiness(findings)
    verdict = translate(READINESS[word])
    if (worst := worst_result(findings)) and word is not Readiness.OVER:
        what = translate(_SEE, verdict=verdict, topic=topic_name(worst))
        return StatusLight(READINESS[word], False, result_description(worst), what)
    return StatusLight(
        READINESS[word], True if word is Readiness.READY else None, f"{verdict}. {ready_summary(findings)}"
    )


_SEE = Message("ready", "{verdict}: {topic}")
