"""The self-test's result is kept between starts, for all that decides it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import llama_cpp

from app.engine.contract import EngineSettings, ModelInfo, StepShape
from app.engine.findings import SELF_TEST, Findings, Json
from app.engine.fingerprint import processor
from app.engine.runtime import loaded_libraries
from app.engine.selftest import Found

# What of the settings has no part in it, or is there by what came of it: the digest, and the layers on a GPU.
_NO_PART = ("model", "gpu_layers", "context", "parallel", "threads", "exact", "plainer")
# Variables that change which kernels run, or how.
_VARIABLES = re.compile(
    r"(AMD|BLAS|BLIS|CUBLAS|CUDA|GGML|GLIBC|GOMP|GPU|HIP|HSA|INTEL|KMP|LD|LLAMA|MESA|MKL|MTL|NVIDIA|OMP|ONEAPI"
    r"|OPENBLAS|RADV|ROC|SYCL|VK|ZE)"
)
# What the test is made of.
_CODE = ("context", "llama", "selftest", "shapes", "states", "worker")


def deciding(
    model: ModelInfo,
    settings: EngineSettings,
    *,
    threads: int,
    tried: Sequence[StepShape],
    slots: int,
) -> Json:
    """All that decides what the self-test comes to: its own code, and what computes.

    Args:
        threads: the most that it computes with.
        tried: shapes, in order. slots: of the widest step.
    """
    code = hashlib.sha256()
    for name in _CODE:
        code.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    decided = {name: repr(value) for name, value in asdict(settings).items() if name not in _NO_PART}
    variables = sorted(item for item in os.environ.items() if _VARIABLES.match(item[0]))
    return {
        "code": code.hexdigest(),
        "model": model.sha256,
        "build": model.build,
        "binding": llama_cpp.__version__,
        "system": model.system,
        "platform": platform.platform(),
        "processor": processor(),
        "libraries": loaded_libraries(),
        "devices": list(model.devices),
        "hardware": [asdict(gpu) for gpu in model.hardware],
        "offloaded": model.offloaded,
        "settings": decided,
        "plainer": settings.plainer.runs if settings.plainer else "",
        "threads": threads,
        "shapes": [str(shape) for shape in tried],
        "slots": slots,
        # One of them may be a secret.
        "variables": hashlib.sha256(json.dumps(variables).encode()).hexdigest(),
    }


def kept(findings: Findings, key: Json) -> Found | None:
    """What an earlier start found; its reason says so."""
    value = findings.get(SELF_TEST, key)
    if value is None:
        return None
    try:
        shape = None if value["shape"] is None else StepShape(**value["shape"])
        why = f"{value['why']}; taken from the self-test of {value['at']}"
        return Found(shape, why, drafts=value["drafts"])
    except (KeyError, TypeError):
        return None


def keep(findings: Findings, key: Json, found: Found) -> None:
    """Keep what was found, but for what a lack of memory may have decided."""
    if found.complete:
        at = datetime.now(UTC).date().isoformat()
        shape = asdict(found.shape) if found.shape else None
        findings.put(SELF_TEST, key, {"shape": shape, "why": found.why, "drafts": found.drafts, "at": at})
