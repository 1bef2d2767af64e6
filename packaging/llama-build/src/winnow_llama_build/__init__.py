"""A folder on CMake's module path, by scikit-build-core's `cmake.module` entry point. It holds no code."""
