"""Coklit terbatas: doubtful findings verified at the door, on paper and on screen."""
