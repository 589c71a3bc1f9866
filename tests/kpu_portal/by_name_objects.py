"""Makes the objects of url_objects.py be about a person, where its builders name none.

So that each page about them has somebody to show: a proof that nobody foreign is shown,
or that everybody shown is recorded, is empty on an empty page.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.kpu_portal.url_objects import (
    ELSEWHERE,
    FOREIGN,
    OWN,
    VILLAGE,
    Objects,
    objects_of,
    publish,
)
from tests.roles import admin_sql, as_worker

WAITING = "menunggu.csv"
"""A list of aid whose columns nobody has named yet."""


def newcomer(objects: Objects) -> str:
    """Name of somebody of the voter's kelurahan who turns 17 and is on no roll yet."""
    return f"CALON KELURAHAN {objects.kelurahan}"


def prepare() -> dict[str, Objects]:
    """Objects of both regencies and of another kecamatan, each about its voter."""
    with as_worker():
        found = {OWN: objects_of(OWN, VILLAGE), FOREIGN: objects_of(FOREIGN)}
        found[ELSEWHERE] = objects_of(ELSEWHERE, beside=found[OWN])
        for regency in (OWN, FOREIGN):
            publish(regency)
    for each in found.values():
        facts = _facts(each)
        _on_the_roll(facts)
        _in_reports(facts)
        _of_aid(facts)
        _of_files(facts)
    return found


def _facts(objects: Objects) -> dict[str, Any]:
    """The voter's columns and the public ids, as parameters of the statements here."""
    names = ("id", "nik", "name", "sex", "birth_date", "kelurahan", "rw")
    ((*values,),) = admin_sql(
        f"SELECT {', '.join(names)} FROM voter WHERE public_id = %s", [objects.voter]
    )
    facts = {**objects._asdict(), **dict(zip(names, values, strict=True))}
    return {**facts, "newcomer": newcomer(objects), "letter": letter_of(objects)}


def letter_of(objects: Objects) -> str:
    """Number of the letter that asks Dukcapil about the voter."""
    return f"1/{objects.kelurahan}"


def _on_the_roll(facts: dict[str, Any]) -> None:
    """Somebody of the kelurahan stands in no station, and somebody turns 17."""
    admin_sql(
        """UPDATE voter SET tps = '', is_special_site = true
        WHERE id = (SELECT max(id) FROM voter
          WHERE kelurahan = %(kelurahan)s AND status = 'ACTIVE' AND rw = %(rw)s)""",
        facts,
    )
    admin_sql(
        """INSERT INTO not_yet_eligible (regency_code, nik, birth_date, kelurahan, data,
          source, seen_on) VALUES (%(regency)s, substr(%(nik)s, 1, 12) || '9999',
          current_date - interval '17 years' + interval '10 days', %(kelurahan)s,
          jsonb_build_object('name', %(newcomer)s::text), 'uji', current_date)""",
        facts,
    )


def _in_reports(facts: dict[str, Any]) -> None:
    """What offices and posts keep about the voter: moves, letters, reports."""
    for statement in (
        """UPDATE handover SET from_voter_id = %(id)s
        WHERE public_id = %(handover)s""",
        """UPDATE citizen_report SET taken_by_id = (
          SELECT id FROM accounts_user WHERE username = 'pos.gunungpuyuh')
        WHERE public_id = %(report)s""",
        """INSERT INTO plenos_advicevoter (regency_code, advice_id, voter_id, kelurahan,
          finding, note, added_by_name)
        SELECT %(regency)s, id, %(id)s, %(kelurahan)s, '', '', 'uji'
        FROM plenos_advice WHERE public_id = %(advice)s""",
        """UPDATE change_proposal SET old = jsonb_build_object('name', name),
          new = '{"name": "ORANG LAIN"}' WHERE public_id = %(question)s""",
        """INSERT INTO dukcapil_letter (regency_code, proposal_id, kelurahan, letter_no,
          letter_on, sent_by_name, answer, answer_no, answer_note, answered_by_name)
        SELECT regency_code, id, kelurahan, %(letter)s, '2026-11-02', 'uji', '', '', '',
          '' FROM change_proposal WHERE public_id = %(question)s""",
    ):
        admin_sql(statement, facts)


