# SPDX-License-Identifier: Apache-2.0
# Helpers for the rooms of lib/, their tests and their benchmarks.

# The compile options of every target of this project. In a batch of files, clang would take a name
# of one for a shadow over that of another.
set(batched $<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>)
add_library(evote_options INTERFACE)
target_compile_features(evote_options INTERFACE cxx_std_20)
if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(evote_options INTERFACE
        -Wall -Wextra -Wpedantic $<$<NOT:$<AND:$<CXX_COMPILER_ID:Clang>,${batched}>>:-Wshadow>
        -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
        -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough
        $<$<BOOL:${EVOTE_WARNINGS_AS_ERRORS}>:-Werror>)
else()
    # The warnings are for those who can mend what they are about.
    target_compile_options(evote_options INTERFACE -w)
endif()
target_compile_options(evote_options INTERFACE
    -fno-strict-overflow
    $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>
    # The standard library checks bounds of spans, vectors and optionals: an abort, never a wrong
    # read.
    -D_GLIBCXX_ASSERTIONS
    # No path of the build machine is kept in the result: builds in two folders are equal.
    -ffile-prefix-map=${PROJECT_BINARY_DIR}=build -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
# In WebAssembly no return address is in memory, and no code can be written to.
if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "wasm32")
    target_compile_options(evote_options INTERFACE
        -fstack-protector-strong -fstack-clash-protection)
    target_link_options(evote_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(evote_options INTERFACE -fcf-protection=full)
endif()
# Everything is position independent: programs, so that their addresses can be randomised, and rooms, so that
# they can be part of a shared library, which shows none of their symbols. Hidden symbols cannot be replaced
# from outside, so this costs no inlining.
if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "wasm32")
    target_compile_options(evote_options INTERFACE -fPIC -fvisibility=hidden -fvisibility-inlines-hidden)
    if(PROJECT_IS_TOP_LEVEL)
        target_link_options(evote_options INTERFACE $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
    endif()
endif()
# valgrind 3.19 cannot read the DWARF 5 that clang writes, and would not run at all.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(evote_options INTERFACE $<$<CONFIG:Debug,RelWithDebInfo>:-gdwarf-4>)
endif()
# g++ 12 warns about null dereferences and overlong copies inside the standard library that do not
# exist.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(evote_options INTERFACE -Wno-null-dereference -Wno-stringop-overflow
        -Wno-array-bounds -Wno-restrict)
endif()

# evote_quick_to_compile(<target>): for code that does not have to be fast in the dev and sanitizer
# presets (tests, tools, commands): -O1 and only line numbers as debug information. The suppressions
# of the constant-time tests name inlined functions and need more in the rooms that they cover.
function(evote_quick_to_compile target)
    target_compile_options(${target} PRIVATE "$<$<CONFIG:RelWithDebInfo>:-O1;-g1>")
endfunction()

# evote_reads_files(<target>): for rooms that read rather than compute. A part of another project has them with
# -O1, which takes two thirds of the time to compile.
function(evote_reads_files target)
    if(NOT PROJECT_IS_TOP_LEVEL)
        target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
endfunction()

# evote_precompiled(<target> <set of headers>): a third to a half of the time to compile goes into the
# headers of other libraries. A set is compiled once for all its targets, which must have its options. Without
# EVOTE_PRECOMPILE_HEADERS, as integrators and the other presets build, each file sees only what it
# includes itself.
function(evote_precompiled target set)
    if(NOT EVOTE_PRECOMPILE_HEADERS)
        return()
    endif()
    target_precompile_headers(${target} REUSE_FROM evote_headers_${set})
    # For ccache.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

