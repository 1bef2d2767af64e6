"""Makes the demo model's own modules importable: they are scripts beside the application, not a package."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "demo"))
