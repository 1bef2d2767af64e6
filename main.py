"""The program: with a subcommand the command line, without one the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Dispatch; returns the exit code. Imports are lazy so that a spawned child loads only what it runs."""
    try:
        if len(sys.argv) == 1:
            from app.ui.application import run as run_window

            return run_window()
        from app.cli.app import run

        return run()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
