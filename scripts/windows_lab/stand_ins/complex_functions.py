# SPDX-License-Identifier: GPL-3.0-or-later
"""Give numpy the complex functions of C that Wine 10's ucrtbase lacks.

Makes a DLL that has them from mingw-w64 and forwards all others to ucrtbase, and has numpy's extension modules import
from that DLL. Its name is another one of equal length: Wine finds api-ms-win-crt-math-l1-1-0 in a table.

    complex_functions.py SITE_PACKAGES SYSTEM32
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SITE, SYSTEM32 = map(Path, sys.argv[1:3])
sys.path.append(str(SITE))
import pefile  # noqa: E402  pure Python, of requirements-package.lock; objdump stops in the midst of numpy's tables

THEIRS, OURS = b"api-ms-win-crt-math-l1-1-0.dll", b"npy-ms-win-crt-math-l1-1-0.dll"
_CIRCULAR = ("sin", "cos", "tan")
_NAMES = [
    *("abs", "arg", "real", "imag", "exp", "log", "pow", "sqrt", "proj", "onj"),
    *(f"{prefix}{name}{suffix}" for prefix in ("", "a") for name in _CIRCULAR for suffix in ("", "h")),
]
COMPLEX = {f"c{name}{kind}" for name in _NAMES for kind in ("", "f", "l")}


def imported_names(module: Path) -> set[str]:
    tables = pefile.PE(str(module)).DIRECTORY_ENTRY_IMPORT
    return {entry.name.decode() for table in tables if table.dll in (THEIRS, OURS) for entry in table.imports}


def make_library(names: set[str]) -> None:
    lines = [name if name in COMPLEX else f"{name}=ucrtbase.{name}" for name in sorted(names)]
    with TemporaryDirectory() as folder:
        exports, code = Path(folder, "exports.def"), Path(folder, "code.c")
        exports.write_text("\n".join(["EXPORTS", *lines, ""]))
        code.write_text("int nothing_else;\n")
        output = ["-shared", "-static-libgcc", "-o", str(SYSTEM32 / OURS.decode())]
        subprocess.run(["x86_64-w64-mingw32-gcc", *output, str(code), str(exports), "-lmingwex", "-lm"], check=True)


def main() -> None:
    modules = list(SITE.joinpath("numpy").rglob("*.pyd"))
    make_library(set().union(*map(imported_names, modules)))
    for module in modules:
        module.write_bytes(module.read_bytes().replace(THEIRS, OURS))


main()
