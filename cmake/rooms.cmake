# SPDX-License-Identifier: Apache-2.0
# auklet_room(NAME [CONCURRENT] [OPTIMISED_TESTS] [ROOMS room...] [LIBS library...] [TESTING room...] [TSAN_TESTS file...])
#
# Makes the static library auklet_NAME from src/NAME/*.cpp, and the test binary NAME_test from src/NAME/*_test.cpp.
# ROOMS are the rooms it may use (strictly lower floors), LIBS the outside libraries. CONCURRENT marks a room whose
# tests are also run under TSan (target `concurrent_tests`, label `concurrent`); of a large room only those that TSAN_TESTS
# names, without `_test.cpp`: the others run one thing after the other. OPTIMISED_TESTS is for tests whose own
# work takes long. What the tests of several rooms need lies in src/NAME/testing/*.cpp, the library auklet_NAME_testing; TESTING names the rooms whose support the tests of
# this one use beside its own.
add_custom_target(headers)
add_custom_target(concurrent_tests)

function(auklet_room name)
  cmake_parse_arguments(ARG "CONCURRENT;OPTIMISED_TESTS" "" "ROOMS;LIBS;TESTING;TSAN_TESTS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(ARG_TSAN_TESTS AND AUKLET_SANITIZE STREQUAL "thread")
    list(JOIN ARG_TSAN_TESTS "|" names)
    list(FILTER tests INCLUDE REGEX "/(${names})_test\\.cpp$")
  endif()
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(TRANSFORM ARG_ROOMS PREPEND auklet_)

  if(sources)
    add_library(auklet_${name} STATIC ${sources})
    target_link_libraries(auklet_${name} PUBLIC auklet_flags ${ARG_ROOMS} ${ARG_LIBS} PRIVATE auklet::asio auklet::json fmt::fmt)
    target_precompile_headers(auklet_${name} REUSE_FROM auklet_pch)
  else()
    add_library(auklet_${name} INTERFACE)
    target_link_libraries(auklet_${name} INTERFACE auklet_flags ${ARG_ROOMS} ${ARG_LIBS})
  endif()

  file(GLOB support CONFIGURE_DEPENDS src/${name}/testing/*.cpp)
  if(support)
    add_library(auklet_${name}_testing STATIC ${support})
    target_link_libraries(auklet_${name}_testing PUBLIC auklet_${name} auklet::asio GTest::gtest PRIVATE auklet::json fmt::fmt)
    target_precompile_headers(auklet_${name}_testing REUSE_FROM auklet_pch)
    list(APPEND ARG_TESTING ${name})
  endif()
  list(TRANSFORM ARG_TESTING REPLACE "(.+)" "auklet_\\1_testing")

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE auklet_${name} ${ARG_TESTING} auklet::asio auklet::json)
    set(optimised)
    if(ARG_OPTIMISED_TESTS)
      set(optimised OPTIMISED)
    endif()
    auklet_test_program(${name}_test ${optimised})
    add_test(NAME ${name} COMMAND ${name}_test)
    if(ARG_CONCURRENT)
      set_tests_properties(${name} PROPERTIES LABELS concurrent)
      add_dependencies(concurrent_tests ${name}_test)
    endif()
  endif()

  auklet_lone_headers(${name})
endfunction()

# The target `headers` compiles every header of every room alone: a header names what it needs of ours. What it needs of the
# libraries comes with the precompiled header, which makes this three times as fast; tools/check-source.mjs sees that it is
# named. Real objects are made, so that ninja and ccache remember the ones that passed.
function(auklet_lone_headers name)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src src/${name}/*.h)
  if(NOT headers)
    return()
  endif()
  foreach(header IN LISTS headers)
    set(lone_source ${CMAKE_BINARY_DIR}/headers/${header}.cpp)
    file(CONFIGURE OUTPUT ${lone_source} CONTENT "#include \"${header}\"\n")
    list(APPEND lone_sources ${lone_source})
  endforeach()
  add_library(auklet_${name}_headers OBJECT EXCLUDE_FROM_ALL ${lone_sources})
  target_link_libraries(auklet_${name}_headers PRIVATE auklet_${name} auklet::asio auklet::json fmt::fmt)
  target_precompile_headers(auklet_${name}_headers REUSE_FROM auklet_pch)
  add_dependencies(headers auklet_${name}_headers)
endfunction()
