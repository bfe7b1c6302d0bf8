# SPDX-License-Identifier: GPL-3.0-or-later
"""Matching of companions: by the person of the row and their place beside them, never by name. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from checkin.core.attendee_body import companion_host
from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_matching import Pair
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.match_decisions import MergedRow


class CompanionMatch(NamedTuple):
    """The companions known from an earlier list, with their row now, and those who are new."""

    pairs: list[Pair]
    added: list[ListedPerson]


def match_companions(
    known: Sequence[KnownPerson],
    people: Sequence[ListedPerson],
    pairs: Sequence[Pair],
    left_out: Collection[int],
    joined: Sequence[MergedRow],
) -> CompanionMatch:
    """Return the companions among `people`, whose hosts are matched already. Those of a row that is left out are left
    out as well; the host of a new one that is known is named.
    """
    persons = {k.attendee.id: k.person for k in known}
    hosts = {row.row: k.person for k, row in pairs} | {each.person.row: each.into.id for each in joined}
    places = {
        (persons.get(host, host), k.attendee.companion.rpartition("/")[2]): k
        for k in known
        if (host := companion_host(k.attendee.companion))
    }
    match = CompanionMatch([], [])
    for person in people:
        if not person.place or person.row in left_out:
            continue
        host = hosts.get(person.row, "")
        owner = places.pop((host, str(person.place)), None)
        if owner:
            match.pairs.append((owner, person))
        else:
            match.added.append(replace(person, host=host))
    return match
