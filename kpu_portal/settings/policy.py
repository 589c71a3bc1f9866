"""Every number an office may want to change, with what it means, in one place."""

from dataclasses import dataclass

from kpu_portal import env


@dataclass(frozen=True)
class Policy:
    """Policy numbers; units stand in the names."""

    job_lease_seconds: int
    """A running job whose lease is older than this is taken over."""
    job_attempts: int
    """A job that died this often is parked and says so."""
    sweep_seconds: int
    """How often lost jobs are looked for."""
    upload_max_bytes: int
    """Largest file of a delivery."""
    evidence_max_bytes: int
    """Largest scan or photo of evidence."""
    unpacked_max_bytes: int
    """Largest unpacked size of a workbook."""
    landing_chunk_rows: int
    """Rows loaded between two commits; progress moves in these steps."""
    search_beside_rows: int
    """From so many rows on duplicates are searched for while the run writes."""
    page_rows: int
    """Rows on a list page."""
    count_cap: int
    """A list counts exactly up to here, and says 'lebih dari' beyond."""
    age_doubtful_years: int
    """Older people are flagged for coklit terbatas, never removed (domain rule 10)."""
    hold_days: int
    """Date offered when a proposal is put on hold."""
    exchange_day: int
    """Day of the month from which an office is reminded to compare with the other
    regencies of its province; 0 reminds nobody."""
    station_voters: int
    """Most voters of a TPS: 500 by Law 7/2017 art. 350(1); KPU sets another number for
    a given election."""
    handover_days: int
    """Days in which the other regency answers a hand-over before it is late."""
    keep_handover_days: int
    """Who an ended hand-over was about; the row itself stays."""
    claim_minutes: int
    """A person opened in the review queue is held so long without activity."""
    claim_ask_minutes: int
    """A claimed kecamatan that a colleague asks for ends after this, unless kept."""
    keep_attempts_days: int
    """Failed sign-ins (account, address) of axes; long enough to see a pattern."""
    keep_jobs_days: int
    """Ended jobs: two election-year cycles of questions about "what ran when"."""
    keep_places_days: int
    """Where the device was at a visit of coklit; the visit itself stays."""
    keep_report_contacts_days: int
    """A reporter's telephone or address; the report itself stays."""
    keep_delivery_rows_days: int
    """Row copies of a delivery (NIK, name); the stored file stays as legal source."""
    keep_contacts_days: int
    """Archived contacts of institutions: their names are then taken away."""
    keep_readings_years: int
    """Who saw whom (ledger_persons): one election cycle of five years."""
    keep_upload_parts_hours: int
    """Half-uploaded files in the temporary folder."""
    export_direct_rows: int
    """A file of more rows than this is made by the worker, not while one waits."""
    export_hours: int
    """How long a file that the worker made can be fetched."""
    picked_most_rows: int
    """Rows picked one by one for one act; more are picked as a filter."""
    pdf_most_rows: int
    """Longest list that is set as PDF."""
    ceiling_first: dict[str, float]
    """Change ceiling by kind while a regency has little history: the share of a
    kelurahan's voters that one period's deliveries may newly propose."""
    ceiling_floor_share: float
    """A ceiling is never below this share of the voters, however quiet the past."""
    ceiling_floor_rows: int
    """Nor below so many proposals of a kind in a kelurahan."""
    ceiling_whole_first: dict[str, float]
    """The same for all kelurahan together: a list may stay below everywhere and still
    be far too much."""
    ceiling_whole_floor_share: float
    """The regency's ceiling is never below this share of its voters."""
    ceiling_whole_floor_rows: int
    """Nor below so many proposals of a kind in the regency."""
    ceiling_spread: float
    """Median deviations above the median of past periods."""
    ceiling_periods: int
    """Past periods with deliveries that make a history."""
    ceiling_look_back: int
    """Past periods that are compared with, the latest first."""
    large_job_rows: int
    """A job of more rows than this is large: it never takes the last free worker."""
    large_jobs_at_once: int
    """Large jobs that run at the same time on all workers together (workers − 1)."""
    job_patience_seconds: int
    """A large job that waited longer is no longer overtaken by small ones."""
    report_checks_per_address: int
    """Tries at the public status of reports from one address in ten minutes."""
    due_soon_days: int
    """A date so near, or news so fresh, stands among what is due."""
    digest_catch_up_hours: int
    """A digest by e-mail that is later than this is left out; the next one comes."""
    keep_digests_days: int
    """Which digest went out when, and what the mail server said."""
    period_kind: str
    """MONTH, QUARTER or SEMESTER: what the next period is when one closes."""


