# SPDX-License-Identifier: GPL-3.0-or-later
"""Hardware behind small interfaces: cameras, scanners, printers, loudspeakers, USB drives, power and disk.

`devices` may import `core`, `storage`, `network` and `translation`. It knows no event and no attendee; `services` and
`application` connect it, `badges` draws what the printers print. Errors leave as `DeviceError` (printers:
`PrinterError`).

    camera: Camera, VideoFile ──▶ FrameSource ──▶ frame_luminance.luminance ──▶ decoder.Decoder ──▶ texts
    keyboard_wedge: a USB scanner that types ──▶ KeyboardWedge ──▶ code_typed

    printers.open_printer(address) ──▶ Printer (protocol in `printer`)
        ipp, ipps          ipp_printer.IppPrinter ──▶ ipp_client.IppClient
        system, pdf        printers: QtPrinter (Windows), PdfFolderPrinter
        zpl, brotherql     label_languages: ZplPrinter, NetworkBrother, UsbBrother ──▶ printer.PrinterConnection

    mail_server · password_store · sound · crash_marks · computer (disk, power, USB drives, a screen kept awake)
"""
