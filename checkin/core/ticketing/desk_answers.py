# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of the ticketing as columns of the list: what was answered at a desk, as the server wants it. Pure.

An option has one text in its column, whoever answered: the one in the language of the event (`Ticketing.languages`).
The server writes an answer in the language of the person who gave it, and a desk as somebody typed it; both are found
again by the identifiers of the options.
"""

from collections.abc import Iterable, Mapping

from checkin.core.errors import UserError
from checkin.core.local_time import find_zone
from checkin.core.text_folding import fold_text
from checkin.core.ticketing.column_words import column_words, read_yes_or_no
from checkin.core.ticketing.question_answers import NO, YES, write_answer
from checkin.core.ticketing.questions import Question, QuestionOption, QuestionType
from checkin.core.ticketing.ticketing import Ticketing

_OF_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)


def question_title(ticketing: Ticketing, question: Question) -> str:
    """Return the title of the column that the answers to a question become."""
    return ticketing.text(question.texts).strip() or question.identifier


def answer_choices(ticketing: Ticketing, question: Question) -> tuple[str, ...]:
    """Return the answers from which to choose, as they stand in the column; empty for a question that is not so."""
    if question.type == QuestionType.YES_NO:
        words = column_words(ticketing.languages)
        return words.yes, words.no
    if question.type == QuestionType.CHOICE:
        return tuple(_option_text(ticketing, option) for option in question.options)
    return ()


def column_text(ticketing: Ticketing, question: Question, answer: str, chosen: Iterable[str] = ()) -> str:
    """Return what stands in the column for an answer of the server. `chosen` are the identifiers of the options."""
    if question.type == QuestionType.YES_NO:
        words = column_words(ticketing.languages)
        return {YES: words.yes, NO: words.no}.get(answer, answer)
    chosen = set(chosen)
    texts = [_option_text(ticketing, option) for option in question.options if option.identifier in chosen]
    return ", ".join(texts) if texts and len(texts) == len(chosen) and all(texts) else answer


def desk_text(ticketing: Ticketing, title: str, typed: str) -> str:
    """Return what was typed into a column as it stands there: options and yes and no by their one text."""
    question = next((each for each in ticketing.questions if question_title(ticketing, each) == title), None)
    if question is None:
        return typed
    answer = _typed(question, typed)
    if question.type in _OF_OPTIONS:
        return column_text(ticketing, question, typed, answer.split(","))
    return column_text(ticketing, question, answer)


def desk_answers(ticketing: Ticketing, columns: Mapping[str, str]) -> dict[int, str]:
    """Return what the columns of a person answer, by the number of the question and as the server wants it. An answer
    that it would not take is left out.
    """
    texts = ((each, columns.get(question_title(ticketing, each), "")) for each in ticketing.questions)
    answers = {question.id: _server_answer(question, text, ticketing) for question, text in texts if text}
    return {number: answer for number, answer in answers.items() if answer}


def _option_text(ticketing: Ticketing, option: QuestionOption) -> str:
    return ticketing.text(option.texts).strip()


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
    if question.type == QuestionType.YES_NO:
        said = read_yes_or_no(fold_text(text))
        return text if said is None else YES if said else NO
    if question.type not in _OF_OPTIONS:
        return text
    named = {fold_text(option.identifier): option.identifier for option in question.options}
    named |= {fold_text(each): option.identifier for option in question.options for each in option.texts.values()}
    return ",".join(_named_options(named, fold_text(text))) or text


def _named_options(named: Mapping[str, str], folded: str) -> list[str]:
    """Return the identifiers of the options that a text names, with commas between them; none if it says anything else.
    The text of an option may have commas of its own.
    """
    found = []
    while folded:
        fitting = [name for name in named if name and (folded == name or folded.startswith(f"{name},"))]
        if not fitting:
            return []
        longest = max(fitting, key=len)
        found.append(named[longest])
        folded = folded[len(longest) :].removeprefix(",").strip()
    return found
