# SPDX-License-Identifier: Apache-2.0
# Toolchain for a big-endian machine (IBM z) on Debian: g++-s390x-linux-gnu, qemu-user and the
# libraries that scripts/slow/big-endian unpacks into EVOTE_SYSROOT.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR s390x)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES EVOTE_SYSROOT)
set(CMAKE_CXX_COMPILER s390x-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE s390x-linux-gnu)
set(CMAKE_FIND_ROOT_PATH ${EVOTE_SYSROOT}/usr ${EVOTE_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(Boost_NO_BOOST_CMAKE ON)
set(CMAKE_CROSSCOMPILING_EMULATOR
    qemu-s390x;-L;/usr/s390x-linux-gnu;-E;LD_LIBRARY_PATH=${EVOTE_SYSROOT}/usr/lib/s390x-linux-gnu)
