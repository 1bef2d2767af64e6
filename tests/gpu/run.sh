#!/usr/bin/env bash
# The GPU check: builds llama-cpp-python and llama-batched-bench with CUDA, then runs check.py on them.
#
# It wants an NVIDIA GPU, the CUDA toolkit, uv, cmake, ninja and a C++
# compiler, and 30 GB of disk under WINNOW_GPU_FOLDER (default: build/gpu
# in the repository, ignored by git), where the builds are kept for the next run.
set -euo pipefail

if ! nvidia-smi -L 2>/dev/null | grep -q '^GPU '; then
    echo "The GPU check is skipped: nvidia-smi finds no GPU here."
    exit 0
fi

cd "$(dirname "$0")/../.."
mkdir -p "${WINNOW_GPU_FOLDER:=build/gpu}"
folder=$(cd "$WINNOW_GPU_FOLDER" && pwd)
export UV_PROJECT_ENVIRONMENT="$folder/venv"
version=$(sed -n 's/.*"llama-cpp-python==\(.*\)".*/\1/p' pyproject.toml)

python="$UV_PROJECT_ENVIRONMENT/bin/python"
if ! "$python" -c 'import llama_cpp; assert llama_cpp.llama_supports_gpu_offload()' 2>/dev/null; then
    echo "Compiling llama-cpp-python $version with CUDA into $UV_PROJECT_ENVIRONMENT"
    CMAKE_ARGS="-DGGML_CUDA=on" uv sync --reinstall-package llama-cpp-python
fi

bench="$folder/llama/bin/llama-batched-bench"
if [ ! -x "$bench" ]; then
    echo "Compiling llama-batched-bench from the same sources"
    uv tool run pip download --no-deps \
        --no-binary llama-cpp-python --dest "$folder" "llama-cpp-python==$version"
    tar -xzf "$folder/llama_cpp_python-$version.tar.gz" -C "$folder"
    cmake -G Ninja -S "$folder/llama_cpp_python-$version/vendor/llama.cpp" -B "$folder/llama" \
        -DCMAKE_BUILD_TYPE=Release -DGGML_CUDA=ON -DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TOOLS=ON \
        -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF \
        -DLLAMA_OPENSSL=OFF
    cmake --build "$folder/llama" --target llama-batched-bench
fi

exec "$python" tests/gpu/check.py --llama-batched-bench "$bench" --folder "$folder" "$@"
