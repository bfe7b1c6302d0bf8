# SPDX-License-Identifier: GPL-3.0-or-later
"""pretix and its seeded events in a cache of this computer: made once, by whichever test asks first."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOCK = HERE / "requirements.lock"
CACHE = Path(
    os.environ.get("CHECKIN_PRETIX")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "checkin-pretix"
)
OF_THE_SERVER = ("__init__", "__main__", "keeper", "wsgi")
"""Modules that have no part in what is seeded."""
CONFIGURATION = """
[pretix]
instance_name=pretix of the tests
url={url}
datadir={folder}
registration=off
ecb_rates=off
loglevel=WARNING
[locale]
default=fr
timezone=Europe/Paris
[database]
backend=sqlite3
[mail]
from=pretix@localhost
host=127.0.0.1
port=9
[django]
debug=off
secret=known-to-all-and-only-for-tests-0123456789abcdef
"""


class PretixMissingError(Exception):
    """pretix could not be installed. The text is the reason that pip gives."""


def find_python() -> Path:
    """Return the Python that has pretix. It is installed if it is not in the cache; pip is asked as the computer sets
    it up.
    """
    folder = CACHE / f"pretix-{_digest(sys.version, LOCK.read_text())}"
    python, stamp = folder / "bin" / "python", folder / "complete"
    with _alone():
        if not stamp.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
            command = [python, "-m", "pip", "install", "--no-input", "--no-compile", "--no-deps"]
            done = subprocess.run([*command, "-r", LOCK], capture_output=True, text=True, check=False)
            if done.returncode:
                raise PretixMissingError(done.stderr.strip().rpartition("\n")[2])
            stamp.touch()
    return python


def find_seed(python: Path, big: int = 0) -> Path:
    """Return the folder with the seeded `db.sqlite3` and what is in it, `seed.json`. With `big`, there is a third event
    of so many positions. They are made if they are not in the cache.
    """
    sources = sorted(p for p in (HERE / "inside").glob("*.py") if p.stem not in OF_THE_SERVER)
    plain = CACHE / f"seed-{_digest(str(python), *(p.read_text('utf-8') for p in sources))}"
    if not big:
        return _made(plain, lambda making: _make_seed(python, making))
    find_seed(python)
    return _made(plain.with_name(f"{plain.name}-{big}"), lambda making: _make_big_seed(python, plain, making, big))


def surroundings(configuration: Path) -> dict[str, str]:
    """Return the environment of a process of pretix."""
    own = {"PRETIX_CONFIG_FILE": str(configuration), "DJANGO_SETTINGS_MODULE": "tests.pretix_server.inside.settings"}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


def write_configuration(folder: Path, url: str = "http://127.0.0.1") -> Path:
    path = folder / "pretix.cfg"
    path.write_text(CONFIGURATION.format(folder=folder, url=url))
    return path


def _made(folder, make):
    with _alone():
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=CACHE))
            make(making)
            making.rename(folder)
    return folder


def _make_seed(python, folder):
    _run(python, folder, "-m", "django", "migrate", "--run-syncdb")
    _run(python, folder, "-m", "tests.pretix_server.inside", "seed", folder / "seed.json")


def _make_big_seed(python, plain, folder, positions):
    for name in ("db.sqlite3", "seed.json"):
        shutil.copy(plain / name, folder / name)
    _run(python, folder, "-m", "tests.pretix_server.inside", "big_event", folder / "seed.json", str(positions))


def _run(python, folder, *command):
    surrounding = surroundings(write_configuration(folder))
    done = subprocess.run([python, *command], env=surrounding, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"[-5_000:]


def _digest(*texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


@contextlib.contextmanager
def _alone():
    """One process at a time: the others wait for what it makes."""
    import fcntl  # not on Windows

    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
