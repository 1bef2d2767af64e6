"""Settings that must stand before Qt is loaded: the tests draw their windows off screen."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
