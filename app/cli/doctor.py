"""`doctor`: what this machine can do, and what to do about what does not work."""

from __future__ import annotations

from app.cli import options
from app.cli.show import gigabytes, output_console, plain, print_json
from app.engine.devices import probe
from app.engine.gpus import gpus
from app.service import paths
from app.service.doctor import diagnose

_DOES_NOT_HOLD = 1


def doctor(store: options.StoreAt = None, json: options.AsJson = False) -> int:
    """Check Python, Qt, llama.cpp, devices, memory, store and models. Exit code 1 if something fails."""
    found = diagnose(store if store is not None else paths.default_store(), probe, gpus)
    if json:
        print_json(found.document())
    else:
        console = output_console()
        for check in found.checks:
            sign, style = ("ok", "green") if check.ok else ("FAILS", "red")
            line = plain(f"{sign:6}", style)
            line.append_text(plain(f"{check.name}: {check.detail}"))
            console.print(line, soft_wrap=True)
            if check.fix:
                console.print(plain(f"      -> {check.fix}"), soft_wrap=True)
        for device in found.probe.devices if found.probe else ():
            console.print(
                plain(
                    f"      {device.name}: {device.description}, {device.kind.value}, "
                    f"{gigabytes(device.free)} of {gigabytes(device.total)} free"
                ),
                soft_wrap=True,
            )
    return 0 if found.ok else _DOES_NOT_HOLD
