"""A process starts without the libraries that only a document or a locked file needs.

ADR 0066. Whatever is imported by a room at its start is held by every process.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {
    *("docx", "fsspec", "import_export.resources", "lxml", "msoffcrypto", "num2words"),
    *("openpyxl", "pypdf", "pyzipper", "segno", "tablib", "typst", "xlsxwriter"),
}
# What a worker does, and after it what a process of the web does.
START = """
import sys
import django
from kpu_portal.celery import app
django.setup()
app.loader.import_default_modules()
import kpu_portal.wsgi
import kpu_portal.urls
print(*sys.modules)
"""


def test_a_process_starts_without_what_only_documents_need() -> None:
    told = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    rooms = {"files.exports.writers", "plenos.tasks", "kpu_portal.views.accounts_bulk"}
    assert rooms <= loaded
    assert not LATER & loaded
