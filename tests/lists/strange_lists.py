# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes strange lists of people by random choices of difficulty, and knows what is in them.

    python -m tests.lists.strange_lists 2000            # a report over seeds 0 to 1999, a sixth of them of each level
    python -m tests.lists.strange_lists --alone 40      # each difficulty on its own, 40 lists each
    python -m tests.lists.strange_lists --seed 17       # what is wrong with one list, and the list itself
    python -m tests.lists.strange_lists --keep FOLDER 15  # the first 15 lists as files, to look at

A list is a function of its seed, level and first difficulty. A careful person reads each of them by looking at it.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.lists.columns import ANY, Column, Draft, add_own_columns
from tests.lists.decoys import add_other_columns
from tests.lists.difficulties import HIGHEST_LEVEL, draw_difficulties, encoding_of
from tests.lists.invented_people import Invented, add_namesakes, draw_people, leave_out_first_names, plain
from tests.lists.layout import BAND, BLANK, HEADER, PERSON, Line, lay_out
from tests.lists.list_files import FileForm, draw_form, write_list
from tests.lists.titling import put_titles


@dataclass(frozen=True, slots=True)
class StrangeList:
    """A list and what is in it. Rows count as a spreadsheet shows them, the first is 1."""

    seed: int
    level: int
    first: str
    difficulties: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    form: FileForm
    workshops: tuple[str, ...]

    @property
    def header_rows(self) -> set[int]:
        """The rows any of which may be called the header; 0 is none."""
        return {n for n, line in enumerate(self.lines, self.first_row) if line.kind in (HEADER, BAND)} or {0}

    @property
    def people(self) -> dict[int, Invented]:
        return {
            n: line.person for n, line in enumerate(self.lines, self.first_row) if line.kind == PERSON and line.person
        }

    @property
    def other_rows(self) -> dict[int, str]:
        """Row number → what stands there instead of a person; blank rows and titles apart."""
        apart = (PERSON, BLANK, HEADER, BAND)
        return {n: line.kind for n, line in enumerate(self.lines, self.first_row) if line.kind not in apart}

    @property
    def first_row(self) -> int:
        return 2 if self.form.first_line else 1

    @property
    def again(self) -> str:
        """The arguments that make this list again."""
        first = f" --first {self.first}" if self.first else ""
        return f"--seed {self.seed} --level {self.level}{first}"

    def write(self, folder: Path) -> Path:
        path = folder / f"strange_{self.seed}_{self.level}{self.form.suffix}"
        write_list(path, self.form, list(self.lines), Random(self.seed), frozenset(self.difficulties))
        return path


def make_list(seed: int, level: int | None = None, first: str = "") -> StrangeList:
    """The list of this seed, with `level` difficulties at once, `first` among them if any."""
    level = seed % (HIGHEST_LEVEL + 1) if level is None else level
    rng = Random(f"{seed} {level} {first}")
    difficulties = draw_difficulties(rng, level, first)
    chosen = frozenset(difficulties)
    languages = ("de", "es", "it") if "foreign_titles" in chosen else ("fr", "fr", "en")
    language = "fr" if "bilingual_titles" in chosen else rng.choice(languages)
    draft = Draft(rng, language, chosen, draw_people(rng, language, encoding_of(chosen)))
    if "namesakes" in chosen:
        add_namesakes(rng, draft.people)
    if "missing_first_names" in chosen:
        leave_out_first_names(rng, draft.people)
    if rng.random() < 0.5:
        draft.people.sort(key=lambda one: (plain(one.last_name), plain(one.first_name)))
    add_own_columns(draft)
    add_other_columns(draft)
    put_titles(draft)
    lines = lay_out(draft)
    if "padded_cells" in chosen:
        lines = [_padded(rng, line) for line in lines]
    if "dashes" in chosen:
        dash = rng.choice(("-", "–", "n/a", "/"))
        lines = [_filled(line, dash) for line in lines]
    columns, lines = _moved(rng.randint(1, 2) if "column_b" in chosen else 0, draft.columns, lines)
    form = draw_form(rng, chosen)
    return StrangeList(seed, level, first, difficulties, tuple(columns), tuple(lines), form, draft.workshops)


def _filled(line: Line, dash: str) -> Line:
    """No cell of a person is empty."""
    return (
        Line(PERSON, tuple(dash if cell == "" else cell for cell in line.cells), line.person) if line.person else line
    )


def _moved(places: int, columns: list[Column], lines: list[Line]) -> tuple[list[Column], list[Line]]:
    """Empty columns without a title come first."""
    empty = [Column("nothing", [], "", ANY)] * places
    return [*empty, *columns], [Line(line.kind, ("",) * places + line.cells, line.person) for line in lines]


def _padded(rng: Random, line: Line) -> Line:
    """Spaces around some cells, and no-break ones inside."""
    if line.kind != PERSON:
        return line
    cells: list[object] = list(line.cells)
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell and rng.random() < 0.3:
            cells[place] = rng.choice(
                (f" {cell}", f"{cell} ", f"{cell}\N{NO-BREAK SPACE}", cell.replace(" ", "\N{NO-BREAK SPACE}"))
            )
    return Line(PERSON, tuple(cells), line.person)


if __name__ == "__main__":
    from tests.lists.report import main

    main()
