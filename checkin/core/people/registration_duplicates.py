# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds attendees on the list who may be the person being registered. Never decides it. Pure."""

from collections.abc import Sequence
from enum import IntEnum

from checkin.core.attendee import Attendee
from checkin.core.name_similarity import SHORTEST, are_one_letter_apart, name_key
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.search.search_terms import PARTICLES, glued
from checkin.core.text_folding import words_in

LEAST = 2
"""The least letters of each name: fewer would match half the list."""


class DuplicateReason(IntEnum):
    """Why two may be one person, the strongest first: the same name in any order of its words, the same e-mail address,
    or a name that is one letter away or begins so.
    """

    SAME_NAME = 0
    SAME_EMAIL = 1
    NEAR_NAME = 2


def duplicate_reason(form: RegistrationForm, attendee: Attendee) -> DuplicateReason | None:
    """Return why `attendee` may be the person of `form`, whose names may be unfinished; None if they are not alike."""
    typed, theirs = _names(form), _names(attendee)
    if can_be_named(form) and (_key(form) == _key(attendee) or sorted(map(glued, typed)) == sorted(map(glued, theirs))):
        return DuplicateReason.SAME_NAME
    if form.email.strip() and form.email.strip().casefold() == attendee.email.strip().casefold():
        return DuplicateReason.SAME_EMAIL
    return DuplicateReason.NEAR_NAME if can_be_named(form) and _is_near(typed, theirs) else None


def can_be_named(form: RegistrationForm) -> bool:
    """Whether enough was typed of both names."""
    return all(len(glued(name)) >= LEAST for name in _names(form))


def _names(person: RegistrationForm | Attendee) -> tuple[Sequence[str], Sequence[str]]:
    return words_in(person.first_name), words_in(person.last_name)


def _key(person: RegistrationForm | Attendee) -> str:
    return name_key(person.first_name, person.last_name)


def _is_near(typed: tuple[Sequence[str], Sequence[str]], theirs: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Whether all typed words, or both typed names as one word each, match the attendee's. Particles are often left
    out.
    """
    known = [*theirs[0], *theirs[1], *map(glued, theirs)]
    words = [word for word in (*typed[0], *typed[1]) if word not in PARTICLES]
    return any(asked and all(_begins_one(word, known) for word in asked) for asked in (words, [*map(glued, typed)]))


def _begins_one(word: str, known: Sequence[str]) -> bool:
    return any(k.startswith(word) or (len(word) >= SHORTEST and are_one_letter_apart(word, k)) for k in known)
