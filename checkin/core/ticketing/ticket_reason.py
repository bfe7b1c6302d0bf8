# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a ticketing refuses a ticket, in the words of its server. Pure."""

from enum import StrEnum


class TicketReason(StrEnum):
    """The reason of a refusal, as pretix names it. INCOMPLETE: questions are open."""

    ACCEPTED = ""
    INVALID = "invalid"
    REVOKED = "revoked"
    AMBIGUOUS = "ambiguous"
    CANCELLED = "canceled"
    BLOCKED = "blocked"
    UNAPPROVED = "unapproved"
    INVALID_TIME = "invalid_time"
    PRODUCT = "product"
    UNPAID = "unpaid"
    RULES = "rules"
    INCOMPLETE = "incomplete"
    EXCHANGE = "exchange"
    ALREADY_REDEEMED = "already_redeemed"
