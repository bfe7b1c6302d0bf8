# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of the tests' own: real, on a free port of the loopback, with TLS, gone afterwards.

As root it runs as the user `postgres`, which Debian's package brings. Its disk is not waited for, unless a test asks.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_admin import HubAdmin
from checkin.sync.postgres_peer import PostgresPeer
from tests.needs import need
from tests.patience import PATIENCE_S
from tests.ports import free_port

ADMINISTRATOR = "organiser"
FAST = """
listen_addresses = '127.0.0.1,127.0.0.2'
port = {port}
unix_socket_directories = '{folder}'
ssl = on
ssl_cert_file = '{folder}/server.crt'
ssl_key_file = '{folder}/server.key'
password_encryption = scram-sha-256
fsync = off
max_connections = 200
shared_buffers = 64MB
max_wal_size = 512MB
lc_messages = 'C'
log_min_messages = warning
log_statement = ddl
"""
WHO_MAY = "local all all trust\nhostssl all all all scram-sha-256\n"


class Cluster:
    """A context. `host` for clients that take it for another computer, `localhost` for those that do not."""

    host = "127.0.0.2"

    def __init__(self):
        need("PostgreSQL")
        self.bin = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="checkin-pg-", dir="/tmp"))
        self.port = free_port()
        self.certificate = self.folder / "server.crt"
        self._log = (self.folder / "log").open("ab")

    def __enter__(self):
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-D", self.data)
        _make_certificate(self.folder)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(FAST.format(port=self.port, folder=self.folder))
        (self.data / "pg_hba.conf").write_text(WHO_MAY)
        self.start()
        with self.superuser("postgres") as connection:
            connection.execute(f"CREATE ROLE {ADMINISTRATOR} LOGIN CREATEROLE PASSWORD 'secret'")
        return self

    def __exit__(self, *_):
        self._server.send_signal(signal.SIGQUIT)  # at once
        self._server.wait()
        self._log.close()
        shutil.rmtree(self.folder)

    @property
    def data(self):
        return self.folder / "data"

    def start(self):
        """As a child, so that it is gone when it is killed."""
        command = self._command("postgres", "-D", self.data)
        self._server = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        self._server.outlives_tests = True
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.superuser("postgres").close()
            except psycopg.OperationalError:
                assert self._server.poll() is None, self.told()
                assert time.monotonic() < until, self.told()
                time.sleep(0.02)
            else:
                return

    def kill(self):
        """Postmaster and children, as a power cut of the server would, but for its disk."""
        children = _children(self._server.pid)
        self._server.kill()
        self._server.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        while any(map(_is_alive, children)):
            time.sleep(0.01)

    @contextlib.contextmanager
    def who_may(self, lines):
        """For a while, other rules for who is let in, and how they prove it."""
        self._rule(WHO_MAY.replace("hostssl", f"{lines}hostssl"))
        try:
            yield
        finally:
            self._rule(WHO_MAY)

    def _rule(self, lines):
        (self.data / "pg_hba.conf").write_text(lines)
        with self.superuser("postgres") as connection:
            connection.execute("SELECT pg_reload_conf()")

    def as_superuser(self, database):
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user=postgres"

    def superuser(self, database):
        return psycopg.connect(self.as_superuser(database), autocommit=True)

    def url(self, database, host="localhost", who=f"{ADMINISTRATOR}:secret", query=""):
        return f"postgresql://{who}@{host}:{self.port}/{database}{query}"

    def make_database(self, name):
        with self.superuser("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name}")
            connection.execute(f"GRANT CREATE ON DATABASE {name} TO {ADMINISTRATOR}")

    def drop_database(self, name):
        with self.superuser("postgres") as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def dump(self, database, into):
        into.write_bytes(self._output("pg_dump", "-Fc", "-h", self.folder, "-p", self.port, "-U", "postgres", database))

    def restore(self, database, dump):
        """In place of what is there, while it is in use."""
        self.drop_database(database)
        self.make_database(database)
        command = self._command("pg_restore", "-h", self.folder, "-p", self.port, "-U", "postgres", "-d", database)
        subprocess.run(command, input=dump.read_bytes(), check=True)

    def told(self):
        return (self.folder / "log").read_text(errors="replace")[-2_000:]

    def processor_seconds(self):
        """Those of the server and all its children, also of those that have ended."""
        processes = [self._server.pid, *_children(self._server.pid)]
        return sum(map(_processor_seconds, filter(_is_alive, processes)))

    def _run(self, *command):
        self._output(*command)

    def _output(self, program, *arguments):
        done = subprocess.run(self._command(program, *arguments), capture_output=True, check=False, cwd=self.folder)
        assert done.returncode == 0, (program, done.stderr.decode(errors="replace"), self.told())
        return done.stdout

    def _command(self, program, *arguments):
        command = [str(self.bin / program), *map(str, arguments)]
        if os.getuid() != 0:
            return command
        import pwd

        user = pwd.getpwnam("postgres")
        own = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return ["setpriv", *own, "--pdeathsig=QUIT", *command]  # so that it does not outlive tests that are killed


