# Language, warnings, sanitizers, ccache and the helpers that every room's CMakeLists.txt uses.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(KLANGRAUM_CCACHE ccache)
if(KLANGRAUM_CCACHE)
  # pch_defines,time_macros let ccache cache objects that use precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${KLANGRAUM_CCACHE})
endif()
find_package(Threads REQUIRED)

add_library(klangraum_options INTERFACE)
target_compile_features(klangraum_options INTERFACE cxx_std_20)
target_compile_options(klangraum_options INTERFACE -Wall -Wextra -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarm of GCC 12 on std::string's operator+ when optimising (GCC bug 105651).
  target_compile_options(klangraum_options INTERFACE -Wno-restrict)
endif()
if(KLANGRAUM_UNITY)
  # A file that is included by another is taken for a header, whose types must not use anonymous namespaces.
  target_compile_options(klangraum_options INTERFACE -Wno-subobject-linkage)
endif()
target_include_directories(klangraum_options INTERFACE ${CMAKE_SOURCE_DIR}/engine)
target_compile_definitions(klangraum_options INTERFACE KLANGRAUM_VERSION="${PROJECT_VERSION}")
if(KLANGRAUM_SANITIZE)
  # Instrumented code makes GCC warn of what is not there (its manual says so): warnings stay, errors are the release's.
  target_compile_options(klangraum_options INTERFACE -Wno-error)
  add_compile_options(-O1 -g1 -fsanitize=${KLANGRAUM_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KLANGRAUM_SANITIZE})
endif()

if(KLANGRAUM_TORCH)
  find_package(Torch REQUIRED)
  # LibTorch's own headers are not warning-clean: they are system headers to us.
  add_library(klangraum_torch INTERFACE)
  target_include_directories(klangraum_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
  target_link_libraries(klangraum_torch INTERFACE ${TORCH_LIBRARIES})
  separate_arguments(_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  target_compile_options(klangraum_torch INTERFACE ${_torch_flags})
  # torch/torch.h, precompiled once for all targets that use it (0.6 GB; it halves their compile time).
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/torchheaders.cpp CONTENT "") # written only where it is another
  add_library(klangraum_torchheaders STATIC ${CMAKE_BINARY_DIR}/torchheaders.cpp)
  target_link_libraries(klangraum_torchheaders PRIVATE klangraum_options klangraum_torch Threads::Threads)
  target_precompile_headers(klangraum_torchheaders PRIVATE <torch/torch.h>)
endif()

# klangraum_room(NAME SOURCES... [LINKS libs...] [TORCH]): one static library klangraum_NAME, included as
# "NAME/header.h". TORCH links LibTorch and uses its precompiled header.
function(klangraum_room name)
  cmake_parse_arguments(ARG "TORCH" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(klangraum_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(klangraum_${name} PUBLIC klangraum_options Threads::Threads ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  if(ARG_TORCH)
    target_link_libraries(klangraum_${name} PUBLIC klangraum_torch)
    target_precompile_headers(klangraum_${name} REUSE_FROM klangraum_torchheaders)
  endif()
  set(batch 8)
  if(ARG_TORCH)
    set(batch 6)
  endif()
  # What a file takes to compile is its libraries' templates, nearly all of it: with torch one takes 26 s, six take 35.
  set_target_properties(klangraum_${name} PROPERTIES
    UNITY_BUILD ${KLANGRAUM_UNITY} UNITY_BUILD_BATCH_SIZE ${batch})
endfunction()
