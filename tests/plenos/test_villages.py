"""The kelurahan recap: its figures, its confirmation, its lock and its annex."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.scope import scoped_as
from plenos import contributions
from plenos.contributions import Contribution
from plenos.models import VillageConfirmation, VillageRecap
from plenos.rules import village as rules
from plenos.rules.village import Row
from plenos.selectors.recap import frozen, latest_recap
from plenos.selectors.villages import live_lines, locked_lines, work, work_of
from plenos.services import VillageError, confirm_village, withdraw_village
from tests.plenos.conftest import MARCHES, freeze_now, record_plenary, run
from tests.roles import as_worker, login_sql
from voters.models import ChangeProposal

OWN, OTHER = "3272011001", "3272021002"
CODE = "2026-11"


def sums(rows: list[Row], start: str) -> tuple[int, int]:
    found = [row for row in rows if row.code.startswith(start)]
    return sum(row.male for row in found), sum(row.female for row in found)


def test_the_figures_come_from_proposals_and_events(month: Any, cast: Any) -> None:
    with as_worker():
        rows = work(month)
    print(rows)