POLICY = Policy(
    job_lease_seconds=env.integer("PDPB_JOB_LEASE_SECONDS", 30),
    job_attempts=env.integer("PDPB_JOB_ATTEMPTS", 3),
    sweep_seconds=env.integer("PDPB_SWEEP_SECONDS", 10),
    upload_max_bytes=env.integer("PDPB_UPLOAD_MAX_BYTES", 2_000_000_000),
    evidence_max_bytes=env.integer("PDPB_EVIDENCE_MAX_BYTES", 10_000_000),
    unpacked_max_bytes=env.integer("PDPB_UNPACKED_MAX_BYTES", 400_000_000),
    landing_chunk_rows=env.integer("PDPB_LANDING_CHUNK_ROWS", 20_000),
    search_beside_rows=env.integer("PDPB_SEARCH_BESIDE_ROWS", 500_000),
    page_rows=env.integer("PDPB_PAGE_ROWS", 50),
    count_cap=env.integer("PDPB_COUNT_CAP", 10_000),
    age_doubtful_years=env.integer("PDPB_AGE_DOUBTFUL_YEARS", 100),
    hold_days=env.integer("PDPB_HOLD_DAYS", 14),
    exchange_day=env.integer("PDPB_EXCHANGE_DAY", 5),
    station_voters=env.integer("PDPB_STATION_VOTERS", 500),
    handover_days=env.integer("PDPB_HANDOVER_DAYS", 14),
    keep_handover_days=env.integer("PDPB_KEEP_HANDOVER_DAYS", 180),
    claim_minutes=env.integer("PDPB_CLAIM_MINUTES", 5),
    claim_ask_minutes=env.integer("PDPB_CLAIM_ASK_MINUTES", 10),
    keep_attempts_days=env.integer("PDPB_KEEP_ATTEMPTS_DAYS", 30),
    keep_jobs_days=env.integer("PDPB_KEEP_JOBS_DAYS", 730),
    keep_places_days=env.integer("PDPB_KEEP_PLACES_DAYS", 365),
    keep_report_contacts_days=env.integer("PDPB_KEEP_REPORT_CONTACTS_DAYS", 365),
    keep_delivery_rows_days=env.integer("PDPB_KEEP_DELIVERY_ROWS_DAYS", 730),
    keep_contacts_days=env.integer("PDPB_KEEP_CONTACTS_DAYS", 365),
    keep_readings_years=env.integer("PDPB_KEEP_READINGS_YEARS", 5),
    keep_upload_parts_hours=env.integer("PDPB_KEEP_UPLOAD_PARTS_HOURS", 24),
    export_direct_rows=env.integer("PDPB_EXPORT_DIRECT_ROWS", 10_000),
    export_hours=env.integer("PDPB_EXPORT_HOURS", 72),
    picked_most_rows=env.integer("PDPB_PICKED_MOST_ROWS", 2_000),
    pdf_most_rows=env.integer("PDPB_PDF_MOST_ROWS", 5_000),
    # Published months change 0.05 to 0.6 % of a list, quarters 3 to 5 %.
    ceiling_first={
        "BARU": env.integer("PDPB_CEILING_BARU_PERMILLE", 100) / 1000,
        "TMS": env.integer("PDPB_CEILING_TMS_PERMILLE", 60) / 1000,
        "UBAH": env.integer("PDPB_CEILING_UBAH_PERMILLE", 250) / 1000,
        "PINDAH_DALAM": env.integer("PDPB_CEILING_PINDAH_DALAM_PERMILLE", 100) / 1000,
        "TIDAK_ADA": env.integer("PDPB_CEILING_TIDAK_ADA_PERMILLE", 100) / 1000,
        "MUNCUL_KEMBALI": env.integer("PDPB_CEILING_MUNCUL_KEMBALI_PERMILLE", 30)
        / 1000,
    },
    ceiling_floor_share=env.integer("PDPB_CEILING_FLOOR_PERMILLE", 10) / 1000,
    ceiling_floor_rows=env.integer("PDPB_CEILING_FLOOR_ROWS", 50),
    # Half of a kelurahan's share: what is strange in one place evens out over many.
    ceiling_whole_first={
        "BARU": env.integer("PDPB_CEILING_WHOLE_BARU_PERMILLE", 50) / 1000,
        "TMS": env.integer("PDPB_CEILING_WHOLE_TMS_PERMILLE", 30) / 1000,
        "UBAH": env.integer("PDPB_CEILING_WHOLE_UBAH_PERMILLE", 150) / 1000,
        "PINDAH_DALAM": env.integer("PDPB_CEILING_WHOLE_PINDAH_DALAM_PERMILLE", 50)
        / 1000,
        "TIDAK_ADA": env.integer("PDPB_CEILING_WHOLE_TIDAK_ADA_PERMILLE", 50) / 1000,
        "MUNCUL_KEMBALI": env.integer("PDPB_CEILING_WHOLE_MUNCUL_KEMBALI_PERMILLE", 15)
        / 1000,
    },
    ceiling_whole_floor_share=env.integer("PDPB_CEILING_WHOLE_FLOOR_PERMILLE", 5)
    / 1000,
    ceiling_whole_floor_rows=env.integer("PDPB_CEILING_WHOLE_FLOOR_ROWS", 250),
    ceiling_spread=env.integer("PDPB_CEILING_SPREAD", 6),
    ceiling_periods=env.integer("PDPB_CEILING_PERIODS", 3),
    ceiling_look_back=env.integer("PDPB_CEILING_LOOK_BACK", 12),
    large_job_rows=env.integer("PDPB_LARGE_JOB_ROWS", 500_000),
    large_jobs_at_once=env.integer(
        "PDPB_LARGE_JOBS_AT_ONCE", max(1, env.integer("PDPB_WORKERS", 2) - 1)
    ),
    job_patience_seconds=env.integer("PDPB_JOB_PATIENCE_SECONDS", 900),
    report_checks_per_address=env.integer("PDPB_REPORT_CHECKS_PER_ADDRESS", 30),
    due_soon_days=env.integer("PDPB_DUE_SOON_DAYS", 7),
    digest_catch_up_hours=env.integer("PDPB_DIGEST_CATCH_UP_HOURS", 6),
    keep_digests_days=env.integer("PDPB_KEEP_DIGESTS_DAYS", 90),
    period_kind=env.text("PDPB_PERIOD_KIND", "MONTH"),
)
