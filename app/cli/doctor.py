"""`doctor`: what this machine can do, and what to do about what does not work."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import options
from app.cli.show import errors_console, gigabytes, output_console, plain, print_json
from app.engine.contract import EngineSettings
from app.engine.devices import probe
from app.engine.findings import Findings
from app.engine.gpus import gpus
from app.engine.host import LlamaEngine
from app.engine.known_steps import KIND, known_here
from app.service import paths
from app.service.computing import compute_one
from app.service.doctor import diagnose

_DOES_NOT_HOLD = 1


def doctor(
    store: options.StoreAt = None,
    forget_plainer: Annotated[
        bool,
        typer.Option("--forget-plainer", help="Run llama.cpp as asked again, where it was stepped down."),
    ] = False,
    json: options.AsJson = False,
) -> int:
    """Check Python, Qt, llama.cpp, devices, memory, store and models. Exit code 1 if something fails."""
    findings = Findings(paths.findings())
    if forget_plainer:
        forgotten = findings.forget(KIND)
        told = "forgotten" if forgotten else "there is nothing to forget"
        errors_console().print(f"what llama.cpp was stepped down to: {told}")

    def make(settings: EngineSettings) -> LlamaEngine:
        return LlamaEngine(settings, paths.log_file(), paths.findings())

    found = diagnose(
        store if store is not None else paths.default_store(),
        probe,
        gpus,
        lambda: compute_one(make),
        lambda: known_here(findings),
    )
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
