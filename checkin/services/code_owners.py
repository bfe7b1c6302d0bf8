# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose a code is, from the entries of all who have or had it. Reads only.

Nearly every code has one holder, found by the table alone. Only where there are several (two desks tied it while
apart, a list names it twice) their histories are read.
"""

from checkin.core.tied_codes import CodeClaim, claim_to, deciding_claims, tied_code
from checkin.core.tokens import Token, strip_frame
from checkin.services.event_file import EventFile


def code_owners(event: EventFile, token: Token, text: str) -> tuple[str, ...]:
    """Return the ids of the people whom a code that was read means, as the list wrote it or as a code of ours in
    capitals: one, none, or the several between whom a user must choose (`deciding_claims`).
    """
    for code in dict.fromkeys((strip_frame(text), token.code)):
        if code and code.isprintable() and (owners := _owners(event, code)):
            return owners
    return ()


def _owners(event: EventFile, code: str) -> tuple[str, ...]:
    holders = event.attendees.holders(code)
    if len(holders) < 2:
        return tuple(holders)
    return tuple(claim.person for claim in deciding_claims(claims_to(event, code, holders)))


def claims_to(event: EventFile, code: str, holders: list[str]) -> list[CodeClaim]:
    """Return the claims that these people have to a code."""
    histories = event.journal.histories(holders)
    return [claim for person, history in histories if (claim := claim_to(code, person, history))]


def contested_codes(event: EventFile) -> dict[str, tuple[CodeClaim, ...]]:
    """Return the claims to every code between whose owners a user must choose. Only a code that was tied is one."""
    tied = {tied_code(entry) for entry in event.journal.ties()}
    codes = event.attendees.codes_of_several(tied) if tied else []
    claims = {code: deciding_claims(claims_to(event, code, event.attendees.holders(code))) for code in codes}
    return {code: deciding for code, deciding in claims.items() if len(deciding) > 1}
