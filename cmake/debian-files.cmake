# SPDX-License-Identifier: Apache-2.0
# CPack runs this when the files of all packages are in their folders, before it packs them. Each package gets
# its licence and its changes; times are those of SOURCE_DATE_EPOCH.
function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    message(FATAL_ERROR "SOURCE_DATE_EPOCH is not set: scripts/packages sets it")
endif()
string(TIMESTAMP year "%Y" UTC)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} COMPONENT)
    set(package ${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME})
    set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component})
    set(folder ${root}/usr/share/doc/${package})
    configure_file(${CMAKE_CURRENT_LIST_DIR}/debian-copyright.in ${folder}/copyright @ONLY
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    file(WRITE ${folder}/changelog
        "evote (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
        "  * See /usr/share/doc/evote/CHANGELOG.md in the package evote-doc.\n\n"
        " -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${date}\n")
    file(GLOB_RECURSE compressed ${folder}/changelog ${root}/usr/share/man/*)
    foreach(file IN LISTS compressed)
        run(gzip -9nf ${file})
    endforeach()
    run(chmod -R u=rwX,go=rX ${root})
    run(find ${root} -exec touch --no-dereference --date=@$ENV{SOURCE_DATE_EPOCH} {} +)
endforeach()
