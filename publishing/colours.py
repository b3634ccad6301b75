"""The site's accent colour: whether it can be read on our paper, and the style sheet that says it."""

import colorsys
import re
from hashlib import blake2b

# The tokens of static/css/tokens.css that an accent stands on or replaces, light and dark.
PAPER = ("#fcfcfa", "#141517")
SURFACE = ("#f3f3ef", "#1d1f22")
OWN = ("#7a1c30", "#f0a3ab")
# What stands on the accent: the one that can be read better.
INKS = ("#ffffff", "#0d0c0c")
# WCAG 2.2, 1.4.3.
LEAST = 4.5
# How much of the accent is in the ground of a chosen row.
WASH = 0.07
HEX = re.compile(r"#[0-9a-f]{6}")
Channels = tuple[float, float, float]


def channels(colour: str) -> Channels:
    """Return red, green and blue of "#rrggbb", from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def written(colour: Channels) -> str:
    """Return a colour as "#rrggbb"."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    red, green, blue = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels(colour))  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def wash(accent: str, *, dark: bool) -> str:
    """Return the ground of a chosen row: paper with a breath of the accent."""
    mixed = [WASH * ours + (1 - WASH) * paper for ours, paper in zip(channels(accent), channels(PAPER[dark]), strict=True)]
    return written((mixed[0], mixed[1], mixed[2]))


def legibility(accent: str, *, dark: bool) -> float:
    """Return the least contrast that the accent has on what it stands on."""
    return min(contrast(accent, ground) for ground in (PAPER[dark], SURFACE[dark], wash(accent, dark=dark)))


def is_legible(accent: str, *, dark: bool) -> bool:
    """Tell whether text in this colour can be read everywhere."""
    return legibility(accent, dark=dark) >= LEAST


def nearest(accent: str, *, dark: bool) -> str:
    """Return the colour of the same hue that can be read, as near to `accent` in lightness as it can be."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(accent))
    while not is_legible(found := written(colorsys.hls_to_rgb(hue, lightness, saturation)), dark=dark):
        lightness = min(lightness + 1 / 255, 1) if dark else max(lightness - 1 / 255, 0)
    return found


def style_sheet(light: str, dark: str) -> str:
    """Return the style sheet that replaces our accent by the site's own."""
    inks = [max(INKS, key=lambda ink: contrast(ink, accent)) for accent in (light, dark)]
    tokens = {
        "accent": (light, dark),
        "accent-ink": inks,
        "accent-wash": (wash(light, dark=False), wash(dark, dark=True)),
        "focus": (light, dark),
    }
    said = "".join(f"--{name}:light-dark({one},{other});" for name, (one, other) in tokens.items())
    return f"@layer tokens{{:root{{{said}}}}}"


def digest(light: str, dark: str) -> str:
    """Return the part of the style sheet's address that changes with its content."""
    return blake2b(style_sheet(light, dark).encode(), digest_size=6).hexdigest()
