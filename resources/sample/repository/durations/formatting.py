"""From seconds to text."""

_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def format_seconds(seconds):
    """Return the shortest text that `parse` reads back as `seconds`, rounded to whole seconds."""
    rest = round(seconds)
    if rest < 0:
        raise ValueError("a duration is not negative")
    if rest == 0:
        return "0s"
    text = ""
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            text += f"{count}{unit}"
    return text
