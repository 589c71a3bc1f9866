"""Pure rules of regions: borders of a file, and what a change of regions may say."""

from regions.rules.borders import LARGEST, REASONS, ShapeError, Shapes, read_shapes

__all__ = ["LARGEST", "REASONS", "ShapeError", "Shapes", "read_shapes"]
