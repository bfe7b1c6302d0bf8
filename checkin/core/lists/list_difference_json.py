# SPDX-License-Identifier: GPL-3.0-or-later
"""A list difference as plain values for scripts (docs/command-line.md); its keys are a stable interface. Pure."""

from collections.abc import Collection
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import FieldValue
from checkin.core.lists.change_groups import ChangeGroup, group_changes
from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.list_difference import ListDifference, PersonChange
from checkin.core.lists.listed_person import ListedPerson

_SHOWN = ("first_name", "last_name", "organisation", "email")


def list_difference_as_json(difference: ListDifference, muted: Collection[str] = ()) -> dict[str, Any]:
    """Return the difference as JSON values. `row` is the row number a spreadsheet shows, `id` an attendee's id. `muted`
    are the titles of columns whose changes are not to be shown.
    """
    groups = group_changes(difference, muted=muted)
    return {
        "added": [_listed(person) for person in difference.added],
        "changed": [_change(change) for change in difference.changed],
        "gone": [_known(attendee) for attendee in difference.gone],
        "probable_duplicates": [_duplicate(d) for d in difference.probable_duplicates],
        "merged": [{**_listed(person), "into": _known(into)} for person, into in difference.joined],
        "unchanged": difference.unchanged,
        "kinds": [_kind(group) for group in groups if group.is_shown],
        "muted": [_kind(group) for group in groups if group.is_muted],
        "noise": [_kind(group) for group in groups if group.is_noise and not group.is_muted],
    }


def _kind(group: ChangeGroup) -> dict[str, Any]:
    return {"kind": group.kind.value, "column": group.column, "changes": len(group.changes)}


def _person(person: Attendee | ListedPerson) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _SHOWN}


def _listed(person: ListedPerson) -> dict[str, Any]:
    return {"row": person.row, **({"place": person.place} if person.place else {}), **_person(person)}


def _known(attendee: Attendee) -> dict[str, Any]:
    return {"id": attendee.id, **_person(attendee), "ticket_code": attendee.ticket_code}


def _change(change: PersonChange) -> dict[str, Any]:
    fields: dict[str, Any] = {name: [_plain(old), _plain(new)] for name, (old, new) in change.fields.items()}
    if change.is_back:
        fields["on_list"] = [False, True]
    return {"row": change.row, **_known(change.person), "fields": fields}


def _duplicate(duplicate: ProbableDuplicate) -> dict[str, Any]:
    other = {"row": duplicate.other_row, **_known(duplicate.other)}
    return {**_listed(duplicate.person), "why": duplicate.why, "other": other}


def _plain(value: FieldValue) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