class Meeting:
    """One event on a hub of its own: a database, prepared by an organiser who is no superuser."""

    def __init__(self, cluster, *, notifies=True, event=""):
        self.cluster, self.database = cluster, f"hub_{secrets.token_hex(4)}"
        self.event = event or secrets.token_hex(8)
        cluster.make_database(self.database)
        self._desks, self._peers, self._notifies = 0, [], notifies
        self._set_up()

    def _set_up(self):
        with self.hub() as hub:
            hub.prepare()
            hub.add_event(self.event, notifies=self._notifies)

    def begin_anew(self):
        """The server was lost, and another one takes its place."""
        self.cluster.drop_database(self.database)
        self.cluster.make_database(self.database)
        self._set_up()

    @contextlib.contextmanager
    def hub(self):
        with contextlib.closing(HubAdmin(HubAddress.read(self.cluster.url(self.database)))) as hub:
            yield hub

    def address(self, name=None, reached_at=""):
        self._desks += 1
        with self.hub() as hub:
            return hub.admit(self.event, name or f"Accueil {self._desks}", reached_at, may_purge=True)

    def peer(self, name=None, reached_at="", **surroundings):
        return self.peer_at(self.address(name, reached_at), self.event, **surroundings)

    def peer_at(self, address, event, **surroundings):
        made = PostgresPeer(address, event, **surroundings)
        self._peers.append(made)
        return made

    def rows(self, statement):
        with self.cluster.superuser(self.database) as connection:
            return connection.execute(statement).fetchall()

    def places(self):
        """(place, id) of all that the hub has, in the order of its log."""
        return [(place, id.bytes) for place, id in self.rows("SELECT place, id FROM checkin.entry ORDER BY place")]

    def close(self):
        for peer in self._peers:
            peer.close()
        self.cluster.drop_database(self.database)


def _programs():
    """Debian keeps them out of the path, a folder for each version; the newest, or that of `CHECKIN_POSTGRESQL`."""
    if chosen := os.environ.get("CHECKIN_POSTGRESQL"):
        return Path(chosen)
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -int(p.parent.name)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    assert found, "PostgreSQL is not installed: scripts/setup dev"
    return Path(found).resolve().parent


def _children(process):
    return [int(p) for t in Path(f"/proc/{process}/task").iterdir() for p in (t / "children").read_text().split()]


def _processor_seconds(process):
    """With those of the children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _is_alive(process):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def _make_certificate(folder):
    """In the name of localhost alone."""
    made = ["-keyout", folder / "server.key", "-out", folder / "server.crt", "-subj", "/CN=hub"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", *kind, *named, *made]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    if os.getuid() == 0:
        shutil.chown(folder / "server.key", "postgres", "postgres")
    (folder / "server.key").chmod(0o600)
