#!/usr/bin/env python3
"""A stand-in for a coding agent: it follows a script, so the sample needs no model, no key and no network.

At first it does what agents do on a bad day: it says that everything is done, but has only written a comment
and deleted a test that was in its way. The gates find that out. With their feedback it does the work: mends the
parser, writes tests that fail without the change, and describes the pull request.

It speaks the same contract as any agent: what to do comes in files that the environment names, the work goes
back as commits, and the description of the pull request as a file.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

PARSING = Path("durations/parsing.py")
TESTS = Path("tests/test_parsing.py")
CHANGES = Path("CHANGES.md")

BAD_DAY_COMMENT = "# Fractions such as 1.5h are handled here as well.\n"

OLD_PART = '_PART = re.compile(r"(\\d+)\\s*([smhd])")\n'
NEW_PART = '_PART = re.compile(r"(\\d+(?:\\.\\d+)?)\\s*([smhd])\\s*")\n'

OLD_BODY = '''    parts = _PART.findall(text.strip().lower())
    if not parts:
        raise DurationError(f"not a duration: {text!r}")
    return float(sum(int(number) * SECONDS_OF[unit] for number, unit in parts))
'''
NEW_BODY = '''    rest = text.strip().lower()
    if not rest:
        raise DurationError(f"not a duration: {text!r}")
    seconds = 0.0
    while rest:
        part = _PART.match(rest)
        if not part:
            raise DurationError(f"not a duration: {text!r} (at {rest!r})")
        seconds += float(part[1]) * SECONDS_OF[part[2]]
        rest = rest[part.end():]
    return seconds
'''
OLD_DOC = '''    Raises DurationError when there is none.
'''
NEW_DOC = '''    The number may have a fraction: "1.5h". Raises DurationError for anything else.
'''

NEW_TESTS = '''

@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1.5h", 5400),
        ("0.5m", 30),
        ("1h 1.5m", 3690),
    ],
)
def test_reads_fractions(text, seconds):
    assert parse(text) == seconds


@pytest.mark.parametrize("text", ["1h oops", "h1", "1h30", "1..5h", "1.5", "-1h"])
def test_refuses_text_around_a_duration(text):
    with pytest.raises(DurationError):
        parse(text)
'''

PULL_REQUEST = '''# Read fractions of a unit, refuse stray text

## What

`parse` understands `1.5h` and the like, and raises `DurationError` for any text that is not a duration from its
first character to its last.

## Why

`parse("1.5h")` gave 18000 seconds, five hours: the pattern was searched for anywhere in the text, so that "1."
was skipped and "5h" was read. The same made `parse("1h oops")` one hour. The parts are now matched one after the
other, with nothing left over.

## How to verify

`python3 -m pytest -q`. `test_reads_fractions` and `test_refuses_text_around_a_duration` fail without the
change.

## Rollback

Revert the commit. Nothing is stored in a new form; text that was wrongly accepted before is accepted again.
'''


def say(text):
    print(text, flush=True)


def run(*command, may_fail=False):
    """Run a command; its output is returned, and shown when it fails unexpectedly."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0 and not may_fail:
        say(f"$ {' '.join(command)}\n{done.stdout.strip()}")
    return done.returncode, done.stdout.strip()


def file_of(variable):
    """The text of the file that an environment variable names; empty where there is none."""
    name = os.environ.get(variable, "")
    path = Path(name)
    return path.read_text(encoding="utf-8") if name and path.is_file() else ""


def write_out(name, text):
    directory = Path(os.environ.get("SIGNALBOX_OUT") or ".git")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(text, encoding="utf-8")


def commit(message):
    run("git", "add", "-A")
    status, _ = run("git", "commit", "-q", "-m", message)
    if status != 0:
        sys.exit("the work could not be committed")
    say("committed " + run("git", "log", "-1", "--format=%h %s")[1])


def ask_to_proceed():
    say("$ signalboxctl proceed")
    try:
        answer = subprocess.run(["signalboxctl", "proceed"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, timeout=60, check=False)
        say(answer.stdout.strip())
    except FileNotFoundError:
        say("(there is nobody to ask here)")
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"(no answer: {error})")


def read_the_task():
    task = file_of("SIGNALBOX_TASK_FILE")
    title = next((line.lstrip("# ") for line in task.splitlines() if line.strip()), "(no task)")
    say(f"task: {title}")
    for name in file_of("SIGNALBOX_GUIDANCE_FILES").split():
        say(f"reading {name}")


