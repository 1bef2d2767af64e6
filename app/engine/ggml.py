"""ggml's own list of backends and devices, which llama-cpp-python does not bind. For the child alone."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence

import llama_cpp
from llama_cpp._ctypes_extensions import load_shared_library

from app.engine.contract import Hardware
from app.engine.devices import Device, DeviceKind, Probe
from app.engine.gpus import Backend, multiprocessors, nvidia
from app.engine.runtime import build_digest, library_folder, system_info

# enum ggml_backend_dev_type of ggml-backend.h, in its order.
_KINDS = (DeviceKind.CPU, DeviceKind.GPU, DeviceKind.INTEGRATED, DeviceKind.ACCELERATOR)


class Ggml:
    """The functions of ggml-backend.h that list what there is."""

    def __init__(self) -> None:
        self._base, self._registry = _library("ggml-base"), _library("ggml")

    def commit(self) -> str:
        """The commit of llama.cpp's sources; "unknown" where the build did not say."""
        return self._text(self._base, "ggml_commit")()

    def backends(self) -> tuple[str, ...]:
        """Names of all backends: "CUDA", "CPU"."""
        count = self._count("ggml_backend_reg_count")
        get = self._function(self._registry, "ggml_backend_reg_get", ctypes.c_void_p, ctypes.c_size_t)
        name = self._text(self._base, "ggml_backend_reg_name", ctypes.c_void_p)
        return tuple(name(get(i)) for i in range(count))

    def devices(self) -> Iterator[Device]:
        """All devices, with their memory as it is now."""
        pointer = ctypes.c_void_p
        get = self._function(self._registry, "ggml_backend_dev_get", pointer, ctypes.c_size_t)
        backend_of = self._function(self._base, "ggml_backend_dev_backend_reg", pointer, pointer)
        kind_of = self._function(self._base, "ggml_backend_dev_type", ctypes.c_int, pointer)
        sizes = ctypes.POINTER(ctypes.c_size_t)
        memory_of = self._function(self._base, "ggml_backend_dev_memory", None, pointer, sizes, sizes)
        name = self._text(self._base, "ggml_backend_dev_name", pointer)
        description = self._text(self._base, "ggml_backend_dev_description", pointer)
        backend = self._text(self._base, "ggml_backend_reg_name", pointer)
        for i in range(self._count("ggml_backend_dev_count")):
            device = get(i)
            free, total = ctypes.c_size_t(), ctypes.c_size_t()
            memory_of(device, ctypes.byref(free), ctypes.byref(total))
            kind = int(kind_of(device))
            yield Device(
                name=name(device),
                description=description(device),
                backend=backend(backend_of(device)),
                kind=_KINDS[kind] if kind < len(_KINDS) else DeviceKind.ACCELERATOR,
                free=free.value,
                total=total.value,
            )

    def hardware(self, names: Sequence[str]) -> tuple[Hardware, ...]:
        """What is known of these devices, with the driver that nvidia-smi names for such a card."""
        if not names:
            return ()
        drivers = {gpu.name: gpu.driver for gpu in nvidia()}
        return tuple(
            Hardware(device.name, device.description, device.total, drivers.get(device.description, ""))
            for device in self.devices()
            if device.name in names
        )

    def _count(self, name: str) -> int:
        return int(self._function(self._registry, name, ctypes.c_size_t)())

    @staticmethod
    def _function(library: ctypes.CDLL, name: str, result: object, *arguments: object) -> Callable[..., int]:
        function = getattr(library, name)
        function.restype, function.argtypes = result, list(arguments)
        return function  # type: ignore[no-any-return]

    @staticmethod
    def _text(library: ctypes.CDLL, name: str, *arguments: object) -> Callable[..., str]:
        function = getattr(library, name)
        function.restype, function.argtypes = ctypes.c_char_p, list(arguments)

        def call(*values: object) -> str:
            return (function(*values) or b"").decode("utf-8", "replace")

        return call


def _library(name: str) -> ctypes.CDLL:
    """What finds the functions of one of ggml's libraries.

    A wheel holds each library under several names, as files of their own. Opened by another name than llama's
    library did, it is loaded twice, each with a state of its own. So its functions are asked for through
    llama's, whose handle finds those of all that it needs. On Windows no handle leads to another, and what is
    loaded is known by its name.
    """
    found: ctypes.CDLL = load_shared_library(name if sys.platform == "win32" else "llama", library_folder())
    return found


def look() -> Probe:
    """What the llama.cpp in use can do here."""
    llama_cpp.llama_backend_init()
    ggml = Ggml()
    return Probe(
        version=llama_cpp.__version__,
        commit=ggml.commit(),
        build=build_digest(),
        system=system_info(),
        backends=ggml.backends(),
        devices=tuple(ggml.devices()),
        offloads=bool(llama_cpp.llama_supports_gpu_offload()),
        multiprocessors=multiprocessors() if Backend.CUDA.value in ggml.backends() else None,
    )
