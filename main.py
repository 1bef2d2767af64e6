"""The program: with a subcommand the command line, without one the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Dispatch; returns the exit code. Imports are lazy so that a spawned child loads only what it runs."""
    if len(sys.argv) == 1:
        print(
            "There is no window yet. To screen the demo list: main.py screen; all commands: main.py --help",
            file=sys.stderr,
        )
        return 3
    try:
        from app.cli.app import run

        return run()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
