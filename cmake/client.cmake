# SPDX-License-Identifier: Apache-2.0
# The library auklet_client_pack: the web client of web/, built by Node.js into one file that the program carries.
#
# It is built only when one of its sources has changed, and needs the network only when a package of its lock file is not
# installed yet. Without Node.js, or with -DAUKLET_WEB=OFF, the program has no web client: its front page, the pages of
# people and posts, sign-up and log-in are there all the same, and every app works.
option(AUKLET_WEB "Build the web client into the program (needs Node.js)" ON)
find_program(AUKLET_NODE NAMES node)
find_program(AUKLET_NPM NAMES npm)

set(pack ${CMAKE_BINARY_DIR}/client/client.pack)
if(AUKLET_WEB AND AUKLET_NODE AND AUKLET_NPM)
  file(GLOB_RECURSE client_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/* ${CMAKE_SOURCE_DIR}/web/public/*)
  foreach(name IN ITEMS build.mjs index.html package.json package-lock.json tsconfig.json vite.config.mjs)
    list(APPEND client_sources ${CMAKE_SOURCE_DIR}/web/${name})
  endforeach()
  add_custom_command(
    OUTPUT ${pack}
    COMMAND ${CMAKE_SOURCE_DIR}/tools/build-client ${CMAKE_BINARY_DIR}/client
    DEPENDS ${client_sources} ${CMAKE_SOURCE_DIR}/tools/build-client
    COMMENT "Building the web client"
    VERBATIM)
else()
  message(WARNING "The program is built without its web client: Node.js and npm are missing, or AUKLET_WEB is OFF")
  file(CONFIGURE OUTPUT ${pack} CONTENT "")
endif()

file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/client/client_pack.cpp CONTENT [[
__asm__(
    ".section .rodata\n"
    ".global auklet_client_pack_begin\n"
    ".global auklet_client_pack_end\n"
    "auklet_client_pack_begin:\n"
    ".incbin \"@pack@\"\n"
    "auklet_client_pack_end:\n"
    ".byte 0\n"
    ".text\n");
]] @ONLY)
set_source_files_properties(${CMAKE_BINARY_DIR}/client/client_pack.cpp PROPERTIES OBJECT_DEPENDS ${pack})
add_library(auklet_client_pack STATIC ${CMAKE_BINARY_DIR}/client/client_pack.cpp)
