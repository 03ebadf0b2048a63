# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for texts where none may be: in the memory of processes (a machine's emulator holds its guest's), and in files."""

import os
from pathlib import Path

PIECE = 1 << 22


def in_memory(pid, texts):
    """Which of the texts are in a process's memory: in all that it may write to, its environment included."""
    wanted, found = {text: text.encode() for text in texts}, set()
    longest = max(len(text) for text in wanted.values())
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            begin, end = (int(number, 16) for number in span.split("-"))
            if not rights.startswith("rw"):
                continue
            tail = b""
            for at in range(begin, end, PIECE):
                try:
                    memory.seek(at)
                    piece = tail + memory.read(min(PIECE, end - at))
                except OSError:
                    break
                found |= {text for text, pattern in wanted.items() if pattern in piece}
                tail = piece[-longest:]
    return found


def in_file(path, texts):
    """Which of the texts are in a file, as it lies there."""
    wanted, found, tail = {text: text.encode() for text in texts}, set(), b""
    longest = max(len(text) for text in wanted.values())
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            whole = tail + piece
            found |= {text for text, pattern in wanted.items() if pattern in whole}
            tail = whole[-longest:]
    return found


def in_folder(folder, texts):
    """{text: files below the folder that hold it}; what goes away while it is looked at counts as gone."""
    found = {text: [] for text in texts}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            try:
                if path.is_symlink() or not path.is_file():
                    continue
                for text in in_file(path, texts):
                    found[text].append(str(path.relative_to(folder)))
            except FileNotFoundError:
                continue
    return found
