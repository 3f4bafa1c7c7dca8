# The helpers of tests/.

# Qt's core and the JSON library, precompiled once for all tests that use neither torch nor the screen. (Qt Test is told
# the folder of each test by a macro.)
function(klangraum_test_headers)
  if(TARGET klangraum_testheaders)
    return()
  endif()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/testheaders.cpp CONTENT "")
  add_library(klangraum_testheaders STATIC ${CMAKE_BINARY_DIR}/testheaders.cpp)
  target_link_libraries(klangraum_testheaders PRIVATE klangraum_options Qt6::Core)
  target_compile_definitions(klangraum_testheaders PRIVATE QT_NO_KEYWORDS)
  target_compile_options(klangraum_testheaders PRIVATE -O1)
  target_precompile_headers(klangraum_testheaders PRIVATE <QtCore/QtCore> <nlohmann/json.hpp>)
endfunction()

# klangraum_moc(TARGET SOURCE): SOURCE.moc, SOURCE being a whole path: the meta-objects of a test's class. AUTOMOC would
# read every header that the test includes, torch's for seconds, and none has anything for it; moc knows its own words
# without them.
function(klangraum_moc target source)
  get_filename_component(stem ${source} NAME_WE)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_moc)
  add_custom_command(OUTPUT ${folder}/${stem}.moc
    COMMAND Qt6::moc ${source} -o ${folder}/${stem}.moc
    DEPENDS ${source} VERBATIM)
  target_sources(${target} PRIVATE ${folder}/${stem}.moc)
  target_include_directories(${target} PRIVATE ${folder})
  set_target_properties(${target} PROPERTIES AUTOMOC OFF)
endfunction()

