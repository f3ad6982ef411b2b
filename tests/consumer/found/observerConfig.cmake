# SPDX-License-Identifier: Apache-2.0
include(CMakeFindDependencyMacro)
find_dependency(evote 0.1 COMPONENTS verify)
include("${CMAKE_CURRENT_LIST_DIR}/observerTargets.cmake")
