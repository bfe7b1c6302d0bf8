# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme pasted into the editor, read with the first names that Checkin knows. Nothing is written here."""

from checkin.core.programme.programme import Programme
from checkin.core.schedules.pasted_programme import PastedProgramme, read_pasted
from checkin.core.schedules.schedule import CurrentProgramme
from checkin.documents.known_lists import list_knowledge


def read_pasted_programme(text: str, programme: Programme) -> PastedProgramme:
    """Return what a text says, for the draft of an editor."""
    return read_pasted(text, present_programme(programme), list_knowledge().first_names)


def present_programme(programme: Programme) -> CurrentProgramme:
    """Return a draft as what pasted sessions are added to; its event is described once it has a day."""
    return CurrentProgramme(programme, is_described=programme.event.day is not None)
