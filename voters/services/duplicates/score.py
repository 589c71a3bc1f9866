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
    """jsonb list of {element, level, weight}; the name's weight holds its rarity."""
    parts = []
    for element, each in weights.WEIGHTS.items():
        rare = f" + {weights.RARITY} * s.rare" if element == "name" else ""
        parts.append(
            sql.SQL(
                "CASE WHEN s.{0} > 0 THEN jsonb_build_array(jsonb_build_object("
                "'element', {1}, 'level', s.{0}, 'weight', (ARRAY[{2}])[s.{0} + 1]"
                + rare
                + ")) ELSE '[]'::jsonb END"
            ).format(
                sql.Identifier(element),
                sql.Literal(element),
                sql.SQL(", ").join(sql.Literal(weight) for weight in each),
            )
        )
    return sql.SQL(" || ").join(parts)
