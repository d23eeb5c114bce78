"""The folder of an installation's own data, the same for every process of it."""

import os
from pathlib import Path

HOME_SETTING = "HAMAFZA_HOME"


def home() -> Path:
    """Return the folder that ``HAMAFZA_HOME`` names, or ``var`` here."""
    return Path(os.environ.get(HOME_SETTING, "").strip() or "var").expanduser().resolve()
