# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of tests/data/lists beside what their expected.json says, in our words. Its README tells how they read."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "lists"


def names(suffix=".expected.json"):
    found = sorted(path.name.removesuffix(suffix) for path in FOLDER.glob(f"*{suffix}"))
    return [name for name in found if not name.endswith(".diff")]


def expected(name):
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


LISTS = [name for name in names() if not expected(name).get("refused")]
REFUSED = [name for name in names() if expected(name).get("refused")]
