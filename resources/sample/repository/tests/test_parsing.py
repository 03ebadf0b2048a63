import pytest

from durations import DurationError, parse


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("20m", 1200),
        ("4h", 14400),
        ("2d", 172800),
    ],
)
def test_reads_one_unit(text, seconds):
    assert parse(text) == seconds


def test_adds_up_several_units():
    assert parse("1h30m") == 5400


def test_allows_spaces():
    assert parse(" 1 h 30 m ") == 5400


def test_ignores_case():
    assert parse("2H") == 7200


def test_returns_a_float():
    assert isinstance(parse("1s"), float)


@pytest.mark.parametrize("text", ["", "   ", "soon", "12"])
def test_refuses_what_is_no_duration(text):
    with pytest.raises(DurationError):
        parse(text)
