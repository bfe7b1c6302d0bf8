# SPDX-License-Identifier: GPL-3.0-or-later
"""A print room on the loopback interface: a CUPS of its own, and two IPP printers that can be made to fail.

Real programs, nothing of the system touched: cupsd, its filters and CUPS' own simulator of a printer (ippeveprinter).
No systemd, no avahi. Works as root, as in a container.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.patience import PATIENCE_S
from tests.ports import free_port

PROGRAMS = ("cupsd", "lpadmin", "ippeveprinter", "dbus-daemon", "gs")
PACKAGES = "cups cups-client cups-ipp-utils cups-filters ghostscript dbus-daemon poppler-utils"
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

PAPERS = {
    "iso_a6_105x148mm": (105, 148),
    "om_badge-62x100_62x100mm": (62, 100),
    "om_badge-90x55_90x55mm": (90, 55),
    "om_card-54x86_54x86mm": (54, 86),
    "iso_a4_210x297mm": (210, 297),
}

SIDES = ("bottom", "left", "right", "top")
MARGIN = 500
WITH_MARGINS = ("iso_a6_105x148mm",)
"""Where it cannot print to the edge, by so many 1/100 mm: there a badge that is fitted is smaller than it was drawn."""

# The printer's inside: keeps what it got, then does what the file "fault" says. Its stderr is the printer's state.
PRINTING = r"""#!/bin/sh
cp "$1" "$RECEIVED/$$.part" && mv "$RECEIVED/$$.part" "$RECEIVED/$IPP_JOB_ID-$$"
fault() { cat "$FAULT" 2>/dev/null; }
while now=$(fault); [ -n "$now" ]; do # read once: it may be mended between two looks, and what was said would stay
    case "$now" in
    jam) echo "STATE: +media-jam-error" >&2; exit 1;;
    crumpled) echo "STATE: +media-jam-report" >&2; exit 0;;
    slow) ;;
    *) said=$now; echo "STATE: +$said" >&2;;
    esac
    sleep 0.1
done
[ -z "$said" ] || echo "STATE: -$said" >&2
echo "ATTR: job-impressions=1 job-impressions-completed=1 job-media-sheets-completed=1" >&2
"""

CUPSD = """LogLevel info
MaxLogSize 0
Listen 127.0.0.1:{port}
Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType Basic
JobRetryInterval 2
ErrorPolicy retry-job
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

CUPS_FILES = """ServerRoot {0}/etc
AccessLog {0}/log/access
ErrorLog {0}/log/error
PageLog {0}/log/page
RequestRoot {0}/spool
TempDir {0}/tmp
CacheDir {0}/cache
StateDir {0}/run
SystemGroup root
Printcap
"""


def _papers_of_a_label_printer() -> str:
    """What a printer says that prints to the edge of its labels, in the words of ippeveprinter's -a."""
    names = ",".join(PAPERS)
    papers = [_paper(name, *size) for name, size in PAPERS.items()]
    sizes = [f"{{\n{_size(*size)}}}" for size in PAPERS.values()]
    margins = [f"ATTR integer media-{side}-margin-supported 0,{MARGIN}" for side in SIDES]
    lines = [
        f"ATTR keyword media-supported {names}",
        f"ATTR keyword media-ready {names}",
        f"ATTR keyword media-default {next(iter(PAPERS))}",
        "ATTR collection media-col-database " + ",\n".join(papers),
        "ATTR collection media-col-ready " + ",\n".join(papers),
        "ATTR collection media-col-default " + papers[0],
        "ATTR collection media-size-supported " + ",\n".join(sizes),
        *margins,
        "ATTR keyword media-source-supported auto,main",
        "ATTR keyword media-type-supported stationery,labels",
        "ATTR boolean color-supported true",
        "ATTR keyword print-color-mode-supported color,monochrome,auto",
        "ATTR keyword print-color-mode-default color",
        "ATTR resolution printer-resolution-supported 300dpi",
        "ATTR resolution printer-resolution-default 300dpi",
        "ATTR resolution pwg-raster-document-resolution-supported 300dpi",
        "ATTR keyword pwg-raster-document-type-supported sgray_8,srgb_8",
        "ATTR keyword pwg-raster-document-sheet-back normal",
        "ATTR keyword urf-supported V1.4,CP1,W8,SRGB24,RS300,IS1,MT1-2",
    ]
    return "\n".join(lines) + "\n"


