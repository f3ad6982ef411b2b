# SPDX-License-Identifier: Apache-2.0
# Installs the components for find_package(evote COMPONENTS ...) and for pkg-config, with the archives of
# the rooms behind them, and the shared library of the C interface.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(components GLOBAL PROPERTY EVOTE_COMPONENTS)
get_property(rooms GLOBAL PROPERTY EVOTE_ROOMS)
set(parts ${components})
list(TRANSFORM parts PREPEND evote_api_)
set(behind ${rooms})
list(TRANSFORM behind PREPEND evote_)

install(TARGETS ${parts} ${behind} EXPORT evoteTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
    FILE_SET configured DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

install(TARGETS evote_c EXPORT evoteTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
configure_file(${PROJECT_SOURCE_DIR}/cmake/evote.pc.in ${PROJECT_BINARY_DIR}/evote.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/evote.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/evote)
install(EXPORT evoteTargets NAMESPACE evote:: DESTINATION ${package} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/evoteConfig.cmake.in
    ${PROJECT_BINARY_DIR}/evoteConfig.cmake INSTALL_DESTINATION ${package})
# Before 1.0, the minor version counts as the major one does afterwards.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/evoteConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/evoteConfig.cmake ${PROJECT_BINARY_DIR}/evoteConfigVersion.cmake
    DESTINATION ${package} COMPONENT development)

# For linkers that read archives from left to right: a room comes before those that it uses.
list(REVERSE rooms)
set(EVOTE_ROOM_LIBRARIES "")
foreach(room IN LISTS rooms)
    string(APPEND EVOTE_ROOM_LIBRARIES " -levote_${room}")
endforeach()
list(REMOVE_ITEM components base)
foreach(component IN LISTS components)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/evote-component.pc.in
        ${PROJECT_BINARY_DIR}/evote-${component}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/evote-${component}.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endforeach()
