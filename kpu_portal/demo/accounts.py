"""The accounts of the demo: made-up people, one or more for each role."""

from __future__ import annotations

from typing import NamedTuple

PASSWORD = "pdpb-demo-2026"  # noqa: S105 - printed at the start of every demo


class DemoAccount(NamedTuple):
    """One account: its name for signing in, its role and region, its person."""

    username: str
    role: str
    scope_code: str
    full_name: str
    title: str
    rw: str = ""
    rt: str = ""


ACCOUNTS = (
    DemoAccount("operator.sukabumi", "OPERATOR", "3272", "Rina Marlina", "Operator"),
    DemoAccount("operator2.sukabumi", "OPERATOR", "3272", "Dedi Kurnia", "Operator"),
    DemoAccount("ketua.sukabumi", "CHAIR", "3272", "Asep Hidayat", "Ketua"),
    DemoAccount("anggota.sukabumi", "MEMBER", "3272", "Lilis Suryani", "Anggota"),
    DemoAccount("operator.seribu", "OPERATOR", "3101", "Nurdin Saputra", "Operator"),
    DemoAccount("ketua.seribu", "CHAIR", "3101", "Fatimah Zahra", "Ketua"),
    DemoAccount("provinsi.jabar", "PROVINCE", "32", "Yayan Mulyana", "Staf data"),
    DemoAccount("provinsi.dki", "PROVINCE", "31", "Dewi Lestari", "Staf data"),
    DemoAccount("bawaslu.sukabumi", "SUPERVISOR", "3272", "Iwan Setiawan", "Anggota"),
    DemoAccount("bawaslu.seribu", "SUPERVISOR", "3101", "Rahmat Hakim", "Anggota"),
    DemoAccount("bawaslu.jabar", "SUPERVISOR", "32", "Ratna Juwita", "Anggota"),
    DemoAccount("pos.gunungpuyuh", "POST", "327201", "Cecep Ruhiyat", "Petugas pos"),
    DemoAccount("kelurahan.1001", "VILLAGE", "3272011001", "Euis Komala", "Petugas"),
    DemoAccount(
        "rw.1001", "NEIGHBOURHOOD", "3272011001", "Ujang Sutisna", "Ketua RW", "001"
    ),
    DemoAccount("admin", "ADMIN", "", "Administrator", "Administrator"),
)