def _of_aid(facts: dict[str, Any]) -> None:
    """A recipient who is the voter, one who may be, a refused row, a waiting list."""
    told = f"NIK,Nama\n{facts['nik']},{facts['name']}\n"
    stored = default_storage.save(
        f"bansos/{facts['regency']}/{WAITING}", ContentFile(told.encode())
    )
    for statement in (
        """UPDATE aid_recipient SET name = %(name)s, nik = %(nik)s, voter_id = %(id)s,
          match = 'SAME' WHERE public_id = %(recipient)s""",
        """INSERT INTO aid_recipient (regency_code, public_id, programme_id, list_id,
          line_no, number, nik, nkk, name, birth_date, sex, address, place, kelurahan,
          rw, rt, by_roll, match, suggested_id, struck_for, answer)
        SELECT regency_code, gen_random_uuid(), programme_id, list_id, 3, '', '', '',
          name, %(birth_date)s, %(sex)s, '', '', kelurahan, rw, rt, false, 'LIKELY',
          %(id)s, '', '' FROM aid_recipient WHERE public_id = %(recipient)s""",
        """UPDATE aid_list SET recognised = '{"header": ["NIK", "Nama"]}',
          fields = '{"nik": 0, "name": 1}' WHERE public_id = %(aid_list)s""",
        """INSERT INTO aid_row_issue (regency_code, list_id, line_no, kind, cells)
        SELECT regency_code, id, 4, 'SEX_CODE',
          jsonb_build_array(%(nik)s::text, %(name)s::text)
        FROM aid_list WHERE public_id = %(aid_list)s""",
        """INSERT INTO aid_list (regency_code, public_id, filename, file, sha256,
          recognised, fields, result, received_by_name, programme_id)
        SELECT regency_code, gen_random_uuid(), %(waiting)s, %(stored)s, '', recognised,
          fields, '{}', 'uji', programme_id
        FROM aid_list WHERE public_id = %(aid_list)s""",
    ):
        admin_sql(statement, {**facts, "stored": stored, "waiting": WAITING})


def _of_files(facts: dict[str, Any]) -> None:
    """Rows of a delivery and of a download, refused ones too, and scans with a name."""
    for statement in (
        """INSERT INTO reconciliation_deliveryrow (regency_code, delivery_id, line_no,
          outcome, detail, nik, name, kelurahan, voter_id, elements, warnings)
        SELECT %(regency)s, id, 2, 'UBAH', '', %(nik)s, %(name)s, %(kelurahan)s, %(id)s,
          '{address}', '{}' FROM reconciliation_delivery
        WHERE public_id = %(delivery)s""",
        """INSERT INTO reconciliation_rowissue (regency_code, delivery_id, line_no,
          kind, "column", written, cells)
        SELECT regency_code, id, 3, 'SEX_CODE', '', 'X', ARRAY[%(nik)s, %(name)s]
        FROM reconciliation_delivery WHERE public_id = %(delivery)s""",
        """UPDATE sidalih_row SET name = %(name)s, nik = %(nik)s
        WHERE voter_id = %(id)s""",
        """INSERT INTO sidalih_row (regency_code, public_id, comparison_id, line_no,
          outcome, why, dpid, nik, name, kelurahan, elements, roll, told, cells, sheet,
          sheet_done)
        SELECT %(regency)s, gen_random_uuid(), id, 3, 'UNREADABLE', 'NO_KEY', '',
          %(nik)s, %(name)s, %(kelurahan)s, '{}', '{}', '{}',
          jsonb_build_array(%(nik)s::text, %(name)s::text), '', false
        FROM sidalih_comparison WHERE public_id = %(comparison)s""",
    ):
        admin_sql(statement, facts)
    for (path,) in admin_sql(
        """SELECT file FROM evidence WHERE public_id = %(evidence)s
        UNION SELECT photo FROM aid_check WHERE public_id = %(aid_check)s
        UNION SELECT photo FROM fieldwork_visit WHERE public_id = %(visit)s""",
        facts,
    ):
        with default_storage.open(path, "ab") as file:
            file.write(f"\n{facts['name']}\n".encode())
