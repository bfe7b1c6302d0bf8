# SPDX-License-Identifier: GPL-3.0-or-later
"""The wording of photographs that are brought in: what a folder has, and what became of it."""

from checkin.core.message import Message, Translate
from checkin.services.photograph_importing import PhotographPreview, PhotographWriting


def preview_sentence(found: PhotographPreview, translate: Translate) -> str:
    """Return how many photographs are whose, in a sentence or two."""
    replaced = sum(match.person.id in found.had for match in found.new)
    if not found.new:
        return translate(_NONE)
    parts = [translate(_READY, count=len(found.new))]
    if replaced:
        parts.append(translate(_REPLACED, count=replaced))
    if found.matches.column:
        parts.append(translate(_COLUMN, column=found.matches.column))
    return " ".join(parts)


def written_sentence(writing: PhotographWriting, translate: Translate) -> str:
    """Return what was written; of work that was cancelled, also how to go on."""
    parts = [translate(_WRITTEN, count=writing.written)]
    if same := writing.written - writing.changed:
        parts.append(translate(_SAME, count=same))
    if rest := len(writing.photographs) - writing.written:
        parts.append(translate(_REST, count=rest))
    return " ".join(parts)


def photograph_problems(found: PhotographPreview, translate: Translate) -> list[tuple[str, str]]:
    """Return each file that cannot be brought in, and why; first what can be put right in the picture itself."""
    matches = found.matches
    told = [(file, translate(error.words, **error.fields)) for file, error in found.unreadable]
    told += [(match.file, translate(_DOUBLED, name=match.person.name)) for match in matches.doubled]
    told += [(file, translate(_SEVERAL)) for file in matches.of_several]
    told += [(file, translate(_NOBODY)) for file in matches.of_nobody]
    return [(shown_file(file), why) for file, why in told]


def shown_file(name: str) -> str:
    """Return the name of a file as it can be shown: some systems allow names that are no text, or break a line."""
    return "".join(letter if letter.isprintable() else "·" for letter in name)


_DOUBLED = Message("photograph", "Several files are of {name}. Leave one of them in the folder.")
_SEVERAL = Message("photograph", "Several people are called so. Name the file by the code of one of them.")
_NOBODY = Message("photograph", "Nobody in this event is called so.")
_READY = Message("photograph", "{count} {count:photograph|photographs} can be brought in.")
_NONE = Message(
    "photograph", "No photograph can be brought in. Name each file by the code, the e-mail or the name of its person."
)
_REPLACED = Message("photograph", "{count} of them {count:replaces|replace} an earlier one.")
_COLUMN = Message("photograph", "Files were looked for in the column “{column}” of the list.")
_WRITTEN = Message("photograph", "{count} {count:person has|people have} their photograph.")
_SAME = Message("photograph", "{count} of them had the same one before.")
_REST = Message("photograph", "{count} {count:is|are} still missing: choose the same folder again to go on.")
