"""From text to seconds."""

import re

SECONDS_OF = {"s": 1, "m": 60, "h": 3600, "d": 86400}

# A number and its unit, with or without a space between them.
_PART = re.compile(r"(\d+)\s*([smhd])")


class DurationError(ValueError):
    """The text is not a duration."""


def parse(text):
    """Return the seconds that `text` stands for, as a float.

    A duration is one or more parts, each a number and a unit: "90s", "1h30m", "1h 30m".
    Raises DurationError when there is none.
    """
    parts = _PART.findall(text.strip().lower())
    if not parts:
        raise DurationError(f"not a duration: {text!r}")
    return float(sum(int(number) * SECONDS_OF[unit] for number, unit in parts))
