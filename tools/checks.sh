# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by ./dev: the checks of the source that need no running server. Each is a function check_NAME.

checks=(format floors source docs headers tidy)

# The C++ files that git knows or would take in, each ended by a NUL.
cxx_files() { git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.h'; }

check_format() {
  local wrong
  wrong=$(cxx_files | xargs -0 -r clang-format-19 --dry-run 2>&1 | sed -n 's/: warning: code should be .*/: not formatted/p')
  [[ -z $wrong ]] && return
  sort -t: -k1,1 -u <<<"$wrong"
  echo "./dev fmt formats them"
  return 1
}

check_floors() { node tools/check-floors.mjs; }

check_source() { node tools/check-source.mjs; }

check_docs() { node tools/check-docs.mjs; }

# Every header compiles alone; ninja and ccache remember those that did.
check_headers() { build debug headers; }

# clang-tidy over the C++ files that differ from origin/main; on main itself, over those of its last change. All of them
# take some six minutes on two cores: TIDY=all ./dev check tidy.
check_tidy() {
  local base files
  if [[ ${TIDY:-changed} == all ]]; then
    mapfile -d '' files < <(git ls-files -z -- 'src/*.cpp' 'bench/*.cpp')
  else
    base=$(git merge-base HEAD origin/main 2>/dev/null || git rev-parse HEAD)
    [[ $base != "$(git rev-parse HEAD)" ]] || base=$(git rev-parse -q --verify HEAD~1 || git rev-parse HEAD)
    mapfile -d '' files < <(git diff -z --name-only --diff-filter=d "$base" -- 'src/*.cpp' 'bench/*.cpp')
  fi
  echo "clang-tidy: ${#files[@]} files"
  [[ ${#files[@]} -gt 0 ]] || return 0
  build debug auklet_pch # the precompiled header that clang-tidy reads
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$(jobs)" clang-tidy-19 -p build/debug --quiet --warnings-as-errors='*' 2>/dev/null
}

# run_checks [NAME…]: all of them when none is named; goes on after a failure so that one run shows everything.
run_checks() {
  local name failed=() passed=0
  [[ $# -gt 0 ]] || set -- "${checks[@]}"
  for name in "$@"; do
    declare -F "check_$name" >/dev/null || die "no such check: $name (there are: ${checks[*]})"
    say "check: $name"
    set +e
    (
      set -e
      "check_$name"
    )
    local status=$?
    set -e
    if [[ $status -eq 0 ]]; then passed=$((passed + 1)); else failed+=("$name"); fi
  done
  [[ ${#failed[@]} -eq 0 ]] || printf '\nfailed: %s\n' "${failed[*]}"
  printf '\nchecks: %d passed, %d failed\n' "$passed" "${#failed[@]}"
  [[ ${#failed[@]} -eq 0 ]]
}
