"""Models from outside: what the Hub has, and how it gets onto this machine."""

from __future__ import annotations

import os

# Read by the Hub's client when it is first imported: requests then say nothing of what else is installed.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
