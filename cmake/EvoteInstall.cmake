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

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/evote)
install(EXPORT evoteTargets NAMESPACE evote:: DESTINATION ${package} COMPONENT development)
list(JOIN components " " EVOTE_FINDABLE)
string(APPEND EVOTE_FINDABLE " c")
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/evoteConfig.cmake.in
    ${PROJECT_BINARY_DIR}/evoteConfig.cmake INSTALL_DESTINATION ${package}
    NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0, the minor version counts as the major one does afterwards.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/evoteConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/evoteConfig.cmake ${PROJECT_BINARY_DIR}/evoteConfigVersion.cmake
    DESTINATION ${package} COMPONENT development)

# The files of pkg-config name places from where they are themselves, so that an installation can be moved; not
# those of a package of the system, whose folders pkg-config knows by their names and leaves out.
set(EVOTE_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
set(EVOTE_PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
set(EVOTE_PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    foreach(place PREFIX LIBDIR INCLUDEDIR)
        file(RELATIVE_PATH path ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${EVOTE_PC_${place}})
        set(EVOTE_PC_${place} "\${pcfiledir}/${path}")
    endforeach()
endif()

# evote_pkgconfig(<template> <name>)
function(evote_pkgconfig template name)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/${template} ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${name}.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endfunction()

evote_pkgconfig(evote.pc.in evote)
# For linkers that read archives from left to right: a component comes before those that it uses, and a
# room too. All rooms are behind evote-base, which every component needs.
list(REVERSE rooms)
list(TRANSFORM rooms PREPEND -levote_)
foreach(component IN LISTS components)
    set(libraries -levote_api_${component})
    get_target_property(requires evote_api_${component} EVOTE_REQUIRES)
    if(component STREQUAL "base")
        list(APPEND libraries ${rooms} -pthread)
        set(requires "libcrypto >= 3.0" "fmt >= 9")
    endif()
    list(JOIN libraries " " libraries)
    list(JOIN requires ", " requires)
    evote_pkgconfig(evote-component.pc.in evote-${component})
endforeach()
