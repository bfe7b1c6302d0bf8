# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes resources/sql/event_file.json: what the tables of an event file are, after each migration, and its indexes and
triggers. Run it after adding a migration: python -m scripts.event_file_schema
"""

import json
from pathlib import Path
from typing import Any

from checkin.storage.connection import FILE, plain
from checkin.storage.migrations import NAMES, migrate
from checkin.storage.sqlite_library import Database, connect


def schemas() -> dict[str, Any]:
    """Return, by name, the texts of tables after each migration, and the indexes and triggers after the last."""
    tables: dict[str, list[str]] = {}
    others: dict[str, str] = {}
    for stop in [*NAMES[1:], None]:
        db = Database(connect(":memory:"))
        migrate(db, stop_before=stop)
        sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        rows = [(kind, name, plain(text)) for kind, name, text in db.execute(sql)]
        for kind, name, text in rows:
            if is_kept_as_it_is(kind, name) and text not in tables.setdefault(name, []):
                tables[name].append(text)
        others = {name: text for kind, name, text in rows if not is_kept_as_it_is(kind, name)}
        db.close()
    return {"tables": tables, "others": others}


def is_kept_as_it_is(kind: str, name: str) -> bool:
    """Whether it is a table, or made by sqlite-utils: nothing that Checkin would make again."""
    return kind == "table" or "_sqlite_migrations" in name


def written() -> str:
    return json.dumps(schemas(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    (Path("resources/sql") / FILE).write_text(written(), "utf-8", newline="\n")
