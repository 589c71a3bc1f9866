"""Lists of aid recipients as they are read and matched (H1 to H5)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from fieldwork.aid import services
from fieldwork.aid.models import AidList, Recipient, RowIssue
from fieldwork.rules.aid import Match
from fieldwork.services.errors import FieldError
from files.readers import FileRefused
from kpu_portal.demo.aid import ensure_aid
from tests.fieldwork import aid_steps as steps
from tests.roles import admin_sql, as_worker
from tests.voters import desk

pytestmark = pytest.mark.usefixtures("aid_office")
UNKNOWN_NIK = "3272014101900999"


def test_every_row_is_matched_to_the_roll(cast: Any) -> None:
    user = cast.operator_a
    a, b, c, d, e = desk.voters(user, 5)
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
        "WHERE regency_code = '3272' AND id = %s",
        [c.pk],
    )
    programme = steps.programme(user)
    made = steps.imported(
        user,
        programme,
        [
            steps.row_of(a, number="1", rt="RT 7", rw="001/002"),
            steps.row_of(b, number="2", name="ZULKIFLI XAVERIUS", birth_date=""),
            steps.row_of(c, number="3"),
            steps.row_of(d, number="4", nik="3,27E+15"),
            steps.row_of(e, number="5", nik=UNKNOWN_NIK),
            steps.row_of(
                e, number="6", nik="3172014101900998", kelurahan="TANAH ABANG"
            ),
            steps.row_of(e, number="7", kelurahan="", rw="", rt=""),
        ],
    )
    seen = steps.recipients(user, programme)
    assert {number: one.match for number, one in seen.items()} == {
        **{"1": "SAME", "2": "OTHER", "3": "STRUCK", "4": "LIKELY"},
        **{"5": "ABSENT", "6": "OUTSIDE", "7": "SAME"},
    }
    assert (seen["1"].voter_id, seen["2"].voter_id) == (a.pk, None)
    assert (seen["1"].rt, seen["1"].rw) == ("007", "")  # never a part of "001/002"
    assert (seen["3"].voter_id, seen["3"].struck_for) == (c.pk, "MENINGGAL")
    assert (seen["4"].voter_id, seen["4"].suggested_id) == (None, d.pk)
    assert (seen["6"].kelurahan, seen["6"].place) == ("3272", "TANAH ABANG")
    assert (seen["7"].kelurahan, seen["7"].rt) == (e.kelurahan, e.rt)
    assert (seen["7"].by_roll, seen["1"].by_roll) == (True, False)
    assert made.result["taken"] == 7
    assert made.result["matches"] == {
        **{"ABSENT": 1, "LIKELY": 1, "OTHER": 1, "OUTSIDE": 1},
        **{"SAME": 2, "STRUCK": 1},
    }
    with desk.desk(user):
        services.confirm(
            actor=user, regency="3272", public_id=seen["4"].public_id, same=True
        )
        confirmed = Recipient.objects.get(pk=seen["4"].pk)
        assert (confirmed.match, confirmed.voter_id) == ("SAME", d.pk)
        with pytest.raises(FieldError, match="Tidak ada saran"):
            services.confirm(
                actor=user, regency="3272", public_id=seen["1"].public_id, same=True
            )


def test_bad_rows_stay_aside_and_nobody_comes_twice(cast: Any) -> None:
    user = cast.operator_a
    a, b, c = desk.voters(user, 3)
    programme = steps.programme(user)
    rows = [
        steps.row_of(a),
        steps.row_of(b, name=""),
        steps.row_of(c, birth_date="31-02-1990"),
        steps.row_of(c, sex="X"),
        {"number": "9", "name": "TANPA KUNCI"},
        steps.row_of(a, number="10"),
    ]
    made = steps.imported(user, programme, rows)
    assert (made.result["taken"], made.result["refused"]) == (1, 5)
    assert made.result["issues"] == {
        **{"BIRTH_DATE": 1, "NAME_EMPTY": 1, "NIK_TWICE": 1},
        **{"NO_KEY": 1, "SEX_CODE": 1},
    }
    with as_worker():
        issue = RowIssue.objects.get(list_id=made.pk, kind="NAME_EMPTY")
        assert b.nik in issue.cells
    assert made.file == ""
    with desk.desk(user), pytest.raises(FieldError, match="sudah diimpor"):
        services.receive_list(
            actor=user, programme=programme, file=steps.file_of(rows), filename="d.csv"
        )
    again = steps.imported(user, programme, [steps.row_of(a), steps.row_of(c)])
    assert (again.result["taken"], again.result["again"]) == (1, 1)
    left = admin_sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'landing'")
    assert left == [(0,)]


def test_a_list_that_cannot_be_read_leaves_nothing(cast: Any) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    before = default_storage.listdir("bansos/3272")[1]
    text = b"3272014101900001,12\n3272014101900002,13\n"

    with desk.desk(user), pytest.raises(FileRefused, match="Judul kolom"):
        services.receive_list(
            actor=user, programme=programme, file=io.BytesIO(text), filename="d.csv"
        )
    with desk.desk(user):
        services.close_programme(actor=user, programme=programme)
    programme.refresh_from_db()
    with desk.desk(user), pytest.raises(FieldError, match="sudah ditutup"):
        services.receive_list(
            actor=user, programme=programme, file=io.BytesIO(text), filename="d.csv"
        )
    with as_worker():
        assert not AidList.objects.exists()
        assert not Recipient.objects.exists()
    assert default_storage.listdir("bansos/3272")[1] == before


def test_the_demo_has_every_kind_of_match(cast: Any) -> None:
    struck = desk.voters(cast.operator_a, 1)[0]
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'PINDAH' "
        "WHERE regency_code = '3272' AND id = %s",
        [struck.pk],
    )
    with as_worker():
        for _again in range(2):
            ensure_aid("3272", timezone.localdate())
        made = AidList.objects.get()
        assert set(made.result["matches"]) == set(Match)
        assert made.result["taken"] >= 56
