# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sheets`, `certificates` and `verify`: the papers of the evening from the command line."""

from collections.abc import Sequence
from pathlib import Path

from checkin.core.certificates import Standing
from checkin.core.words import Words
from checkin.desk import papers
from checkin.desk.certificates import issue, verify, write_certificates
from checkin.desk.event_file import EventFile
from checkin.desk.papers import SheetsWish
from checkin.language import Voice, say, spoken
from checkin.papers.certificate_words import verdict


def sheets(event: EventFile, out: Path, names: Sequence[str], wish: SheetsWish, logo: str | None) -> None:
    """`names` of half-days and sessions, none for every half-day."""
    picture = papers.read_logo(Path(logo)) if logo else None
    ids = tuple(papers.occasion_named(event, name) for name in names)
    made = papers.sign_in_sheets(event, SheetsWish(ids, wish.is_blank, wish.order))
    pages = papers.write_sheets(out, made, papers.setting_for(event, Voice(spoken()), event.clock()(), picture))
    print(say(_SHEETS, sheets=len(made), pages=pages, name=out.name))


def certificates(event: EventFile, out: Path, logo: str | None) -> None:
    """`out` is a PDF, or a folder for one each."""
    picture = papers.read_logo(Path(logo)) if logo else None
    issued = issue(event)
    write_certificates(out, issued, papers.setting_for(event, Voice(spoken()), event.clock()(), picture))
    print(say(_CERTIFICATES, count=len(issued), name=out.name))


def verify_code(event: EventFile, code: str) -> bool:
    """Returns whether it is genuine and still right."""
    found = verify(event, code)
    print(verdict(found.standing, found.now, Voice(spoken())))
    return found.standing is Standing.GENUINE


_CERTIFICATES = Words("certificate", "Certificates: {count}; written to {name}.")
_SHEETS = Words("sheet", "Sign-in sheets: {sheets}, pages: {pages}; written to {name}.")