def _paper(name: str, width: int, height: int) -> str:
    margin = MARGIN if name in WITH_MARGINS else 0
    margins = "".join(f" MEMBER integer media-{side}-margin {margin}\n" for side in SIDES)
    return (
        f'{{\n MEMBER name media-key "{name}"\n MEMBER collection media-size {{\n{_size(width, height)} }}\n'
        f" MEMBER keyword media-size-name {name}\n{margins}"
        " MEMBER keyword media-source main\n MEMBER keyword media-type labels\n}"
    )


def _size(width: int, height: int) -> str:
    return f" MEMBER integer x-dimension {width * 100}\n MEMBER integer y-dimension {height * 100}\n"


class SimulatedPrinter:
    """One `ippeveprinter`. `arguments`: what kind of a printer it is."""

    def __init__(self, lab: "PrintingLab", name: str, *arguments: str) -> None:
        self.name = name
        self.port = free_port()
        self.received_in = _folder(lab.folder / f"received-{name}")
        self._fault = lab.folder / f"fault-{name}"
        self._environment = lab.environment | {"RECEIVED": str(self.received_in), "FAULT": str(self._fault)}
        own = ("-n", "localhost", "-p", str(self.port), "-d", str(_folder(lab.folder / f"spool-{name}")))
        self._command = ("ippeveprinter", "-r", "off", *own, "-c", str(lab.command), *arguments, name)
        self._log = (lab.folder / f"{name}.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def start(self) -> None:
        if self._process is None:
            out = self._log
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=out, stderr=out)
            _wait_for_port(self.port)

    def kill(self) -> None:
        """As if its plug were pulled."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        self.kill()
        self._log.close()

    def fail(self, how: str) -> None:
        """A reason such as "media-empty-error" until mended, "jam" to end the job, "crumpled" to jam and call
        the job done, "slow" to take its time.
        """
        self._fault.write_text(how)

    def mend(self) -> None:
        self._fault.unlink(missing_ok=True)

    def received(self) -> list[Path]:
        """The documents that reached it whole, in order."""
        return sorted((f for f in self.received_in.iterdir() if f.suffix != ".part"), key=lambda f: f.stat().st_mtime)


class PrintingLab:
    """A context, open in a fifth of a second. `badge` prints labels and takes dots only, which its queue "badge" makes;
    `office` takes PDF.
    """

    def __init__(self) -> None:
        path = f"{os.environ['PATH']}:{SYSTEM_PATH}"  # cupsd is not on everyone's
        missing = [program for program in PROGRAMS if shutil.which(program, path=path) is None]
        assert not missing, f"{missing} not found: apt-get install {PACKAGES}"
        self.environment = dict(os.environ, PATH=path)
        self._stack = contextlib.ExitStack()
        self._cups: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PrintingLab":
        with contextlib.ExitStack() as opened:
            self._open(opened)
            self._stack = opened.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _open(self, opened: contextlib.ExitStack) -> None:
        # Not pytest's folder: cupsd's filters run as "lp" and have to pass through every folder above.
        self.folder = Path(tempfile.mkdtemp(prefix="printing-lab-"))
        opened.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.port = free_port()
        self.environment["CUPS_SERVER"] = f"127.0.0.1:{self.port}"
        self._start_bus(opened)
        self._write_files()
        papers = self.folder / "papers.conf"
        papers.write_text(_papers_of_a_label_printer())
        self.badge = SimulatedPrinter(self, "Badge", "-a", str(papers))
        self.office = SimulatedPrinter(self, "Office", "-f", "application/pdf", "-s", "20,20")
        for printer in (self.badge, self.office):
            opened.callback(printer.stop)
            printer.start()
        opened.callback(self.stop_cups)
        self.start_cups()
        for name, printer in (("badge", self.badge), ("office", self.office)):
            self._add_queue(name, printer)

    def _add_queue(self, name: str, printer: SimulatedPrinter) -> None:
        """Add a queue and wait until it knows the printer's papers. The CUPS of Debian 12 asks for them in the
        background, for good in vain where the printer was too busy: then it is told again. Never remove a queue
        meanwhile: that CUPS dies of it.
        """
        for _ in range(5):
            self.run("lpadmin", "-p", name, "-E", "-v", printer.address, "-m", "everywhere")
            told = time.monotonic()
            while time.monotonic() < told + PATIENCE_S / 5:
                if "PageSize" in self._ask("lpoptions", "-p", name, "-l").stdout:
                    return
                time.sleep(0.05)
        raise AssertionError(f"{name} knows no paper{self._condition()}")

    def _start_bus(self, opened: contextlib.ExitStack) -> None:
        """ippeveprinter wants one even when it advertises nothing."""
        address = f"unix:path={self.folder}/bus"
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", "--address", address]
        out = subprocess.DEVNULL
        bus = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=out)
        opened.callback(_end, bus)
        assert bus.stdout is not None
        opened.callback(bus.stdout.close)
        self.environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()

    def _write_files(self) -> None:
        for name in ("etc", "log", "spool", "cache", "run"):
            _folder(self.folder / name)
        shared = _folder(self.folder / "tmp")
        if os.geteuid() == 0:
            shutil.chown(shared, group="lp")
        shared.chmod(0o1770)
        self.command = self.folder / "printing"
        self.command.write_text(PRINTING)
        self.command.chmod(0o755)
        (self.folder / "etc/cupsd.conf").write_text(CUPSD.format(port=self.port, folder=self.folder))
        (self.folder / "etc/cups-files.conf").write_text(CUPS_FILES.format(self.folder))

    @property
    def socket(self) -> Path:
        return self.folder / "cups.sock"

    def start_cups(self) -> None:
        if self._cups is None:
            etc = self.folder / "etc"
            command = ["cupsd", "-f", "-c", str(etc / "cupsd.conf"), "-s", str(etc / "cups-files.conf")]
            out = subprocess.DEVNULL
            self._cups = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out)
            _wait_for_port(self.port)

    def stop_cups(self) -> None:
        if self._cups is not None:
            _end(self._cups)
            self._cups = None

    @contextlib.contextmanager
    def frozen_cups(self) -> Iterator[None]:
        """It takes connections and says nothing."""
        assert self._cups is not None
        self._cups.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._cups.send_signal(signal.SIGCONT)

    def jobs(self, queue: str) -> int:
        """How many wait or are at work there."""
        return len(self.run("lpstat", "-o", queue).splitlines())

    def queue(self, name: str) -> str:
        """The address of a queue of this CUPS."""
        return f"ipp://127.0.0.1:{self.port}/printers/{name}"

    def run(self, *command: str) -> str:
        """One of CUPS' own commands; what it printed. One that fails on a busy machine is asked again."""
        for tries_left in (2, 1, 0):
            done = self._ask(*command)
            if done.returncode == 0:
                break
            assert tries_left, f"{command}: {done.stderr}{self._condition()}"
            time.sleep(0.5)
        return done.stdout

    def _ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=PATIENCE_S
        )

    def _condition(self) -> str:
        """How cupsd is, and the last it wrote, for the report of a command that failed: the command does not tell."""
        log = self.folder / "log/error"
        last = log.read_text(errors="replace").splitlines()[-30:] if log.exists() else []
        return "\n".join([f"cupsd ended: {self._cups and self._cups.poll()}", *last])


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def _wait_for_port(port: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("localhost", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end, f"nobody listens on {port}"
            time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
