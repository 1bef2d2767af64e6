"""What was compiled and loaded: no kernels for AMX, and each library once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import psutil
import pytest

from app.engine.host import LlamaEngine
from app.engine.runtime import library_folder
from tests.support.in_child import settings

MODULE = Path(__file__).parents[2] / "packaging/llama-build/src/winnow_llama_build/WinnowLlama.cmake"
# VEX.128.NP.0F38.W0 49 !(11):000:bbb of Intel's manual; with the first bits 11 it is `tilerelease`.
LDTILECFG = re.compile(rb"\xc4[\x82\xa2\xc2\xe2]\x78\x49[\x00-\x07\x40-\x47\x80-\x87]", re.DOTALL)
LOADS = """
#include <immintrin.h>
void configure(const unsigned char *tiles) { _tile_loadconfig(tiles + 192); }
void release(void) { _tile_release(); }
"""
HAS_NO_AMX = """
#if defined(__AMX_TILE__) || defined(__AMX_INT8__) || defined(__AMX_BF16__)
#error "The compiler has AMX."
#endif
"""
PROJECT = """
cmake_minimum_required(VERSION 3.21)
project(outer C CXX)
add_subdirectory(inner)
"""
INNER = """
project(llama.cpp C CXX)
add_library(kernels STATIC kernels.c kernels.cpp)
target_compile_options(kernels PRIVATE -mamx-tile -mamx-int8 -mamx-bf16)
"""

on_x86 = pytest.mark.skipif(
    not (sys.platform == "linux" and os.uname().machine == "x86_64"), reason="looks at x86-64 code on Linux"
)


def compiled(folder: Path, text: str, *flags: str) -> bytes | None:
    """A C file's machine code; None where the compiler does not make it."""
    source, made = folder / "source.c", folder / "made.o"
    source.write_text(text)
    done = subprocess.run(["cc", *flags, "-O2", "-c", source, "-o", made], capture_output=True, check=False)
    return made.read_bytes() if done.returncode == 0 else None


@on_x86
def test_no_instruction_configures_tiles() -> None:
    # As GCC 12.2 wrote it for llama.cpp, and what begins alike but does something else.
    assert LDTILECFG.search(bytes.fromhex("c4 e2 78 49 84 24 c0 00 00 00"))
    assert not LDTILECFG.search(bytes.fromhex("c4 e2 78 49 c0"))
    kernels = list(library_folder().glob("libggml-cpu*.so"))
    assert kernels
    for library in kernels:
        assert not LDTILECFG.search(library.read_bytes()), library.name


@on_x86
@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
def test_such_an_instruction_would_be_found(tmp_path: Path) -> None:
    made = compiled(tmp_path, LOADS, "-mamx-tile")
    if made is None:
        pytest.skip("the compiler does not know AMX")
    assert len(LDTILECFG.findall(made)) == 1


@on_x86
@pytest.mark.skipif(not (shutil.which("cmake") and shutil.which("cc")), reason="there is no CMake")
@pytest.mark.parametrize("flags", ["", "-march=sapphirerapids"])
def test_the_build_leaves_amx_out_whatever_asks_for_it(tmp_path: Path, flags: str) -> None:
    if compiled(tmp_path, LOADS, "-mamx-tile") is None:
        pytest.skip("the compiler does not know AMX")
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "CMakeLists.txt").write_text(PROJECT)
    (inner / "CMakeLists.txt").write_text(INNER)
    (inner / "kernels.c").write_text(HAS_NO_AMX)
    (inner / "kernels.cpp").write_text(HAS_NO_AMX)

    def builds(name: str, *options: str) -> bool:
        configure = ["cmake", "-S", tmp_path, "-B", tmp_path / name, *options]
        configure += [f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}"]
        subprocess.run(configure, check=True, capture_output=True)
        build = ["cmake", "--build", tmp_path / name]
        return subprocess.run(build, check=False, capture_output=True).returncode == 0

    assert not builds("usual")
    assert builds("ours", f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={MODULE}")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
def test_the_engines_process_holds_each_library_once(model_files: dict[str, Path]) -> None:
    engine = LlamaEngine(settings(model_files["f16"]))
    try:
        engine.load()
        mapped = {Path(each.path) for each in psutil.Process(engine.process_id).memory_maps()}
    finally:
        engine.close()
    files = defaultdict(set)
    for path in mapped:
        if path.parent == library_folder():
            files[path.name.partition(".so")[0]].add(path.name)
    assert {"libllama", "libggml", "libggml-base"} <= files.keys()
    assert all(len(names) == 1 for names in files.values()), files
