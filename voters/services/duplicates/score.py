"""The score of a pair and its reasons, as expressions over its levels."""

from psycopg2 import sql

from voters.rules import duplicate_weights as weights
from voters.rules.duplicates import RARE_LEVELS, bias


def weighed(people: int, unknown: dict[str, int] | None = None) -> sql.Composable:
    """The score as an expression over the levels.

    unknown: elements whose level may be NULL yet, with the first one that a likeness
    may give; the best of them is taken, so no pair can score more than this.
    """
    still = unknown or {}
    parts: list[sql.Composable] = [sql.Literal(bias(people))]
    for element, each in weights.WEIGHTS.items():
        known, best = _weight(element), sql.Literal(max(each[still.get(element, 0) :]))
        if element == "name":
            known = sql.SQL("{} + {}").format(known, RARE)
        if element in still:
            known = sql.SQL("coalesce({}, {})").format(known, best)
        parts.append(known)
    return sql.SQL(" + ").join(parts)


RARE = sql.SQL("{} * CASE WHEN name IN {} THEN rarity ELSE 0 END").format(
    sql.Literal(weights.RARITY), sql.Literal(tuple(sorted(RARE_LEVELS)))
)


def _weight(element: str) -> sql.Composable:
    return sql.SQL("(ARRAY[{}])[{} + 1]").format(
        sql.SQL(", ").join(sql.Literal(each) for each in weights.WEIGHTS[element]),
        sql.Identifier(element),
    )


def reasons() -> sql.Composable:
    """jsonb list of {element, level, weight}; the name's weight holds its rarity.

    Written as text and read once: what a level says is the same in every pair.
    """
    parts = [_said(element, each) for element, each in weights.WEIGHTS.items()]
    return sql.SQL("('[' || concat_ws(', ', {}) || ']')::jsonb").format(
        sql.SQL(", ").join(parts)
    )


def _said(element: str, each: tuple[int, ...]) -> sql.Composable:
    """Of one element, NULL where nothing is known of it (level 0)."""
    told = [sql.NULL]
    for level, weight in enumerate(each[1:], start=1):
        number = "" if element == "name" else f"{weight}}}"
        text = f'{{"element": "{element}", "level": {level}, "weight": {number}'
        told.append(sql.Literal(text))
    said = sql.SQL("(ARRAY[{}])[s.{} + 1]").format(
        sql.SQL(", ").join(told), sql.Identifier(element)
    )
    if element != "name":
        return said
    weighs = sql.SQL("(ARRAY[{}])[s.name + 1] + {} * s.rare").format(
        sql.SQL(", ").join(map(sql.Literal, each)), sql.Literal(weights.RARITY)
    )
    return sql.SQL("{} || ({}) || '}}'").format(said, weighs)
