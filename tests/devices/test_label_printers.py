# SPDX-License-Identifier: GPL-3.0-or-later
"""Which label printer an address names."""

import sys

import pytest

from checkin.core.message import UserError
from checkin.core.print_jobs import Medium
from checkin.devices.label_languages import NetworkBrother, UsbBrother, ZplPrinter
from checkin.devices.printers import medium_from_address, open_label_printer
from tests.devices.played_printers import IMPATIENT, Mute, in_the_network

QL = "?model=QL-820NWB&label="
ON_LINUX = pytest.mark.needs("USB printers")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("zpl://10.0.0.7", ZplPrinter),
        ("zpl://[fe80::1]:6101", ZplPrinter),
        pytest.param("zpl+usb:/dev/usb/lp0", ZplPrinter, marks=ON_LINUX),
        (f"brotherql://printer.local{QL}62", NetworkBrother),
        pytest.param(f"brotherql+usb:/dev/usb/lp0{QL}62x100", UsbBrother, marks=ON_LINUX),
    ],
)
def test_an_address_names_a_printer_and_asks_nothing_of_it(address, kind):
    assert isinstance(open_label_printer(address), kind)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "zpl:",
        "zpl://",
        "zpl://host:abc",
        "zpl://host:99999",
        "zpl://[::1",
        "ipp://host",
        "brotherql://host",
        "brotherql://host?model=QL-820NWB",
        f"brotherql://host{QL}63",
        "brotherql://host?model=QL-820NWB&label=102x51",
    ],
)
def test_one_that_names_none_is_told_in_a_sentence(address):
    with pytest.raises(UserError):
        open_label_printer(address)


def test_the_port_is_the_one_of_the_address(qapp):
    with in_the_network(Mute()) as port:
        assert open_label_printer(f"zpl://127.0.0.1:{port}", IMPATIENT).state().is_ready


def test_usb_is_told_to_be_out_of_reach_elsewhere(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UserError):
        open_label_printer("zpl+usb:/dev/usb/lp0")


def test_the_roll_of_an_address_is_the_paper_of_its_badges():
    assert medium_from_address(f"brotherql://host{QL}62x100") == Medium(62, 100, 300)
    assert medium_from_address(f"brotherql+usb:/dev/usb/lp0{QL}62") == Medium(62, 0, 300)
    assert medium_from_address("zpl://host") is None