# klangraum_test(NAME SOURCE [TORCH] [ALONE] [LINKS libs...] [LABELS labels...]): a Qt Test run by CTest. Labels: gui
# (needs a display), jack (starts a JACK server), slow (trains). Where rooms are compiled many files at a time
# (KLANGRAUM_UNITY) so are their tests, by klangraum_test_batches; those of the screen, and who is ALONE, not.
function(klangraum_test name source)
  cmake_parse_arguments(ARG "TORCH;ALONE" "" "LINKS;LABELS" ${ARGN})
  set(kind plain)
  if(ARG_TORCH)
    set(kind torch)
  elseif(ARG_LINKS MATCHES klangraum_ui)
    set(kind screen)
  endif()
  if(KLANGRAUM_UNITY AND NOT ARG_ALONE AND NOT kind STREQUAL screen)
    get_filename_component(room ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    _klangraum_batch_of(${room}_${kind} batch)
    set_property(GLOBAL APPEND PROPERTY ${batch}_SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    set_property(GLOBAL APPEND PROPERTY ${batch}_LINKS ${ARG_LINKS})
    add_custom_target(${name}) # so that it can be built by its name
    add_dependencies(${name} ${batch})
    add_test(NAME ${name} COMMAND ${batch} ${name})
  else()
    add_executable(${name} ${source})
    _klangraum_test_target(${name} ${kind} ${ARG_LINKS})
    klangraum_moc(${name} ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    add_test(NAME ${name} COMMAND ${name})
  endif()
  # Generous, since a slow machine is no failure; Qt Test has a limit of its own a function.
  set_tests_properties(${name} PROPERTIES TIMEOUT 900 LABELS "${ARG_LABELS}"
    ENVIRONMENT_MODIFICATION QTEST_FUNCTION_TIMEOUT=set:900000)
  if(ARG_LABELS MATCHES "jack|gui") # they listen to the clock: nothing else runs beside them
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()

# What every executable of tests is: KIND is torch, screen or plain.
function(_klangraum_test_target name kind)
  if(kind STREQUAL torch)
    target_precompile_headers(${name} REUSE_FROM klangraum_torchheaders)
  elseif(kind STREQUAL screen)
    target_precompile_headers(${name} REUSE_FROM klangraum_ui)
    target_link_libraries(${name} PRIVATE Qt6::Svg) # that header knows of it
  else()
    klangraum_test_headers()
    target_precompile_headers(${name} REUSE_FROM klangraum_testheaders)
  endif()
  target_link_libraries(${name} PRIVATE klangraum_options Qt6::Test ${ARGN})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS KLANGRAUM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(${name} PRIVATE -O1) # the code under test keeps its own level
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()

# The batch that the next test of GROUP belongs to: six of them at most.
function(_klangraum_batch_of group out)
  get_property(count GLOBAL PROPERTY ${group}_COUNT)
  if(NOT count)
    set(count 0)
  endif()
  math(EXPR number "${count} / 6 + 1")
  math(EXPR count "${count} + 1")
  set_property(GLOBAL PROPERTY ${group}_COUNT ${count})
  get_property(batches GLOBAL PROPERTY KLANGRAUM_TEST_BATCHES)
  if(NOT ${group}_${number} IN_LIST batches)
    set_property(GLOBAL APPEND PROPERTY KLANGRAUM_TEST_BATCHES ${group}_${number})
  endif()
  set(${out} ${group}_${number} PARENT_SCOPE)
endfunction()

# The batches' executables, once all tests are known. All headers come first; then each test is included in a namespace
# of its own, so that none meets another's names. The first argument says which one runs.
function(klangraum_test_batches)
  get_property(batches GLOBAL PROPERTY KLANGRAUM_TEST_BATCHES)
  foreach(batch IN LISTS batches)
    get_property(sources GLOBAL PROPERTY ${batch}_SOURCES)
    get_property(links GLOBAL PROPERTY ${batch}_LINKS)
    list(REMOVE_DUPLICATES links)
    set(headers "")
    set(tests "")
    set(calls "")
    foreach(source IN LISTS sources)
      get_filename_component(folder ${source} DIRECTORY)
      get_filename_component(name ${source} NAME_WE)
      file(STRINGS ${source} lines REGEX "^#include ")
      foreach(line IN LISTS lines)
        string(REGEX REPLACE "^#include .(.*).$" "\\1" header "${line}")
        if(EXISTS ${folder}/${header})
          string(APPEND headers "#include \"${folder}/${header}\"\n")
        elseif(NOT header MATCHES "\\.moc$")
          string(APPEND headers "${line}\n")
        endif()
      endforeach()
      string(APPEND tests "namespace ${name} {\n#include \"${source}\"\n}\n")
      string(APPEND calls "    if (name == \"${name}\")\n        return ${name}::run(argc - 1, argv + 1);\n")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source}) # its headers
    endforeach()
    string(REGEX MATCH "[a-z]+_[0-9]+$" kind ${batch})
    string(REGEX REPLACE "_[0-9]+$" "" kind ${kind})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/tests/${batch}.cpp @ONLY CONTENT [[
@headers@#include <QtTest>

#include <iostream>
#include <string_view>

#undef QTEST_APPLESS_MAIN
#undef QTEST_GUILESS_MAIN
#define QTEST_APPLESS_MAIN(Test)                                                                                       \
    int run(int argc, char **argv)                                                                                     \
    {                                                                                                                  \
        Test test;                                                                                                     \
        QTEST_SET_MAIN_SOURCE_PATH                                                                                     \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
#define QTEST_GUILESS_MAIN(Test)                                                                                       \
    int run(int argc, char **argv)                                                                                     \
    {                                                                                                                  \
        QCoreApplication application(argc, argv);                                                                      \
        Test test;                                                                                                     \
        QTEST_SET_MAIN_SOURCE_PATH                                                                                     \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
@tests@
int main(int argc, char **argv)
{
    const std::string_view name = argc > 1 ? argv[1] : "";
@calls@    std::cerr << "which test? The first argument names one of this batch, found '" << name << "'\n";
    return 2;
}
]])
    add_executable(${batch} ${CMAKE_BINARY_DIR}/tests/${batch}.cpp)
    _klangraum_test_target(${batch} ${kind} ${links})
    foreach(source IN LISTS sources)
      klangraum_moc(${batch} ${source})
    endforeach()
  endforeach()
endfunction()
