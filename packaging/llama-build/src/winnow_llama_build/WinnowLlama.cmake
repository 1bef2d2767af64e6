# What is left out of llama.cpp in Winnow's build.
#
# CMake reads this file right after llama.cpp's project() call, so what is set here holds for llama.cpp alone.

# Its `common` library, which llama-cpp-python never loads. It forces LLAMA_BUILD_COMMON to ON in the cache; a normal
# variable is found before the cached one (CMP0126).
set(LLAMA_BUILD_COMMON OFF)

# Its kernels for Intel's AMX. GCC before 13.3 (Debian 12 has 12.2) takes _tile_loadconfig to read 8 bytes where it
# reads 64, and drops the stores of the rest: the first product of matrices ends the process at `ldtilecfg`
# (ggml-org/llama.cpp 20824, 26954). They are left out with every compiler, for a distribution's version does not say
# what was mended in it, newer Linux wants each thread to ask for AMX (26954), and there is little to lose:
# the exact mode does not put quantised weights other than Q8_0 into these kernels' buffers.
#
# The flags stand at the end of each command, behind -march=native, CFLAGS and what GGML_AMX_* and
# GGML_CPU_ALL_VARIANTS add to a target. The last one wins, and llama.cpp's sources have these kernels only where the
# compiler says that it has AMX. A compiler that does not know the flags (MSVC, or one for another processor) is left
# alone.
include(CheckCCompilerFlag)
set(winnow_no_amx "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16")
check_c_compiler_flag("${winnow_no_amx}" WINNOW_COMPILER_KNOWS_AMX)
if(WINNOW_COMPILER_KNOWS_AMX)
    foreach(language C CXX)
        string(REPLACE "<FLAGS>" "<FLAGS> ${winnow_no_amx}"
            CMAKE_${language}_COMPILE_OBJECT "${CMAKE_${language}_COMPILE_OBJECT}")
    endforeach()
endif()
