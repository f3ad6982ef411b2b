# SPDX-License-Identifier: Apache-2.0
# Toolchain for WebAssembly on Debian 12: clang-14, lld-14, llvm-14, libclang-rt-14-dev-wasm32, wasi-libc,
# libc++-14-dev-wasm32, libc++abi-14-dev-wasm32. Programs run in node.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_CXX_COMPILER clang++-14)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_AR llvm-ar-14)
set(CMAKE_RANLIB llvm-ranlib-14)
# For libraries that are headers only.
set(CMAKE_PREFIX_PATH /usr)
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)
set(CMAKE_CROSSCOMPILING_EMULATOR node ${CMAKE_CURRENT_LIST_DIR}/wasi.mjs)
# The standard library has no exceptions, no file system, and nothing that runs destructors at the end of a
# thread. _LIBCPP_DEBUG=0 has it check bounds, as _GLIBCXX_ASSERTIONS does elsewhere.
set(CMAKE_CXX_FLAGS_INIT
    "-fno-exceptions -fno-c++-static-destructors -DJSON_HAS_FILESYSTEM=0 -D_LIBCPP_DEBUG=0")
# The stack is at the beginning of memory, so that one that overflows is a trap.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld -Wl,--stack-first,-z,stack-size=1048576")
set(EVOTE_PORTABLE ON CACHE BOOL "WebAssembly has no operating system")
