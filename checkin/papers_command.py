# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sheets`, `certificates` and `verify`: the papers of the evening from the command line."""

from collections.abc import Sequence
from pathlib import Path

from checkin.core.words import Words
from checkin.desk import papers
from checkin.desk.event_file import EventFile
from checkin.desk.papers import SheetsWish
from checkin.language import Voice, say, spoken


def sheets(event: EventFile, out: Path, names: Sequence[str], wish: SheetsWish, logo: str | None) -> None:
    """`names` of half-days and sessions, none for every half-day."""
    picture = papers.read_logo(Path(logo)) if logo else None
    ids = tuple(papers.occasion_named(event, name) for name in names)
    made = papers.sign_in_sheets(event, SheetsWish(ids, wish.is_blank, wish.order))
    pages = papers.write_sheets(out, made, papers.setting_for(event, Voice(spoken()), picture))
    print(say(_SHEETS, sheets=len(made), pages=pages, name=out.name))


_SHEETS = Words("sheet", "Sign-in sheets: {sheets}, pages: {pages}; written to {name}.")
