# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading web archives (MHT, MHTML): the pages that Excel or a browser saved as one file. Runs only in a child process
(`subprocess_reader`).
"""

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

from checkin.core.lists.list_fields import ListRow
from checkin.documents.html_tables import page_tables, page_text


def read_web_archive(path: Path) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the tables of all pages in the archive, in its order: one page is a sheet of Excel's."""
    archive = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    pages = (part for part in archive.walk() if part.get_content_type() == "text/html")
    contents = (part.get_payload(decode=True) for part in pages)
    yield from page_tables(page_text(content) for content in contents if isinstance(content, bytes))
