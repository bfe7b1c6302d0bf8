# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a ticketing's server for our reasons of a refusal (pretix, failed_checkins). Pure."""

from checkin.core.decision import Reason

_FAILURES = {
    Reason.ALREADY_ARRIVED: "already_redeemed",
    Reason.NO_RETURN: "already_redeemed",
    Reason.CANCELLED: "canceled",
    Reason.BLOCKED: "blocked",
    Reason.CODE_REPLACED: "revoked",
    Reason.UNKNOWN: "invalid",
    Reason.OTHER_EVENT: "invalid",
    Reason.FORGED: "invalid",
    Reason.UNREADABLE: "invalid",
    Reason.BLANK: "invalid",
    Reason.NO_ACCESS: "product",
    Reason.TICKET_RULE: "rules",
    Reason.NOT_VALID_NOW: "invalid_time",
    Reason.UNPAID: "unpaid",
    Reason.PENDING: "unapproved",
    Reason.SEVERAL_ADDONS: "ambiguous",
    Reason.INCOMPLETE: "incomplete",
}


def failure_reason(reason: object) -> str:
    """Return the server's word for the reason of a refusal."""
    return next((word for ours, word in _FAILURES.items() if ours == reason), "error")
