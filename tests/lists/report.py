# SPDX-License-Identifier: GPL-3.0-or-later
"""The report over many strange lists: per difficulty how many were read right, and the most frequent mistakes."""

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.lists.check import BETTER, HARMFUL, WRONG, Mistake, check_list
from tests.lists.decoys import as_text
from tests.lists.difficulties import DIFFICULTIES, HIGHEST_LEVEL, SHEET_FORMS
from tests.lists.list_files import FileForm
from tests.lists.strange_lists import StrangeList, make_list

MOST_KINDS = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """A list and its mistakes."""

    strange: StrangeList
    mistakes: list[Mistake]

    @property
    def is_right(self) -> bool:
        return all(one.grade == BETTER for one in self.mistakes)

    @property
    def is_harmful(self) -> bool:
        return any(one.grade == HARMFUL for one in self.mistakes)


def try_lists(lists: Iterable[StrangeList]) -> Iterator[Tried]:
    with tempfile.TemporaryDirectory() as folder:
        for strange in lists:
            yield Tried(strange, check_list(strange, Path(folder)))


def as_text_file(strange: StrangeList) -> StrangeList:
    is_of_workbook = {*SHEET_FORMS, "two_level_header"} & set(strange.difficulties)
    return (
        strange
        if strange.form.encoding or strange.form.page or is_of_workbook
        else replace(strange, form=FileForm("utf-8"))
    )


def line_of(name: str, tried: list[Tried]) -> str:
    right, harmful = sum(one.is_right for one in tried), sum(one.is_harmful for one in tried)
    count = len(tried) or 1
    return f"{name:24} {len(tried):6} {right:6} {right / count:6.0%} {harmful:8} {harmful / count:6.0%}"


HEADING = f"{'':24} {'tried':>6} {'right':>6} {'':6} {'harmful':>8}"


def print_report(tried: list[Tried]) -> None:
    print(HEADING)
    print(line_of("all", tried))
    for level in range(HIGHEST_LEVEL + 1):
        print(line_of(f"level {level}", [one for one in tried if one.strange.level == level]))
    print("\nBy difficulty (with others), the worst first")
    with_one = {name: [one for one in tried if name in one.strange.difficulties] for name in DIFFICULTIES}
    for name in sorted(
        DIFFICULTIES, key=lambda name: sum(t.is_right for t in with_one[name]) / (len(with_one[name]) or 1)
    ):
        print(line_of(name, with_one[name]))
    print_kinds(tried)


def print_kinds(tried: list[Tried]) -> None:
    """The kinds of mistakes, by grade and field, each with its difficulties and an example."""
    share = Counter(name for one in tried for name in one.strange.difficulties)
    for grade in (HARMFUL, WRONG, BETTER):
        kinds: dict[tuple[str, str], list[tuple[Tried, Mistake]]] = defaultdict(list)
        for one in tried:
            for mistake in one.mistakes:
                if mistake.grade == grade:
                    kinds[mistake.field, mistake.kind].append((one, mistake))
        most = sorted(kinds.items(), key=lambda item: -len(item[1]))[
            : 2 * MOST_KINDS if grade != BETTER else MOST_KINDS
        ]
        print(f"\n{grade.upper()}: {len(kinds)} kinds, the most frequent (lists; where it happens most; an example)")
        for (field, kind), cases in sorted(most, key=lambda item: (item[0][0], -len(item[1]))):
            strange, mistake = min(((one.strange, mistake) for one, mistake in cases), key=lambda case: case[0].level)
            print(f"  {len(cases):4}  {field}: {kind}  [{_blamed(cases, share)}]")
            print(f"        {strange.again}: {mistake.example}")


def _blamed(cases: list[tuple[Tried, Mistake]], share: Counter[str]) -> str:
    """The difficulties with which the mistake is likeliest, with its share among their lists."""
    there = Counter(name for one, _ in cases for name in one.strange.difficulties)
    likely = sorted(there, key=lambda name: -there[name] / (share[name] + 3))[:3]
    return ", ".join(f"{name} {there[name] / share[name]:.0%}" for name in likely) or "no difficulty"


def print_alone(count: int) -> None:
    """Each difficulty by itself."""
    tried = {name: list(try_lists(make_list(seed, 1, name) for seed in range(count))) for name in DIFFICULTIES}
    print(HEADING)
    for name in sorted(tried, key=lambda name: sum(one.is_right for one in tried[name])):
        print(line_of(name, tried[name]))
    print_kinds([one for some in tried.values() for one in some])


def print_one(strange: StrangeList) -> None:
    print(f"{strange.again}: {', '.join(strange.difficulties) or 'no difficulty'}; {strange.form}")
    for index, column in enumerate(strange.columns, 1):
        print(f"  {index:2} {column.title!r:40} {column.kind} → {' or '.join(sorted(column.accepted)) or 'none'}")
    for number, line in list(enumerate(strange.lines, strange.first_row))[:14]:
        print(f"  {number:3} {line.kind:8} {' | '.join(as_text(cell) for cell in line.cells)}"[:220])
    for tried in try_lists([strange]):
        print(*(tried.mistakes or ["All right."]), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Strange lists of people: made, read by Checkin, compared.")
    parser.add_argument("count", nargs="?", type=int, default=600, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--level", type=int, help="how many difficulties at once (0 to 5), instead of all in turn")
    parser.add_argument("--first", default="", choices=["", *DIFFICULTIES], help="a difficulty that each list has")
    parser.add_argument("--text", action="store_true", help="as text files where that makes no difference: faster")
    parser.add_argument("--alone", type=int, metavar="COUNT", help="each difficulty by itself, COUNT lists each")
    parser.add_argument("--seed", type=int, help="one list: what is in it and what is wrong")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the lists there instead of trying them")
    given = parser.parse_args()
    if given.alone:
        print_alone(given.alone)
    elif given.seed is not None and not given.keep:
        print_one(make_list(given.seed, given.level, given.first))
    else:
        seeds = [given.seed] if given.seed is not None else range(given.start, given.start + given.count)
        lists = (make_list(seed, given.level, given.first) for seed in seeds)
        lists = map(as_text_file, lists) if given.text else lists
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            print(*(one.write(given.keep) for one in lists), sep="\n")
        else:
            print_report(list(try_lists(lists)))


if __name__ == "__main__":
    main()
