# SPDX-License-Identifier: Apache-2.0
# How every target is compiled and linked.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

add_library(auklet_flags INTERFACE)
target_compile_options(auklet_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough
                                              -Werror=return-type -Wno-missing-designated-field-initializers -fstack-protector-strong)
target_compile_definitions(auklet_flags INTERFACE _GLIBCXX_ASSERTIONS AUKLET_VERSION="${PROJECT_VERSION}")
# cmake/ holds pch.h, which is named without a path so that ccache takes it for the same in every checkout.
target_include_directories(auklet_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/cmake)

if(AUKLET_SANITIZE)
  target_compile_options(auklet_flags INTERFACE -fsanitize=${AUKLET_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(auklet_flags INTERFACE -fsanitize=${AUKLET_SANITIZE})
endif()
if(AUKLET_FUZZ)
  target_compile_options(auklet_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# mold and lld link in well under a second where the default linker needs many; take the first there is.
find_program(AUKLET_LINKER NAMES mold ld.lld-19 ld.lld)
if(AUKLET_LINKER MATCHES "mold$")
  target_link_options(auklet_flags INTERFACE -fuse-ld=mold)
elseif(AUKLET_LINKER)
  target_link_options(auklet_flags INTERFACE -fuse-ld=lld)
endif()

find_program(AUKLET_CCACHE ccache)
if(AUKLET_CCACHE)
  # A precompiled header is cached too: clang must not store its time stamp, ccache must not look at it.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/tools/compile ${CMAKE_SOURCE_DIR} ${AUKLET_CCACHE})
  target_compile_options(auklet_flags INTERFACE $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
endif()

# One precompiled header for the whole house: the standard library, fmt and Asio's awaitable, which nearly every file
# needs. Beast, SSL, CLI11 and toml++ stay out: only the few files that use them pay for them. Tests have one of their
# own, with GoogleTest in it.
function(auklet_precompiled_header)
  file(WRITE ${CMAKE_BINARY_DIR}/pch.cpp "")
  add_library(auklet_pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
  target_link_libraries(auklet_pch PRIVATE auklet_flags auklet::asio auklet::json fmt::fmt)
  target_precompile_headers(auklet_pch PRIVATE <pch.h>)

  add_library(auklet_test_pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
  target_link_libraries(auklet_test_pch PRIVATE auklet_flags auklet::asio auklet::json fmt::fmt GTest::gtest GTest::gmock)
  target_compile_options(auklet_test_pch PRIVATE -O0)
  target_precompile_headers(auklet_test_pch PRIVATE <pch.h> <gmock/gmock.h> <gtest/gtest.h>)
endfunction()

# A program of tests. The compiler spends most of its time on making tests fast, which nobody needs: they are compiled
# without optimisation, unless the work is in the test itself.
function(auklet_test_program name)
  cmake_parse_arguments(ARG "OPTIMISED" "" "" ${ARGN})
  target_link_libraries(${name} PRIVATE GTest::gtest_main GTest::gmock)
  if(ARG_OPTIMISED)
    target_precompile_headers(${name} REUSE_FROM auklet_pch)
  else()
    target_compile_options(${name} PRIVATE -O0)
    target_precompile_headers(${name} REUSE_FROM auklet_test_pch)
  endif()
endfunction()
