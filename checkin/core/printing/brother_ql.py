# SPDX-License-Identifier: GPL-3.0-or-later
"""Brother QL label printers, and the DK rolls they take. Lengths in mm; a dot is 1/300 inch.

Source: Brother's raster command references by way of the tables of brother_ql-inventree, with which the tests compare.
"""

from dataclasses import dataclass

DPI = 300

MARGIN = 35
"""Dots (3 mm) that a printer feeds before and after the print on an endless roll. They belong to the badge."""


@dataclass(frozen=True, slots=True)
class BrotherTape:
    """A roll of labels. `dots` across and `rows` along can be printed on; `offset` dots of the head lie right of them.

    An endless roll has length 0. `has_red`: two-colour paper, which a printer refuses from a program that sends black
    only.
    """

    id: str
    width: int
    length: int
    dots: int
    rows: int
    offset: int
    has_red: bool = False

    @property
    def is_endless(self) -> bool:
        return self.length == 0


@dataclass(frozen=True, slots=True)
class BrotherModel:
    """A printer model. A line of its head is `row` bytes; `offset` further dots of the head lie right of every roll.

    `packs`: rows may be compressed; `switches`: it has other command languages to switch from; `cuts`: it cuts each
    label; `widens`: it knows the command that cuts at the end. `reset` zero bytes cancel whatever it was sent before.
    """

    id: str
    row: int = 90
    offset: int = 0
    packs: bool = True
    switches: bool = True
    cuts: bool = True
    widens: bool = True
    has_red: bool = False
    reset: int = 200


TAPES = (
    BrotherTape("12", 12, 0, 106, 0, 29),
    BrotherTape("29", 29, 0, 306, 0, 6),
    BrotherTape("38", 38, 0, 413, 0, 12),
    BrotherTape("50", 50, 0, 554, 0, 12),
    BrotherTape("54", 54, 0, 590, 0, 0),
    BrotherTape("62", 62, 0, 696, 0, 12),
    BrotherTape("62red", 62, 0, 696, 0, 12, has_red=True),
    BrotherTape("102", 102, 0, 1164, 0, 12),
    BrotherTape("17x54", 17, 54, 165, 566, 0),
    BrotherTape("17x87", 17, 87, 165, 956, 0),
    BrotherTape("23x23", 23, 23, 202, 202, 42),
    BrotherTape("29x42", 29, 42, 306, 425, 6),
    BrotherTape("29x90", 29, 90, 306, 991, 6),
    BrotherTape("38x90", 38, 90, 413, 991, 12),
    BrotherTape("39x48", 39, 48, 425, 495, 6),
    BrotherTape("52x29", 52, 29, 578, 271, 0),
    BrotherTape("60x86", 60, 87, 672, 954, 18),
    BrotherTape("62x29", 62, 29, 696, 271, 12),
    BrotherTape("62x100", 62, 100, 696, 1109, 12),
    BrotherTape("102x51", 102, 51, 1164, 526, 12),
    BrotherTape("102x152", 102, 153, 1164, 1660, 12),
)

_WIDE = 162

MODELS = (
    BrotherModel("QL-500", packs=False, switches=False, cuts=False, widens=False),
    BrotherModel("QL-550", packs=False, switches=False),
    BrotherModel("QL-560", packs=False, switches=False),
    BrotherModel("QL-570", packs=False, switches=False),
    BrotherModel("QL-580N"),
    BrotherModel("QL-600"),
    BrotherModel("QL-650TD"),
    BrotherModel("QL-700", packs=False, switches=False),
    BrotherModel("QL-710W"),
    BrotherModel("QL-720NW"),
    BrotherModel("QL-800", packs=False, has_red=True, reset=400),
    BrotherModel("QL-810W", has_red=True, reset=400),
    BrotherModel("QL-820NWB", has_red=True, reset=400),
    BrotherModel("QL-1050", _WIDE, 44),
    BrotherModel("QL-1060N", _WIDE, 44),
    BrotherModel("QL-1100", _WIDE, 44),
    BrotherModel("QL-1110NWB", _WIDE, 44),
)


def tape(tape_id: str) -> BrotherTape | None:
    return next((each for each in TAPES if each.id == tape_id), None)


def model(name: str) -> BrotherModel | None:
    """Return the model of this name; None if unknown. Accepts the suffix of later builds, as in QL-820NWBc."""
    plain = name.strip().upper().removesuffix("C")
    return next((each for each in MODELS if each.id == plain), None)


def takes(printer: BrotherModel, roll: BrotherTape) -> bool:
    """Whether the roll fits under the printer's head and the printer can print its colours."""
    return roll.dots + roll.offset + printer.offset <= printer.row * 8 and (printer.has_red or not roll.has_red)
