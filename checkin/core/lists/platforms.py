# SPDX-License-Identifier: GPL-3.0-or-later
"""The services lists are exported from, recognised by their titles, and what titles and status words mean there. Pure.

A platform is data: a file in `resources/lists/platforms`, which `platform_file` understands. Only what a guess from
words and cells would get wrong has to stand there; a question that an organiser added is guessed as in any list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.list_fields import HEADER_WITHIN, ListField, ListRow
from checkin.core.text_folding import fold_text


@dataclass(frozen=True, slots=True)
class PlatformHeader:
    """The titles of one export of a platform in one language; all are written as `plain_title` has them.

    A header is this one with all titles of one of the sets in `recognised_by`, or if it `begins_with` these titles.
    `means` says what a title holds, None for text that is only kept; `at_need` what it holds if no other column does.
    `source` is where the titles were learned.
    """

    language: str
    source: str
    recognised_by: tuple[frozenset[str], ...]
    begins_with: tuple[str, ...]
    means: Mapping[str, ListField | None]
    at_need: Mapping[str, ListField]

    def proof(self, titles: Sequence[str]) -> int:
        """Return how many of `titles` prove that they are this header; 0 if they are not."""
        found = [len(signs) for signs in self.recognised_by if signs.issubset(titles)]
        if self.begins_with and tuple(titles[: len(self.begins_with)]) == self.begins_with:
            found.append(len(self.begins_with))
        return max(found, default=0)


@dataclass(frozen=True, slots=True)
class Platform:
    """A service whose exports are recognised. `name` is its proper name, shown as it is.

    `statuses` are its status words: (plain title, folded word) → status, with "" for the words of every title. `traps`
    say in a sentence what is easily misread in its exports.
    """

    name: str
    traps: str
    headers: tuple[PlatformHeader, ...]
    statuses: Mapping[tuple[str, str], Status]

    def knows(self, title: str) -> bool:
        """Whether `title` is one of its own, not of a question that an organiser added."""
        plain = plain_title(title)
        return any(plain in header.means or plain in header.at_need for header in self.headers)

    def status_meant(self, title: str, text: str) -> Status | None:
        """Return what `text` means in the status column `title`; None for a word that is not the platform's own."""
        word = fold_text(text)
        under_title = self.statuses.get((plain_title(title), word))
        return under_title if under_title is not None else self.statuses.get(("", word))


Platforms = Sequence[Platform]


@dataclass(frozen=True, slots=True)
class RecognisedExport:
    """A header that is one of a platform's: the meaning of its known columns, by index."""

    platform: Platform
    means: Mapping[int, ListField | None]
    at_need: Mapping[int, ListField]


def recognise(header: Sequence[str], platforms: Platforms) -> RecognisedExport | None:
    """Return the export with this header; None for an unknown source. Of several the one with most proof is taken."""
    titles = [plain_title(cell) for cell in header]
    best, most = None, 0
    for platform in platforms:
        for found in platform.headers:
            if (proof := found.proof(titles)) > most:
                best, most = (platform, found), proof
    if best is None:
        return None
    platform, found = best
    means = {index: found.means[title] for index, title in enumerate(titles) if title in found.means}
    at_need = {index: found.at_need[title] for index, title in enumerate(titles) if title in found.at_need}
    return RecognisedExport(platform, means, at_need)


def exported_header(rows: Iterable[ListRow], platforms: Platforms) -> ListRow | None:
    """Return the first row near the top that is a platform's header; None in a list from elsewhere."""
    near_top = (row for row, _ in zip(rows, range(HEADER_WITHIN), strict=False))
    return next((row for row in near_top if recognise(row.cells, platforms)), None)
