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
    page_rows: int
    """Rows on a list page."""
    count_cap: int
    """A list counts exactly up to here, and says 'lebih dari' beyond."""
    age_doubtful_years: int
    """Older people are flagged for coklit terbatas, never removed (domain rule 10)."""
    hold_days: int
    """Date offered when a proposal is put on hold."""
    keep_attempts_days: int
    """Failed sign-ins (account, address) of axes; long enough to see a pattern."""
    keep_jobs_days: int
    """Ended jobs: two election-year cycles of questions about "what ran when"."""
    keep_delivery_rows_days: int
    """Row copies of a delivery (NIK, name); the stored file stays as legal source."""
    keep_readings_years: int
    """Who saw whom (ledger_persons): one election cycle of five years."""
    keep_upload_parts_hours: int
    """Half-uploaded files in the temporary folder."""
    export_direct_rows: int
    """A file of more rows than this is made by the worker, not while one waits."""
    export_hours: int
    """How long a file that the worker made can be fetched."""
    pdf_most_rows: int
    """Longest list that is set as PDF."""
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
    page_rows=env.integer("PDPB_PAGE_ROWS", 50),
    count_cap=env.integer("PDPB_COUNT_CAP", 10_000),
    age_doubtful_years=env.integer("PDPB_AGE_DOUBTFUL_YEARS", 100),
    hold_days=env.integer("PDPB_HOLD_DAYS", 14),
    keep_attempts_days=env.integer("PDPB_KEEP_ATTEMPTS_DAYS", 30),
    keep_jobs_days=env.integer("PDPB_KEEP_JOBS_DAYS", 730),
    keep_delivery_rows_days=env.integer("PDPB_KEEP_DELIVERY_ROWS_DAYS", 730),
    keep_readings_years=env.integer("PDPB_KEEP_READINGS_YEARS", 5),
    keep_upload_parts_hours=env.integer("PDPB_KEEP_UPLOAD_PARTS_HOURS", 24),
    export_direct_rows=env.integer("PDPB_EXPORT_DIRECT_ROWS", 10_000),
    export_hours=env.integer("PDPB_EXPORT_HOURS", 72),
    pdf_most_rows=env.integer("PDPB_PDF_MOST_ROWS", 5_000),
    period_kind=env.text("PDPB_PERIOD_KIND", "MONTH"),
)
