# SPDX-License-Identifier: Apache-2.0
# The packages for Debian that scripts/packages builds with CPack: one for each component of the
# installation. A package for Python would be one more component.
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs COMPONENT documentation
    FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "*.toml")
install(FILES README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md
    DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documentation)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME evote)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "evote maintainers <maintainers@evote.invalid>")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_STRIP_FILES ON)
# Licence and changes, where Debian looks for them, and times that are those of the commit.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian-files.cmake)
set(CPACK_COMPONENTS_ALL library development tools documentation)

# evote_package(<component> <package> <section> <summary> <description>)
macro(evote_package component package section summary description)
    string(TOUPPER ${component} COMPONENT)
    set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME ${package})
    set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_SECTION ${section})
    set(CPACK_DEBIAN_${COMPONENT}_DESCRIPTION "${summary}\n${description}")
endmacro()

set(about "Voters' devices encrypt the ballots and prove that they keep the rules, a
public log has them, a threshold of trustees decrypts their sum and nothing
else, and anyone can verify all of it.\n\n")
evote_package(library libevote0 libs "cryptographic voting - shared library of the C interface" "${about}\
This package has the shared library that programs in C and other languages
call.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
evote_package(development libevote-dev libdevel "cryptographic voting - headers and archives" "${about}\
This package has the headers for C++ and C, the static archives of the
components for C++, and what CMake and pkg-config need to find them.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libevote0 (= ${PROJECT_VERSION}), libfmt-dev (>= 9), libssl-dev (>= 3.0)")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS evote-doc)
evote_package(tools evote-tools utils "cryptographic voting - command-line tools" "${about}\
This package has the programs for commissions, trustees, registrars, boards,
voters and observers.")
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SUGGESTS evote-doc)
evote_package(documentation evote-doc doc "cryptographic voting - documentation" "${about}\
This package has the handbooks for those who hold an election or observe it,
the description of the protocol and of every file, and what is known of its
security.")
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)
include(CPack)
