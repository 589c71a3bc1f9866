"""Where the code and the data of this installation lie."""

from pathlib import Path

from kpu_portal import env

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = env.path("PDPB_HOME", BASE_DIR / "var")
