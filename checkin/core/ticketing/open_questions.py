# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions that are open for a ticket at check-in. Pure."""

from collections.abc import Container, Iterable, Mapping
from datetime import tzinfo

from checkin.core.ticketing.question_answers import is_valid_answer
from checkin.core.ticketing.questions import Question


def open_questions(
    questions: Iterable[Question], product: int, answered: Container[int], given: Mapping[int, str], zone: tzinfo
) -> tuple[Question, ...]:
    """Return the questions without which the server does not check a ticket of `product` in: those asked during
    check-in that are neither `answered` before nor validly `given` now, optional ones included. None of them depends on
    another one: the server does not allow that.
    """
    asked = (q for q in questions if q.is_asked and product in q.products and q.id not in answered)
    unanswered = (q for q in asked if q.id not in given or not is_valid_answer(q, given[q.id], zone))
    return tuple(sorted(unanswered, key=lambda q: (q.place, q.id)))
