# SPDX-License-Identifier: Apache-2.0
# System libraries only: everything here is a Debian package that ./dev installs.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(PostgreSQL 15 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(CLI11 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
if(AUKLET_JEMALLOC)
  pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
  target_link_libraries(auklet_flags INTERFACE PkgConfig::JEMALLOC)
  target_compile_definitions(auklet_flags INTERFACE AUKLET_JEMALLOC)
endif()
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)

add_library(auklet_boost INTERFACE)
target_link_libraries(auklet_boost INTERFACE Boost::headers)
add_library(auklet::boost ALIAS auklet_boost)

add_library(auklet_asio INTERFACE)
target_link_libraries(auklet_asio INTERFACE auklet_boost Threads::Threads)
target_compile_definitions(auklet_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
add_library(auklet::asio ALIAS auklet_asio)

# Boost.JSON is compiled once, here, from its own single source: no link against a versioned shared library.
file(WRITE ${CMAKE_BINARY_DIR}/boost_json.cpp "#include <boost/json/src.hpp>\n")
add_library(auklet_json STATIC ${CMAKE_BINARY_DIR}/boost_json.cpp)
target_link_libraries(auklet_json PUBLIC auklet_boost PRIVATE auklet_flags)
add_library(auklet::json ALIAS auklet_json)

# libvips is loaded by the processes that decode pictures, and by nothing else: only its headers are needed here.
pkg_check_modules(VIPS REQUIRED vips>=8.14)
add_library(auklet_vips_headers INTERFACE)
target_include_directories(auklet_vips_headers SYSTEM INTERFACE ${VIPS_INCLUDE_DIRS})
add_library(auklet::vips_headers ALIAS auklet_vips_headers)

add_library(auklet::argon2 ALIAS PkgConfig::ARGON2)
add_library(auklet::toml ALIAS PkgConfig::TOMLPLUSPLUS)

auklet_precompiled_header()