def pretend():
    """The bad day."""
    say(f"reading {PARSING}")
    source = PARSING.read_text(encoding="utf-8")
    if BAD_DAY_COMMENT not in source:
        PARSING.write_text(source.replace("_PART = ", BAD_DAY_COMMENT + "_PART = ", 1), encoding="utf-8")
    say(f"edit {PARSING}")
    tests = TESTS.read_text(encoding="utf-8")
    # The last test stands at the end of the file, after its parameters.
    at = tests.find('\n\n@pytest.mark.parametrize("text", [""')
    if at > 0:
        TESTS.write_text(tests[:at], encoding="utf-8")
    say(f"edit {TESTS}")
    commit("Handle fractions in durations")
    write_out("pull-request.md", "Fractions work now. All tests pass!\n")
    say("Done! Fractions such as 1.5h are supported now, and all tests are green.")


def show_feedback(feedback):
    lines = [line for line in feedback.splitlines() if line.strip()]
    say("The work came back:")
    for line in lines[:6]:
        say("  " + line)
    if len(lines) > 6:
        say(f"  ({len(lines) - 6} more lines)")


def base_commit():
    status, base = run("git", "rev-parse", "-q", "--verify", "refs/signalbox/base", may_fail=True)
    if status == 0:
        return base
    return run("git", "rev-list", "--max-parents=0", "HEAD")[1].splitlines()[-1]


def replaced(source, old, new):
    if new not in source and old not in source:
        sys.exit("the code is not as this script knows it")
    return source if new in source else source.replace(old, new, 1)


def mend():
    """The good day."""
    say("restoring what the attempt before took away")
    run("git", "checkout", "-q", base_commit(), "--", str(PARSING), str(TESTS))
    source = PARSING.read_text(encoding="utf-8")
    for old, new in ((OLD_PART, NEW_PART), (OLD_BODY, NEW_BODY), (OLD_DOC, NEW_DOC)):
        source = replaced(source, old, new)
    PARSING.write_text(source, encoding="utf-8")
    say(f"edit {PARSING}: match the parts one after the other, with fractions")
    tests = TESTS.read_text(encoding="utf-8")
    if "test_reads_fractions" not in tests:
        TESTS.write_text(tests.rstrip("\n") + "\n" + NEW_TESTS, encoding="utf-8")
    say(f"edit {TESTS}: two tests that fail without the change")
    changes = CHANGES.read_text(encoding="utf-8")
    note = "- `parse` reads fractions (`1.5h`) and refuses text that is not a duration as a whole.\n"
    if note not in changes:
        CHANGES.write_text(changes.rstrip("\n") + "\n" + note, encoding="utf-8")
    say("$ python3 -m pytest -q")
    status, output = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    if status == 0:
        say(output.splitlines()[-1])


def is_mended():
    return (NEW_BODY in PARSING.read_text(encoding="utf-8")
            and "test_reads_fractions" in TESTS.read_text(encoding="utf-8"))


def answer_a_reviewer(feedback):
    """The work is done already and somebody wants more: what they said goes into the notes for a release."""
    words = [line.strip() for line in feedback.splitlines() if line.strip() and not line.startswith("#")]
    said = re.sub(r"\s+", " ", words[0])[:200] if words else "look at it again"
    changes = CHANGES.read_text(encoding="utf-8").rstrip("\n")
    CHANGES.write_text(f"{changes}\n- After review: {said}\n", encoding="utf-8")
    say(f"edit {CHANGES}: took the reviewer's point")
    commit("Take the reviewer's point")


def work():
    read_the_task()
    feedback = file_of("SIGNALBOX_FEEDBACK_FILE")
    if not feedback.strip():
        pretend()
        ask_to_proceed()
        return
    show_feedback(feedback)
    if is_mended():
        answer_a_reviewer(feedback)
    else:
        mend()
        commit("Read fractions of a unit, refuse stray text")
    write_out("pull-request.md", PULL_REQUEST)
    say("wrote the description of the pull request")
    ask_to_proceed()


def answer():
    question = file_of("SIGNALBOX_QUESTION_FILE").strip()
    say(f"question: {question.splitlines()[0] if question else '(empty)'}")
    asked = question.lower()
    if any(word in asked for word in ("risk", "break", "rollback", "compat", "danger")):
        text = ("Text that was wrongly accepted before, such as \"1h oops\", is refused now. A caller that relied "
                "on it gets a DurationError, which is a ValueError. Reverting the commit takes it back.")
    elif "test" in asked:
        text = ("test_reads_fractions and test_refuses_text_around_a_duration fail on the base and pass with the "
                "change. All tests of the base are still there, unchanged.")
    elif "why" in asked:
        text = ("The pattern was searched for anywhere in the text, so \"1.5h\" was read as \"5h\". Matching the "
                "parts one after the other leaves nothing unread.")
    else:
        text = ("The change is in durations/parsing.py: the parts of a duration are matched one after the other, "
                "numbers may have a fraction, and anything left over is refused. I follow a script, so that is "
                "all I can say.")
    write_out("answer.md", text + "\n")
    say("answered")


if __name__ == "__main__":
    answer() if os.environ.get("SIGNALBOX_MODE") == "question" else work()
