"""A full disk where files are kept, and a reader that is killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from jobs import services
from jobs.models import Job, State
from reconciliation.models import Delivery
from reconciliation.services import CannotStart
from tests import databases
from tests.faults.conftest import begun, lasting, picture
from tests.reconciliation.conftest import take_in
from tests.roles import as_worker


@contextlib.contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """A disk that is full after so many bytes, for what this process opens now.

    The kernel limits every file of the process; what others hold open (a log, what the
    runner captures) goes on elsewhere meanwhile and may be longer already.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with _others_elsewhere():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def _others_elsewhere() -> Iterator[None]:
    """Let what is written to the files that stand open go to empty ones, and be added
    to them afterwards."""
    with contextlib.ExitStack() as asides:
        moved = []
        for number in _open_for_writing():
            aside = asides.enter_context(tempfile.TemporaryFile())
            moved.append((number, os.dup(number), aside))
            os.dup2(aside.fileno(), number)
        try:
            yield
        finally:
            for number, kept, aside in moved:
                os.dup2(kept, number)
                os.close(kept)
                aside.seek(0)
                os.write(number, aside.read())


def _open_for_writing() -> list[int]:
    """Numbers of the ordinary files that this process may write."""
    found = []
    for name in os.listdir("/dev/fd"):
        with contextlib.suppress(OSError):  # the listing's own number is gone
            ordinary = stat.S_ISREG(os.fstat(int(name)).st_mode)
            mode = fcntl.fcntl(int(name), fcntl.F_GETFL) & os.O_ACCMODE
            if ordinary and mode != os.O_RDONLY:
                found.append(int(name))
    return found


def test_a_log_that_is_longer_than_the_limit_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w", buffering=1) as file:
        file.write("x" * 5_000 + "\n")
        with no_file_larger_than(1_000):
            file.write("meanwhile\n")
            with pytest.raises(OSError, match="too large"):
                (tmp_path / "new").write_text("x" * 2_000)
        file.write("after\n")
    assert log.read_text() == "x" * 5_000 + "\nmeanwhile\nafter\n"


def test_a_full_disk_keeps_nothing_of_an_upload_and_says_so(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    data = demo_files.path("snapshot").read_bytes()
    assert len(data) > 60_000
    url = reverse("reconciliation:upload", args=["3272"])
    client = sign_in(cast.operator_a)
    folder = Path(settings.MEDIA_ROOT) / "kiriman" / "3272"
    before = set(folder.glob("*"))

    def upload() -> Any:
        file = SimpleUploadedFile("kiriman.csv", data)
        form = {"file": file, "sender": "dukcapil", "letter_no": ""}
        return client.post(url, form)

    with no_file_larger_than(50_000):
        answer = upload()
    assert answer.status_code == 507
    assert "Ruang simpan server penuh" in answer.content.decode()
    assert set(folder.glob("*")) == before
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
    with as_worker():
        assert not Delivery.objects.exists()
    assert upload().status_code == 302
    with as_worker():
        assert Delivery.objects.count() == 1


def test_a_disk_that_fills_up_while_the_file_is_kept(
    stocked: str, demo_files: Any
) -> None:
    """The upload has arrived; the copy into the store does not fit."""
    folder = Path(settings.MEDIA_ROOT) / "kiriman" / "3272"
    before = set(folder.glob("*"))
    with as_worker():
        with (
            no_file_larger_than(50_000),
            pytest.raises(CannotStart, match="Ruang simpan server penuh"),
        ):
            take_in(demo_files.path("snapshot"))
        assert set(folder.glob("*")) == before
        assert not Delivery.objects.exists()
        assert take_in(demo_files.path("snapshot")).rows > 0


def workbook(source: Path, out: Path) -> Path:
    """The demo's snapshot as a workbook of text cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for line in source.read_text(encoding="utf-8").splitlines():
        sheet.append(line.split("|"))
    book.save(out)
    return out


def children() -> set[int]:
    """Processes that this one has started and that still run."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def kill_a_child(known: set[int], stop: threading.Event, hit: list[int]) -> None:
    """SIGKILL to the first process that this one starts beside those `known`."""
    while not stop.is_set() and not hit:
        for pid in children() - known:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                hit.append(pid)


def test_a_killed_reader_changes_nothing_and_the_job_can_be_repeated(
    stocked: str, demo_files: Any, tmp_path: Path
) -> None:
    path = workbook(demo_files.path("snapshot"), tmp_path / "kiriman.xlsx")
    with databases.clone("stocked"), as_worker():
        assert services.run(begun(path).pk)
        whole = picture()
    with as_worker():
        job = begun(path)
        before = lasting(picture())
        stop, hit = threading.Event(), list[int]()
        killer = threading.Thread(target=kill_a_child, args=(children(), stop, hit))
        killer.start()
        assert services.run(job.pk)
        stop.set()
        killer.join()
        assert hit
        found = Job.objects.get(pk=job.pk)
        assert found.state == State.FAILED
        assert found.error.startswith("Pembaca berkas dihentikan")
        assert lasting(picture()) == before
        services.retry(actor=None, job=found)
        assert services.run(job.pk)
        assert Job.objects.get(pk=job.pk).state == State.DONE
        assert picture() == whole
