# Leaves llama.cpp's `common` library out of the build of llama-cpp-python, which never loads it.
#
# llama-cpp-python forces LLAMA_BUILD_COMMON to ON in the cache. CMake reads this file right after
# llama.cpp's project() call; a normal variable set here is found before the cached one (CMP0126).
set(LLAMA_BUILD_COMMON OFF)
