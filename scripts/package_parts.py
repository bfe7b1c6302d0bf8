# SPDX-License-Identifier: GPL-3.0-or-later
"""What a frozen program is made of: the parts whose files are really in it, with their versions and licences.

Known by where each file came from: a Python package, a package of Debian, or something that a wheel holds in silence.
"""

import fnmatch
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / "build" / "bundled.json"
"""Written by build_installer.spec: where each file of the program came from."""

BOOTLOADER = "pyinstaller"
"""Its program starts ours, and is no file of the list."""

_IS_TEXT = re.compile(
    r"\.dist-info/licenses/(?!.*licenseref-qt-commercial).+$|(licen[cs]e|copying|notice)(?!ref-qt-commercial)[^/]*$",
    re.IGNORECASE,
)
_IS_LIST = re.compile(r"\.dist-info/sboms/[^/]*\.json$")
_LIBRARIES = (".libs", ".dylibs")
"""Ends of the names of folders in which wheels keep libraries of others."""

_TOLD = tomllib.loads((ROOT / "packaging" / "embedded.toml").read_text("utf-8"))
_IN_TEXT = "see its text"


class UnknownPart(Exception):
    """Something in the program of which nobody knows what it is, or under which licence."""


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is where it is known by its name: pypi, cargo, deb, or generic; text is no part but what others refer to.
    `version` may be empty: nobody says it. `within` names the Python package whose wheel holds the part, if that
    wheel's text tells of it.
    """

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    within: str = ""


def parts(bundled: Path = BUNDLED) -> list[Part]:
    """Each once, by name. Raises `UnknownPart` for a library of which nothing is told, and a part without a text."""
    sources = [Path(name) for name in json.loads(bundled.read_text("utf-8"))]
    found = {*_python_packages(sources), *_debian_packages(sources), *_embedded(sources), *_own()}
    if silent := [part.name for part in found if not (part.texts or part.within)]:
        raise UnknownPart(f"no text of a licence: {', '.join(sorted(silent))}")
    return sorted(found, key=lambda part: (part.name.lower(), part.kind))


def _python_packages(sources: Sequence[Path]) -> Iterator[Part]:
    known = {source.as_posix() for source in sources}
    for package in metadata.distributions():
        files = [Path(str(package.locate_file(file))).as_posix() for file in package.files or ()]
        if package.name == BOOTLOADER or not known.isdisjoint(files):
            name = package.name.lower().replace("_", "-")
            own = tuple(_read(Path(file)) for file in files if ".dist-info/" in file and _IS_TEXT.search(file))
            texts = own or tuple(_read(_text_of(text)) for text in _TOLD["wheel"].get(name, ()))
            yield Part("pypi", package.name, package.version, _licence(package), texts)
            if name in _TOLD["listed_in"]:
                for file in filter(_IS_LIST.search, files):
                    yield from _listed(json.loads(_read(Path(file))), package.name, _TOLD["listed_in"][name])


def _licence(package: metadata.Distribution) -> str:
    said = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    return said.strip().split("\n")[0] or _IN_TEXT


def _listed(bill: dict, wheel: str, texts: Sequence[str]) -> Iterator[Part]:
    """Yield what a wheel lists of itself (CycloneDX), but for its own modules."""
    for component in bill["components"]:
        kind = component.get("purl", "pkg:generic/").removeprefix("pkg:").split("/")[0]
        if kind != "pypi":
            licences = [
                said.get("expression") or said["license"].get("id") or said["license"]["name"]
                for said in component.get("licenses", ())
            ]
            own = tuple(_read(_text_of(text)) for text in texts)
            version = component.get("version", "")
            yield Part(kind, component["name"], version, " AND ".join(licences) or _IN_TEXT, own, wheel)


def _debian_packages(sources: Sequence[Path]) -> Iterator[Part]:
    files = [str(source) for source in sources if source.is_relative_to("/usr") or source.is_relative_to("/lib")]
    files += [
        f"/usr{file}" if file.startswith("/lib") else file.removeprefix("/usr") for file in files
    ]  # listed as either
    if not files or not shutil.which("dpkg-query"):
        return
    asked = subprocess.run(["dpkg-query", "-S", *files], capture_output=True, text=True, check=False)
    owners = sorted({line.split(":")[0] for line in asked.stdout.splitlines()})
    for name in owners:
        version = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}\n", name], capture_output=True, text=True, check=True
        ).stdout.split("\n")[0]
        text = _read(Path("/usr/share/doc") / name / "copyright")
        yield Part("deb", name, version, _licence_of_debian(text), (text,))


def _licence_of_debian(text: str) -> str:
    """That of most of its files, of a copyright file that machines can read; others say it in prose."""
    said = re.search(r"^Files: *\*.*?^License: *(\S[^\n]*)$", text, re.MULTILINE | re.DOTALL)
    return said[1] if said and text.startswith("Format:") else _IN_TEXT


def _embedded(sources: Sequence[Path]) -> Iterator[Part]:
    of_wheels = {source.name for source in sources if source.parent.name.endswith(_LIBRARIES)}
    of_wheels -= {source.name for source in sources if _is_listed(source)}
    for told in _TOLD["part"]:
        files = [source for source in sources if any(fnmatch.fnmatch(source.name, named) for named in told["files"])]
        of_wheels -= {file.name for file in files}
        if files:
            texts = tuple(_read(_text_of(text)) for text in told["texts"])
            version = _version_in(files, told["version"]) if "version" in told else ""
            kind, within = told.get("kind", "generic"), told.get("within", "")
            yield Part(kind, told["name"], version, told["licence"], texts, within)
    if of_wheels:
        raise UnknownPart(f"packaging/embedded.toml does not tell what this is: {', '.join(sorted(of_wheels))}")


def _is_listed(library: Path) -> bool:
    """Whether the wheel of a library lists what is in it: pillow.libs beside PIL, PIL/.dylibs within it."""
    return library.parent.name.removesuffix(".libs") in _TOLD["listed_in"] or library.parent.parent.name == "PIL"


def _version_in(files: Sequence[Path], wanted: str) -> str:
    found = (re.search(wanted.encode(), file.read_bytes()) for file in files if file.is_file())
    return next((match[1].decode() for match in found if match), "")


def _text_of(told: str) -> Path:
    if told.startswith("python/"):
        return Path(sys.base_prefix, told.removeprefix("python/"))
    return ROOT / "packaging" / told  # an absolute path stays as it is


def _own() -> Iterator[Part]:
    """What the resources are made of."""
    for name, licence, file in (
        ("Inter", "OFL-1.1", "fonts/LICENSE-Inter.txt"),
        ("Noto Sans", "OFL-1.1", "fonts/LICENSE-Noto.txt"),
        ("Lucide", "ISC", "icons/LICENSE-Lucide.txt"),
    ):
        yield Part("generic", name, "", licence, (_read(ROOT / "resources" / file),))


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").strip()
