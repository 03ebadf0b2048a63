"""Lengths of time as people write them: "90s", "1h30m", "2 d"."""

from durations.formatting import format_seconds
from durations.parsing import DurationError, parse

__all__ = ["DurationError", "format_seconds", "parse"]
