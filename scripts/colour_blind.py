# SPDX-License-Identifier: GPL-3.0-or-later
"""What a picture is to somebody who does not see all colours. Not part of the program.

Machado, Oliveira and Fernandes, “A Physiologically-based Model for Simulation of Color Vision Deficiency”, 2009
(https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html): severity 1.0, on linear light.
"""

import numpy as np
from PySide6.QtGui import QImage

BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(image: QImage, blindness: str) -> QImage:
    """The same picture with one kind of cones missing."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    dots = np.frombuffer(made.bits(), np.uint8).reshape(made.height(), made.width(), 4)
    rgb = dots[..., 2::-1]
    rgb[...] = _encoded(_linear()[rgb] @ np.array(BLINDNESS[blindness], np.float32).T)
    return made


def _linear() -> np.ndarray:
    """Light for each value of sRGB."""
    value = np.arange(256, dtype=np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _encoded(light: np.ndarray) -> np.ndarray:
    light = light.clip(0, 1)
    value = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return (value * 255).round().astype(np.uint8)
