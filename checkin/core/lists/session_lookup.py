# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the programme's sessions in a list's cell: by id, title, or a shortened title. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator

from checkin.core.lists.cell_words import says_no_session, says_when
from checkin.core.programme.programme import Session
from checkin.core.programme.programme_wording import short_title
from checkin.core.text_folding import fold_text

SURE_CUTS = re.compile(r"[;\n|]")
"""The separators that certainly divide two sessions of a cell."""
_OTHER_CUTS = re.compile(r"[,/]|\s\+\s|\s&\s")


class SessionNames:
    """All names by which the sessions can be meant. A name that fits two sessions means neither, unless it is the whole
    name of one: "Atelier A" is not "Atelier A – Écoute" where there are both.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        known = tuple(sessions)
        titles = [(session.title, session.id) for session in known]
        whole = titles + _other_names(known, {_plain(title) for title, _ in titles})
        short = [(short_title(session.title), session.id) for session in known]
        self._written, self._whole, self._names = _by(fold_text, whole), _by(_plain, whole), _by(_plain, whole + short)
        self._found: dict[tuple[str, bool], str | None] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, text: str, may_have_tail: bool = True) -> str | None:
        """Return the id of the session that `text` names exactly, as the beginning of one title, or with a tail; else
        None.
        """
        key = (text, may_have_tail)
        if key not in self._found:
            ids = self._written.get(fold_text(text)) or self._search(_plain(text), may_have_tail)
            self._found[key] = next(iter(ids)) if len(ids) == 1 else None
        return self._found[key]

    def _search(self, wanted: str, may_have_tail: bool) -> set[str]:
        exact = self._whole.get(wanted) or self._names.get(wanted, set())
        begun = self._meant(lambda name: name.startswith(wanted + " ")) if wanted else set()
        tailed = self._meant(lambda name: wanted.startswith(name + " ")) if may_have_tail else set()
        return exact or begun or tailed

    def _meant(self, fits: Callable[[str], bool]) -> set[str]:
        return {session for name, ids in self._names.items() if fits(name) for session in ids}

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (ids in the order of the cell, pieces that name no session). A title may itself hold commas."""
        ids: list[str] = []
        unknown: list[str] = []
        for piece, session in self._pieces(text):
            if session and session not in ids:
                ids.append(session)
            elif not session and not says_no_session(piece):
                unknown.append(piece)
        return tuple(ids), tuple(unknown)

    def _pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        if whole := self.find(text, may_have_tail=False):
            yield text, whole
            return
        for piece in filter(None, map(str.strip, SURE_CUTS.split(text))):
            session = self.find(piece, may_have_tail=False)
            if session or says_when(piece):
                yield piece, session
            else:
                smaller = filter(None, map(str.strip, _OTHER_CUTS.split(piece)))
                yield from ((part, self.find(part)) for part in smaller)


def _other_names(sessions: Iterable[Session], titles: set[str]) -> list[tuple[str, str]]:
    """Return ids and former names of sessions with their ids, unless another session has that title now."""
    named = ((name, session.id) for session in sessions for name in (session.id, *session.also_called))
    return [(name, session) for name, session in named if _plain(name) not in titles]


def _by(key: Callable[[str], str], named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the ids that a name can mean, by its `key`."""
    found: dict[str, set[str]] = {}
    for name, session in named:
        found.setdefault(key(name), set()).add(session)
    found.pop("", None)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold_text(text)).split())
