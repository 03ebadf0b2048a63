import pytest

from durations import format_seconds, parse


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (59, "59s"),
        (60, "1m"),
        (5400, "1h30m"),
        (90061, "1d1h1m1s"),
    ],
)
def test_writes_the_shortest_text(seconds, text):
    assert format_seconds(seconds) == text


def test_rounds_to_whole_seconds():
    assert format_seconds(59.6) == "1m"


def test_refuses_negative_durations():
    with pytest.raises(ValueError):
        format_seconds(-1)


@pytest.mark.parametrize("seconds", [1, 61, 3599, 86400, 100000])
def test_is_read_back(seconds):
    assert parse(format_seconds(seconds)) == seconds