function(evote_header_set set)
    set(file ${PROJECT_BINARY_DIR}/headers_${set}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "")
    add_library(evote_headers_${set} OBJECT ${file})
    target_link_libraries(evote_headers_${set} PRIVATE evote_options nlohmann_json::nlohmann_json)
    target_precompile_headers(evote_headers_${set} PRIVATE <algorithm> <filesystem>
        <functional> <map> <memory> <nlohmann/json.hpp> <optional> <span> <string> <variant> <vector> ${ARGN})
    target_compile_options(evote_headers_${set} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

if(EVOTE_PRECOMPILE_HEADERS)
    evote_header_set(rooms)
    evote_header_set(tools <fmt/format.h>)
    target_link_libraries(evote_headers_tools PRIVATE fmt::fmt)
    evote_quick_to_compile(evote_headers_tools)
    if(EVOTE_BUILD_TESTS)
        find_package(Catch2 2.13 REQUIRED)
        evote_header_set(tests <catch2/catch.hpp> <fmt/format.h>)
        evote_quick_to_compile(evote_headers_tests)
        target_link_libraries(evote_headers_tests PRIVATE Catch2::Catch2 fmt::fmt)
    endif()
endif()

# Files of a room are compiled in batches, in half the time, unless the whole build says otherwise: here
# in batches of a few, so that little is compiled again after a change; as a part of another project, which
# compiles it once, a whole room as one.
set(EVOTE_IN_BATCHES ON)
set(EVOTE_BATCH_SIZE 0)
if(PROJECT_IS_TOP_LEVEL)
    set(EVOTE_BATCH_SIZE 8)
endif()
if(DEFINED CMAKE_UNITY_BUILD)
    set(EVOTE_IN_BATCHES ${CMAKE_UNITY_BUILD})
endif()

# evote_room(<name> HEADERS <files> SOURCES <files> [USES <rooms>] [LIBRARIES <private libraries>]
#            [PUBLIC_LIBRARIES <libraries>])
# A static library evote_<name> (alias evote::<name>) that sees only the rooms it names. Other rooms may
# include only its HEADERS, which scripts/check-includes holds; the rest are its own. A part of a room that
# others can do with, so that they compile less, is a target <room>_<part> in the same folder.
function(evote_room name)
    cmake_parse_arguments(ROOM "" "" "HEADERS;SOURCES;USES;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
    add_library(evote_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(evote_${name}
        PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib>)
    if(NOT PROJECT_IS_TOP_LEVEL) # as in the presets, whatever the parent's flags are
        target_compile_options(evote_${name} PRIVATE $<$<CONFIG:Release>:-O2>)
    endif()
    list(TRANSFORM ROOM_USES PREPEND evote_)
    target_link_libraries(evote_${name}
        PUBLIC ${ROOM_USES} ${ROOM_PUBLIC_LIBRARIES}
        PRIVATE $<BUILD_INTERFACE:evote_options> ${ROOM_LIBRARIES})
    target_compile_features(evote_${name} PUBLIC cxx_std_20)
    set_target_properties(evote_${name} PROPERTIES EXPORT_NAME room_${name} UNITY_BUILD ${EVOTE_IN_BATCHES}
        UNITY_BUILD_BATCH_SIZE ${EVOTE_BATCH_SIZE})
    if(NOT name MATCHES "_toy$|^people$|^registrar$|^texts$|^page$|^http$|^identity$|^mirror$|^service$|^app$|^capi$")
        set_property(GLOBAL APPEND PROPERTY EVOTE_ROOMS ${name})
    endif()
endfunction()

# evote_component(<name> HEADERS <files of include/evote> SOURCES <files> USES <rooms>
#                 [COMPONENTS <components>])
# What integrators link: evote::<name>, with these public headers and those of the components that it uses.
function(evote_component name)
    cmake_parse_arguments(PART "" "" "HEADERS;SOURCES;USES;COMPONENTS" ${ARGN})
    add_library(evote_api_${name} STATIC ${PART_SOURCES})
    add_library(evote::${name} ALIAS evote_api_${name})
    list(TRANSFORM PART_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/include/evote/)
    target_sources(evote_api_${name} PUBLIC FILE_SET HEADERS
        BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${PART_HEADERS})
    set(required ${PART_COMPONENTS})
    list(TRANSFORM required PREPEND evote-)
    list(TRANSFORM required APPEND " = ${PROJECT_VERSION}")
    list(TRANSFORM PART_USES PREPEND evote_)
    list(TRANSFORM PART_COMPONENTS PREPEND evote_api_)
    target_link_libraries(evote_api_${name}
        PUBLIC ${PART_COMPONENTS}
        PRIVATE $<BUILD_INTERFACE:evote_options> ${PART_USES})
    target_compile_features(evote_api_${name} PUBLIC cxx_std_20)
    set_target_properties(evote_api_${name} PROPERTIES EXPORT_NAME ${name} EVOTE_REQUIRES "${required}")
    evote_precompiled(evote_api_${name} rooms)
    evote_reads_files(evote_api_${name})
    set_property(GLOBAL APPEND PROPERTY EVOTE_COMPONENTS ${name})
endfunction()

# evote_test(<name> SOURCES <files> [USES <rooms>] [LIBRARIES <libraries>])
# A Catch2 executable test_<name> whose test cases are registered with ctest one by one, under
# the label <name>.
# Names hold letters, digits and spaces only: Catch2 2 would read ',' and '[' as filters, and ctest
# would split at ';'. A filter that matches nothing is a failure.
function(evote_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
    add_executable(test_${name} ${TEST_SOURCES})
    list(TRANSFORM TEST_USES PREPEND evote_)
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(test_${name} PRIVATE
        EVOTE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" EVOTE_BINARY_DIR="${PROJECT_BINARY_DIR}")
    evote_quick_to_compile(test_${name})
    evote_precompiled(test_${name} tests)
    target_link_libraries(test_${name} PRIVATE evote_options evote_test_main ${TEST_USES}
        evote_json evote_os
        ${TEST_LIBRARIES})
    catch_discover_tests(test_${name} TEST_PREFIX "${name}: "
        PROPERTIES FAIL_REGULAR_EXPRESSION "No tests ran" TIMEOUT 600 LABELS "${name}")
endfunction()

# evote_bench(<name> SOURCES <files> [USES <rooms>] [LIBRARIES <libraries>])
# A benchmark bench_<name>, which the target "benches" builds; the tests only see that it compiles.
function(evote_bench name)
    cmake_parse_arguments(BENCH "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
    add_executable(bench_${name} EXCLUDE_FROM_ALL ${BENCH_SOURCES}
        ${PROJECT_SOURCE_DIR}/tests/support/backend_of_environment.cpp)
    add_dependencies(benches bench_${name})
    list(TRANSFORM BENCH_USES PREPEND evote_)
    target_include_directories(bench_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    evote_precompiled(bench_${name} rooms)
    target_link_libraries(bench_${name} PRIVATE evote_options ${BENCH_USES} ${BENCH_LIBRARIES}
        evote_group evote_json evote_os fmt::fmt
        benchmark::benchmark benchmark::benchmark_main)
endfunction()
