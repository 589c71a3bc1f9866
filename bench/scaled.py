"""Rolls and snapshots of any size, and the same snapshot in quotes: streamed, kept.

Up to a million voters come from the generator. A larger roll is several copies of one:
only the first digit of the serial in a NIK and in an NKK tells the copies apart, so
that every planted case stands in each of them and the outcomes are a multiple.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

from bench.data import FILES, PERIOD, REGENCY, Files, files

LARGEST = 1_000_000
"""Voters that the generator makes in one process within a minute or so."""
# A NIK or NKK whose serial leaves room for copies; "0000" is a planted defect.
NUMBER = re.compile(rb"\b([0-9]{12})0(?!000\b)([0-9]{3})\b")
COPIES = (b"0", b"2", b"4", b"6", b"8")
BLOCK = 1 << 22


def made(voters: int) -> Files:
    """Return the files of a roll of this size. Raises ValueError: cannot be made."""
    if voters <= LARGEST:
        return files(voters)
    times, rest = divmod(voters, LARGEST)
    if rest or times > len(COPIES):
        raise ValueError(f"{voters:,}: only multiples of {LARGEST:,} up to 5,000,000")
    one = files(LARGEST)
    folder = FILES / f"{voters}-{one.folder.name}"
    if not (folder / "whole").exists():
        for old in FILES.glob(f"{voters}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        several = Files(folder, voters)
        _multiply(one.roll, several.roll, times)
        _multiply(one.removed, several.removed, times)
        _multiply(one.snapshot, several.snapshot, times)
        outcomes = {name: n * times for name, n in one.expected().items()}
        told = {"deliveries": {"snapshot": {"outcomes": outcomes}}}
        manifest = folder / f"manifest_{REGENCY}_{PERIOD}.json"
        manifest.write_text(json.dumps(told))
        (folder / "whole").touch()
    return Files(folder, voters)


def _multiply(source: Path, target: Path, times: int) -> None:
    """Write the header once and the lines `times` times, each with its own digit."""
    with target.open("wb") as out:
        for copy in range(times):
            replaced = rb"\g<1>" + COPIES[copy] + rb"\g<2>"
            with source.open("rb") as lines:
                header = next(lines)
                if not copy:
                    out.write(header)
                while block := lines.readlines(BLOCK):
                    text = b"".join(block)
                    out.write(NUMBER.sub(replaced, text) if copy else text)


def quoted(source: Path, target: Path) -> Path:
    """Write a pipe separated file as csv with commas and every cell in quotes."""
    with (
        source.open(encoding="utf-8", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(line.rstrip("\n").split("|") for line in lines)
    target.chmod(0o644)
    return target
