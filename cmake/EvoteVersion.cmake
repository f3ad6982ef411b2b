# SPDX-License-Identifier: Apache-2.0
# EVOTE_COMMIT: the commit that is built, with "-changed" if files of it are changed; empty without a git folder.
# EVOTE_DATE: the date for manual pages: that of SOURCE_DATE_EPOCH, of the commit, or of CHANGELOG.md, never that of
# the build: two builds of the same sources are equal.
function(evote_git result)
    execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} ${ARGN}
        OUTPUT_VARIABLE said ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        set(said "")
    endif()
    set(${result} "${said}" PARENT_SCOPE)
endfunction()

set(EVOTE_COMMIT "")
set(EVOTE_DATE "")
if(EXISTS ${PROJECT_SOURCE_DIR}/.git)
    evote_git(EVOTE_COMMIT describe --always --dirty=-changed --exclude=* --abbrev=40)
    evote_git(EVOTE_DATE log -1 --format=%cs)
    # Each commit adds a line to this file.
    evote_git(reflog rev-parse --path-format=absolute --git-path logs/HEAD)
    if(EXISTS "${reflog}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${reflog}")
    endif()
endif()
if(DEFINED ENV{SOURCE_DATE_EPOCH})
    string(TIMESTAMP EVOTE_DATE %Y-%m-%d UTC)
elseif(NOT EVOTE_DATE)
    file(TIMESTAMP ${PROJECT_SOURCE_DIR}/CHANGELOG.md EVOTE_DATE %Y-%m-%d UTC)
endif()
