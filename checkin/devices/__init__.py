# SPDX-License-Identifier: GPL-3.0-or-later
"""Hardware behind small interfaces: cameras, scanners, printers, loudspeakers, USB drives, power and disk.

`devices` may import `core` and `translation`. It knows no event and no attendee; `services` and `application` connect
it, `badges` draws what the printers print. Errors leave as `DeviceError` (printers: `PrinterError`).

    Camera (video_inputs), VideoFile ──▶ FrameSource ──▶ frames.luminance ──▶ Decoder ──▶ texts
                                                                   (image_preprocessing, closer_look)
    USB scanner that types ──▶ KeyboardWedge ──▶ code_typed

    printers.open_printer(address) ──▶ Printer (protocol in `printer`)
        ipp, ipps          IppPrinter ──▶ IppClient ──▶ ipp_message, ipp_http; answers judged by ipp_states
        system             QtPrinter (Windows)
        pdf                PdfFolderPrinter
        zpl, brotherql     label_printers ──▶ ZplPrinter, NetworkBrother, UsbBrother ──▶ PrinterConnection
"""
