# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of one list that may name the same person twice. They are shown, never merged. Pure."""

from collections.abc import Iterable

from checkin.core.lists.duplicates import have_same_phone
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.row_problems import SAME_NAME, SAME_PERSON, RowProblem
from checkin.core.text_folding import fold_text


def repeated_person(person: ListedPerson, namesakes: Iterable[ListedPerson]) -> RowProblem | None:
    """Return which of the earlier rows with the same name may be this person; None if none may. Tickets of one order
    often have the name of who bought them. Of a code that comes twice more is told when the list is compared.
    """
    namesakes = list(namesakes)
    if same := next((other for other in namesakes if _have_same_email(person, other)), None):
        return RowProblem(person.row, SAME_PERSON, {"other": same.row})
    others = (
        other for other in namesakes if not _have_same_order(person, other) and not _have_same_code(person, other)
    )
    alike = next((other for other in others if may_be_one(person, other) or _have_same_house(person, other)), None)
    return RowProblem(person.row, SAME_NAME, {"other": alike.row}) if alike else None


def may_be_one(one: ListedPerson, other: ListedPerson) -> bool:
    """Whether nothing tells two people of the same name apart."""
    if _have_same_email(one, other) or have_same_phone(one, other):
        return True
    differ = any(mine and theirs for mine, theirs in ((one.email, other.email), (one.phone, other.phone)))
    return not differ and (_have_same_house(one, other) or not (one.organisation and other.organisation))


def _have_same_order(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.order) and one.order == other.order


def _have_same_code(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.ticket_code) and one.ticket_code.casefold() == other.ticket_code.casefold()


def _have_same_email(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()


def _have_same_house(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.organisation) and fold_text(one.organisation) == fold_text(other.organisation)
