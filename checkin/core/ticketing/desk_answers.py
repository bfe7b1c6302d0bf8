# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of the ticketing as columns of the list: what was answered at a desk, as the server wants it. Pure."""

from collections.abc import Mapping

from checkin.core.errors import UserError
from checkin.core.local_time import find_zone
from checkin.core.text_folding import fold_text
from checkin.core.ticketing.json_values import LANGUAGE, translated
from checkin.core.ticketing.question_answers import NO, YES, write_answer
from checkin.core.ticketing.questions import Question, QuestionType
from checkin.core.ticketing.ticketing import Ticketing

YES_WORD, NO_WORD = "Oui", "Non"
"""The answers to a question of yes and no, as they stand in its column."""


def question_title(question: Question) -> str:
    """Return the title of the column that the answers to a question become."""
    return translated(question.texts, LANGUAGE).strip() or question.identifier


def answer_choices(question: Question) -> tuple[str, ...]:
    """Return the answers from which to choose, as they stand in the column; empty for a question that is not so."""
    if question.type == QuestionType.YES_NO:
        return YES_WORD, NO_WORD
    if question.type == QuestionType.CHOICE:
        return tuple(translated(option.texts, LANGUAGE) for option in question.options)
    return ()


def column_text(question: Question, answer: str) -> str:
    """Return what stands in the column for an answer of the server."""
    if question.type == QuestionType.YES_NO:
        return {YES: YES_WORD, NO: NO_WORD}.get(answer, answer)
    return answer


def desk_answers(ticketing: Ticketing, columns: Mapping[str, str]) -> dict[int, str]:
    """Return what the columns of a person answer, by the number of the question and as the server wants it. An answer
    that it would not take is left out.
    """
    texts = ((question, columns.get(question_title(question), "")) for question in ticketing.questions)
    answers = {question.id: _server_answer(question, text, ticketing) for question, text in texts if text}
    return {number: answer for number, answer in answers.items() if answer}


def _server_answer(question: Question, text: str, ticketing: Ticketing) -> str:
    zone = find_zone(ticketing.timezone)
    if zone is None:
        return ""
    starts = ticketing.date_from
    try:
        return write_answer(question, _typed(question, text), starts.date() if starts else None, zone)
    except UserError:
        return ""


def _typed(question: Question, text: str) -> str:
    """Return a text of the column as identifiers of options, or as yes and no, where the question has such."""
    folded = fold_text(text)
    if question.type == QuestionType.YES_NO:
        return {fold_text(YES_WORD): YES, "yes": YES, fold_text(NO_WORD): NO, "no": NO}.get(folded, text)
    if question.type not in (QuestionType.CHOICE, QuestionType.CHOICES):
        return text
    named = {fold_text(each): option.identifier for option in question.options for each in option.texts.values()}
    if folded in named:
        return named[folded]
    return ",".join(named.get(fold_text(part), part.strip()) for part in text.split(","))
