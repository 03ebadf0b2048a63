# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of ours shares: the language, the warnings, the sanitizers, and the helpers that declare a room.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

set(qt_components Core Network Sql)
if(SIGNALBOX_TESTS)
    list(APPEND qt_components Test)
endif()
if(SIGNALBOX_VIEWS)
    list(APPEND qt_components DBus Gui Widgets Svg)
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS ${qt_components})
find_package(Threads REQUIRED)

add_library(signalbox_options INTERFACE)
target_include_directories(signalbox_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(signalbox_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400
    SIGNALBOX_VERSION="${PROJECT_VERSION}")
target_compile_options(signalbox_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual>
    # Other compilers (clang, for long fuzzing) have other opinions about the same code.
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Werror>)
if(SIGNALBOX_SANITIZE)
    target_compile_options(signalbox_options INTERFACE -fsanitize=${SIGNALBOX_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(signalbox_options INTERFACE -fsanitize=${SIGNALBOX_SANITIZE})
endif()

# signalbox_room(NAME SOURCES ... USES ...): a static library signalbox_NAME out of this folder's sources.
# USES names other rooms or outside libraries, and so states who may include whom; the style test checks the includes.
function(signalbox_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;USES" ${ARGN})
    add_library(signalbox_${name} STATIC ${ROOM_SOURCES})
    if(SIGNALBOX_UNITY)
        set_target_properties(signalbox_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
    target_link_libraries(signalbox_${name} PUBLIC signalbox_options Threads::Threads Qt6::Core ${ROOM_USES})
endfunction()

# signalbox_patience(VARIABLE seconds): a test's time limit, ten times as long under sanitizers.
function(signalbox_patience variable seconds)
    if(SIGNALBOX_SANITIZE)
        math(EXPR seconds "${seconds} * 10")
    endif()
    set(${variable} ${seconds} PARENT_SCOPE)
endfunction()

# signalbox_test(NAME SOURCES ... USES ... [LABELS ...] [TIMEOUT seconds]): a Qt Test program, run by ctest as NAME.
function(signalbox_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
    add_executable(${name} ${T_SOURCES})
    target_link_libraries(${name} PRIVATE signalbox_options Qt6::Test ${T_USES})
    target_compile_definitions(${name} PRIVATE SIGNALBOX_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # What is tested is optimized; the test itself runs once, and a third of its compiling would be optimizing.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
    add_test(NAME ${name} COMMAND ${name})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 120)
    endif()
    signalbox_patience(T_TIMEOUT ${T_TIMEOUT})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
