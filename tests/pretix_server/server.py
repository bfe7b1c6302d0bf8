# SPDX-License-Identifier: GPL-3.0-or-later
"""A running pretix with seeded events, and what is in them."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from functools import cached_property
from pathlib import Path

from tests.needs import need
from tests.patience import PATIENCE_S
from tests.ports import free_port
from tests.pretix_server.installation import find_python, find_seed, surroundings, write_configuration

RIGHTS_OF_DEVICES = ("full", "full", "pretixscan", "pretixscan_online_kiosk", "full")
REVOKED = 4


class PretixServer:
    """A context. `reset` puts the data back to what was seeded, within a second and without a restart.

    Each xdist worker has one of its own, so that no test resets what another one reads.
    """

    def __init__(self, *, workers=1):
        need("pretix")
        self._python, self._workers = find_python(), workers
        self._seed = find_seed(self._python)
        self.folder = Path(tempfile.mkdtemp(prefix="checkin-pretix-", dir="/tmp"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._configuration = write_configuration(self.folder, self.url)
        self.is_running = False

    def __enter__(self):
        self.reset()
        options = [
            "--preload",
            "--no-control-socket",
            f"--workers={self._workers}",
            "--threads=4",
            "--timeout=120",
            "--graceful-timeout=2",
        ]
        keeper = ["-m", "tests.pretix_server.inside", "keeper", f"--bind=127.0.0.1:{self.port}", *options]
        surrounding = surroundings(self._configuration)
        with (self.folder / "log").open("ab") as log:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
            self._keeper = subprocess.Popen([self._python, *keeper], env=surrounding, cwd=self.folder, **pipes)
        self._keeper.outlives_tests = True
        self._hear("ready")
        self.start()
        return self

    def __exit__(self, *_):
        self._keeper.communicate()
        shutil.rmtree(self.folder)

    def start(self):
        """Within a second. Nothing happens if it runs."""
        if self.is_running:
            return
        self._tell("start")
        self.is_running = True
        until = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert time.monotonic() < until, self.told()
            time.sleep(0.02)

    def stop(self):
        """As for an update of the server: what was begun is answered."""
        self._end("stop")

    def kill(self):
        """As a power cut would, but for its disk."""
        self._end("kill")

    def reset(self, *, big=0):
        """To the seeded state; with `big`, beside an event of so many positions: `events["charge"]`."""
        seed = find_seed(self._python, big) if big else self._seed
        for left in ("db.sqlite3-wal", "db.sqlite3-shm"):
            (self.folder / left).unlink(missing_ok=True)
        shutil.copyfile(seed / "db.sqlite3", self.folder / "new")
        (self.folder / "new").replace(self.folder / "db.sqlite3")
        self.seeded = json.loads((seed / "seed.json").read_text("utf-8"))
        for known in ("main", "signed"):
            self.__dict__.pop(known, None)

    @property
    def organizer(self):
        return self.seeded["organizer"]

    @cached_property
    def main(self):
        return SeededEvent(self.seeded["main"])

    @cached_property
    def signed(self):
        """The event whose tickets are signed."""
        return SeededEvent(self.seeded["sig1"])

    @property
    def charge(self):
        """The event of many positions, after `reset(big=...)`."""
        return SeededEvent(self.seeded["charge"])

    def device_token(self, number=0):
        """0 and 1 may do everything, 2 may scan, 3 is a kiosk, 4 was revoked."""
        return self.seeded["devices"][number]["api_token"]

    def device_code(self, number=0):
        """What pretix shows, as text and as QR code, for one of ten devices that nobody has set up yet."""
        token = self.seeded["devices"][len(RIGHTS_OF_DEVICES) + number]["initialization_token"]
        return json.dumps({"handshake_version": 1, "url": self.url, "token": token})

    def ask(self, path, body=None, *, method="", token=""):
        """Return what the API answers to the organiser: a status and the JSON. `path` begins below the organizer."""
        url = f"{self.url}/api/v1/organizers/{self.organizer}/{path}"
        headers = {"Authorization": token or f"Token {self.seeded['api_token']}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(url, data, headers, method=method or ("POST" if data is not None else "GET"))
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.loads(refused.read() or "null")

    def scan(self, secret, *lists, device=0, **more):
        """Redeem a ticket as another client does. Returns the status and the JSON."""
        body = {"secret": secret, "lists": list(lists), **more}
        return self.ask("checkinrpc/redeem/", body, token=f"Device {self.device_token(device)}")

    def revoke(self, token):
        """Take a device's rights away, as the organiser does on the page of devices."""
        self.execute("UPDATE pretixbase_device SET revoked = 1 WHERE api_token = ?", token)

    def execute(self, statement, *values):
        """Change or read the database. Returns the rows."""
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=PATIENCE_S)) as db, db:
            return db.execute(statement, values).fetchall()

    def told(self):
        return (self.folder / "log").read_text(errors="replace")[-3_000:]

    def _answers(self):
        try:
            urllib.request.urlopen(f"{self.url}/api/v1/version", timeout=PATIENCE_S).close()
        except urllib.error.HTTPError:
            return True  # it asks for a token
        except OSError:
            return False
        return True

    def _end(self, how):
        if self.is_running:
            self._tell(how)
            self.is_running = False

    def _tell(self, word):
        self._keeper.stdin.write(f"{word}\n")
        self._keeper.stdin.flush()
        self._hear(word)

    def _hear(self, word):
        assert self._keeper.stdout.readline() == f"{word}\n", self.told()


class SeededEvent:
    """An event of the seeded server. Lists, items and questions are named by their keys in `inside/seed_event.py`."""

    def __init__(self, seeded):
        self.slug, self.lists, self.items = seeded["slug"], seeded["checkin_lists"], seeded["items"]
        self.questions, self.special = seeded.get("questions", {}), seeded["special"]
        self.badge_layouts, self.positions = seeded.get("badge_layouts", {}), seeded["positions"]
        self.orders_by_status = seeded.get("orders_by_status", {})

    def secret(self, label, place=0):
        """Of a ticket with a name (`SPECIAL` in `inside/seed_orders.py`), as it was first; see `new_secret`."""
        return self.special[label]["positions"][place]["secret"]

    def new_secret(self, label):
        """The secret of a ticket whose order was cancelled, or that was issued anew."""
        return self.special[label]["secret_after"]

    def position_id(self, label, place=0):
        return self.special[label]["positions"][place]["id"]

    def order(self, label):
        return self.special[label]["order"]
