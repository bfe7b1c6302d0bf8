# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to an invitation in words of one’s own: which titles ask for them, and what they begin with. Pure."""

import re

from checkin.core.attendee import Status
from checkin.core.text_folding import fold_text


def asks_whether_they_come(title: str) -> bool:
    """Whether a column called `title` holds answers to an invitation, where "Non" declines it."""
    return bool(_INVITATION.search(fold_text(title))) and not is_part_of_the_event(title)


def may_ask_whether_they_come(title: str) -> bool:
    """Whether a column called `title` may hold such answers: "Votre présence" may also be a mark made at the door."""
    is_theirs = bool(_THEIR_PRESENCE.match(fold_text(title))) and not is_part_of_the_event(title)
    return is_theirs or asks_whether_they_come(title)


def is_part_of_the_event(title: str) -> bool:
    """Whether `title` asks about a day, a meal or another part of the event."""
    return bool(_PART_OF_IT.search(fold_text(title)))


def read_first_words(text: str) -> Status | None:
    """Return what a free answer to an invitation begins with: "non hélas", "avec plaisir"; None if nothing."""
    if sign := next((status for status, signs in _SIGNS.items() if text.strip()[:1] in signs), None):
        return sign
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", fold_text(text)).split())
    return next((status for status, pattern in _FIRST_WORDS.items() if pattern.match(words)), None)


_INVITATION = re.compile(
    r"sere[zs] vous (?:present|la\b|des notres|parmi nous)"
    r"|are you (?:in|coming|joining|attending|able to)\b|can you (?:make it|come|attend|join)"
    r"|will you (?:be (?:there|present|with us|joining)|attend|come|join)"
    "|viendre[zs] vous|(?:kommen|kommst|nehmen) (?:sie|du)|dabei sein|sara(?:i|ra)? presente|estara presente|asistira"
    "|repon(se|d)|rsvp|particip|viendra|\\bvient\\b|response|reply|attending|\\bcoming\\b|antwort|ruckmeldung|teilnahme"
    "|zusage|rispost|partecip|respuesta|asiste|asistencia"
)
_PART_OF_IT = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|apres midi|soir\w*|jour \d|j ?\d|midi"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|day \d"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|dejeuner|diner|repas|cocktail|buffet|lunch|dinner)\b"
)
"""What is asked about a part of the event declines no invitation."""
_THEIR_PRESENCE = re.compile(r"(?:votre |your |confirme[rz] (?:votre )?)?(?:presence|attendance)\b")
_SIGNS = {
    Status.CONFIRMED: frozenset("✔✓✅☑👍"),
    Status.CANCELLED: frozenset("❌✗✘✖👎"),
    Status.PENDING: frozenset("?❓🤷"),
}
_FIRST_WORDS = {
    Status.PENDING: re.compile(
        r"(?:peut etre|a voir|(?:je )?(?:ne )?sais pas|pas (?:encore )?(?:sur|certain)|sans doute"
        r"|si possible|probabl|normalement|depends|ca depend|es kommt darauf"
        r"|maybe|perhaps|not sure|possibly|vielleicht|wahrscheinlich|forse|quiza|tal vez|j espere|i hope)"
    ),
    Status.CANCELLED: re.compile(
        r"(?!(?:oui|yes|ja|si)\b).*\b(?:non|no|nein)$|(?:non|no|nein|pas|helas|malheureusement|desolee?s?|impossible|excusee?|absente?|empechee?"
        r"|je (?:ne|n)|i (?:can t|cannot|won t)|unfortunately|sorry|leider|purtroppo|lamento|lamentablemente)\b"
    ),
    Status.CONFIRMED: re.compile(
        r"(?!.*\b(?:non|no|nein)\b)(?:.*\b(?:oui|yes)$|"
        r"(?:oui|yes|ja|si|ok|d accord|bien sur|avec (?:grand |beaucoup de )?plaisir|volontiers|absolument"
        r"|certainement|evidemment"
        r"|je (?:serai|viens|viendrai|participe)|j y serai|j en serai|nous (?:serons|viendrons)|presente?s?"
        r"|count me in|of course|sure|certainly|definitely|absolutely|gladly|with pleasure|i will"
        r"|i ll|we will"
        r"|naturlich|gerne?|sicher|selbstverstandlich|certo|certamente|volentieri|con piacere|claro"
        r"|por supuesto|con gusto)\b)"
    ),
}
"""The first that fits decides."""
