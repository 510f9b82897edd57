# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by ./dev: everything that CI runs, as steps in order, cheap and telling ones first. Each is a function
# step_NAME. Output is kept in build/test/NAME.log.

steps=(check tools unit release simulation scenarios web sanitized tsan fuzz bench)

declare -A step_title=(
  [check]="Source checks: format, floors, licences, documents, headers"
  [tools]="The tools' own tests, and those of the bench's scripts"
  [unit]="Unit and contract tests under ASan and UBSan, on SQLite and PostgreSQL"
  [release]="Release build"
  [simulation]="Random histories of the timeline engine against a model, ${SIMULATION_STEPS:=10000000} steps"
  [scenarios]="Scenarios against the running server, kill -9 rounds, the idle server, on both engines"
  [web]="The web client: types, unit tests, and people using it in Chromium on a phone and at a desk"
  [sanitized]="The scenarios again on SQLite, with the server under ASan and UBSan"
  [tsan]="The concurrent rooms under TSan"
  [fuzz]="Fuzz targets, ${FUZZ_SECONDS:=30} seconds each"
  [bench]="The social graph on SQLite and PostgreSQL, every timeline against the model"
)

# clang-tidy over every file takes longer than all other checks together: it is run by hand, ./dev check tidy.
step_check() { run_checks format floors source docs headers; }

step_tools() { node --test --test-reporter=tap tools/*.test.mjs bench/*.test.mjs; }

step_unit() {
  build debug
  run_ctest debug
}

step_release() { build release auklet auklet-bench; }

step_simulation() {
  build release timeline_test
  AUKLET_SIMULATION_SEED=$(simulation_seed) AUKLET_SIMULATION_STEPS=$SIMULATION_STEPS build/release/timeline_test --gtest_filter='Simulation.*' |
    awk '{ print } /^\[  PASSED  \]/ { printf "simulation: %d passed, 0 failed\n", $4 }'
}

step_scenarios() { tests/run; }

# Pictures of every page are left in build/browser/.
step_web() {
  build release auklet
  (cd web && npx --no-install tsc --noEmit && node test.mjs)
  tests/run --engine sqlite tests/browser/*.test.mjs
}

step_sanitized() { tests/run --engine sqlite --binary build/debug/auklet tests/scenarios/*.test.mjs; }

step_tsan() {
  build tsan
  run_ctest tsan
}

step_fuzz() {
  build fuzz
  printf '%s\0' build/fuzz/fuzz/fuzz_* | xargs -0 -n 1 -P "$(jobs)" tools/fuzz-one
}

step_bench() { bench/run; }

# One commit gives the same histories everywhere, the next one gives others; a failure prints its seed.
simulation_seed() {
  local commit
  commit=$(git rev-parse --short=8 HEAD 2>/dev/null) || commit=1
  echo "${AUKLET_SIMULATION_SEED:-$((16#$commit))}"
}

# run_ctest PRESET: the tests of a build, with a PostgreSQL of their own, and the sum of what GoogleTest counted.
run_ctest() {
  local results=$PWD/build/$1/results status=0
  rm -rf "$results"
  AUKLET_SIMULATION_SEED=$(simulation_seed) GTEST_OUTPUT="xml:$results/" tools/with-postgres --fast ctest --preset "$1" || status=$?
  cat "$results"/*.xml | awk -F'"' '
    /^<testsuites / { tests += $2; failed += $4 }
    END { printf "%s: %d passed, %d failed\n", preset, tests - failed, failed }' preset="$1"
  return "$status"
}

# tally LOG: the sums of the lines "N passed, N failed" and of the node test runner's "# pass N" and "# fail N".
tally() {
  awk '
    /^([a-z]+: )?[0-9]+ passed, [0-9]+ failed/ {
      sub(/^[a-z]+: /, ""); split($0, word, /[ ,]+/); passed += word[1]; failed += word[3] }
    /^# pass [0-9]+$/ { passed += $3 }
    /^# fail [0-9]+$/ { failed += $3 }
    END { print passed + 0, failed + 0 }' "$1"
}

# run_suite [STEP…]: stops at the first step that fails. The last line says how many tests passed and failed.
run_suite() {
  local name status=0 started passed failed passed_sum=0 failed_sum=0 summary=""
  [[ $# -gt 0 ]] || set -- "${steps[@]}"
  mkdir -p build/test
  for name in "$@"; do
    declare -F "step_$name" >/dev/null || die "no such step: $name (there are: ${steps[*]})"
    printf '\n######## %s: %s\n' "$name" "${step_title[$name]}"
    started=$SECONDS
    set +e
    (
      set -e
      "step_$name"
    ) 2>&1 </dev/null | tee "build/test/$name.log"
    status=${PIPESTATUS[0]}
    set -e
    read -r passed failed < <(tally "build/test/$name.log")
    [[ $status -ne 0 && $failed -eq 0 ]] && failed=1 # it failed before, after or without counting
    passed_sum=$((passed_sum + passed))
    failed_sum=$((failed_sum + failed))
    summary+=$(printf '%-10s %4d s %6d passed %4d failed' "$name" $((SECONDS - started)) "$passed" "$failed")$'\n'
    [[ $status -eq 0 ]] || break
  done
  printf '\n######## Summary after %d min %d s\n%s' $((SECONDS / 60)) $((SECONDS % 60)) "$summary"
  [[ $status -eq 0 ]] || printf 'The step "%s" failed: build/test/%s.log\n' "$name" "$name"
  printf '%d passed, %d failed\n' "$passed_sum" "$failed_sum"
  [[ $status -eq 0 && $failed_sum -eq 0 ]]
}
