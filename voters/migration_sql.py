"""The voter's columns, defined once, and the room's .sql files filled in with them."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"

COLUMNS = [
    "dpid",
    "nik",
    "nkk",
    "name",
    "birth_place",
    "birth_date",
    "marital_status",
    "sex",
    "address",
    "rt",
    "rw",
    "kelurahan",
    "tps",
    "is_special_site",
    "disability",
    "disability_vintage",
    "ektp_status",
    "remark",
    "source",
    "status",
    "status_reason",
    "status_until",
]
"""What a voter's record says, in the order of the roll."""

OF_THE_OFFICE = {
    "dpid",
    "is_special_site",
    "disability_vintage",
    "remark",
    "source",
    "status",
    "status_reason",
    "status_until",
}
"""Columns that no sender and no voter tells: a proposal never changes them by name."""

ELEMENTS = [name for name in COLUMNS if name not in OF_THE_OFFICE]
"""Elements of a voter that a proposal may change, by canonical name."""

LINE = ["id", "row_version", "public_id", *COLUMNS]
"""Columns of voter_line(), in its order; never reorder."""

IMAGE = [*LINE, "regency_code", "change_id"]
"""Columns of the before and after image of an event."""


def image(alias: str) -> str:
    """jsonb of a whole voter, every value as text or null.

    Two arrays cost less than half of jsonb_build_object, which looks each type up.
    """
    names = ", ".join(f"'{name}'" for name in IMAGE)
    values = ", ".join(f"{alias}.{name}::text" for name in IMAGE)
    return f"jsonb_object(ARRAY[{names}], ARRAY[{values}])"


def line(alias: str) -> str:
    """Call of voter_line() on the row `alias`."""
    return f"voter_line({', '.join(f'{alias}.{name}' for name in LINE)})"


def read(name: str) -> str:
    """Text of sql/<name>.sql ready to run."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return (
        text.replace("{before}", image("o"))
        .replace("{after}", image("n"))
        .replace("{line_n}", line("n"))
    )


def steps_of(name: str) -> dict[str, str]:
    """Statements of sql/<name>.sql by the word after "-- step:"."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    steps = {}
    for part in text.split("-- step: ")[1:]:
        label, statement = part.split("\n", 1)
        lines = [ln for ln in statement.split("\n") if not ln.startswith("--")]
        steps[label.strip()] = "\n".join(lines)
    return steps
