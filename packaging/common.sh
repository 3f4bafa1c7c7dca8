# What packaging/run, packaging/test and packaging/install-dependencies share. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail
PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

say() { printf 'klangraum: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Through sudo in a checkout of the person who called it: what is built, written and started belongs to that person.
BUILD_UID=$(id -u)
if [ "$BUILD_UID" -eq 0 ] && [ "${SUDO_UID:-0}" -ne 0 ] && [ "$(stat -c %u "$PROJECT")" -eq "$SUDO_UID" ] &&
  command -v setpriv >/dev/null; then
  BUILD_UID=$SUDO_UID
fi

as_builder() {
  if [ "$BUILD_UID" -eq "$(id -u)" ]; then
    "$@"
    return
  fi
  local entry home
  entry=$(getent passwd "$BUILD_UID" || true)
  home=$(printf '%s' "$entry" | cut -d: -f6)
  local -a session=(HOME="${home:-/tmp}" USER="$(printf '%s' "$entry" | cut -d: -f1)")
  [ -d "/run/user/$BUILD_UID" ] && session+=(XDG_RUNTIME_DIR="/run/user/$BUILD_UID")
  setpriv --reuid="$BUILD_UID" --regid="${SUDO_GID:-$BUILD_UID}" --init-groups env "${session[@]}" "$@"
}

# Folders that an earlier call as root left behind.
own() {
  local folder
  for folder in "$@"; do
    as_builder mkdir -p "$folder" 2>/dev/null || mkdir -p "$folder"
    if [ "$BUILD_UID" -ne "$(id -u)" ]; then
      chown -R "$BUILD_UID:${SUDO_GID:-$BUILD_UID}" "$folder"
    elif [ ! -w "$folder" ]; then
      die "cannot write to $folder: it belongs to $(stat -c %U "$folder"); remove it or call this through sudo"
    fi
  done
}

# A compiler that includes LibTorch takes up to 2 GB.
jobs_that_fit() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 2000000) }' /proc/meminfo 2>/dev/null || echo "$cores")
  [ "$memory" -lt 1 ] && memory=1
  [ "$memory" -lt "$cores" ] && cores=$memory
  echo "$cores"
}

# build PRESET [TARGET...]: configures (also after CMakeLists.txt changed) and builds into build/PRESET.
build() {
  local preset=$1
  shift
  own "$PROJECT/build" "$PROJECT/build/$preset"
  # Without a home to write to, ccache keeps its cache in the build folder.
  as_builder sh -c '[ -d "${HOME:-}" ] && [ -w "${HOME:-}" ]' || export CCACHE_DIR=$PROJECT/build/ccache
  (
    cd "$PROJECT"
    as_builder cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || {
      cat "build/$preset/configure.log" >&2
      die "configuring the preset '$preset' failed: the lines above say why"
    }
    as_builder cmake --build --preset "$preset" --parallel "$(jobs_that_fit)" ${1:+--target "$@"} >&2 ||
      die "building the preset '$preset' failed: the lines above say why"
  )
}
