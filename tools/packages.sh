# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by ./dev: install_packages brings in what tools/packages.txt names and the machine has not.

debian_release() {
  local release
  release=$(. /etc/os-release && echo "${VERSION_ID:-}")
  release=${release%%.*}
  [[ $release =~ ^[0-9]+$ ]] || release=13 # testing and unstable have no number: at least the newest we know
  echo "$release"
}

# listed_packages SECTION: the names that this release has, and for which no command stands in.
listed_packages() {
  local section=$1 release name rest current=""
  release=$(debian_release)
  while read -r name rest; do
    case $name in
      '' | '#'*) continue ;;
      '['*']') current=${name:1:-1} && continue ;;
    esac
    [[ $current == "$section" ]] || continue
    if [[ $rest =~ unless\ ([a-z-]+) ]] && command -v "${BASH_REMATCH[1]}" >/dev/null; then continue; fi
    if [[ $rest =~ ^(>?=)\ ([0-9]+) ]]; then
      [[ ${BASH_REMATCH[1]} == '=' && $release -ne ${BASH_REMATCH[2]} ]] && continue
      [[ ${BASH_REMATCH[1]} == '>=' && $release -lt ${BASH_REMATCH[2]} ]] && continue
    fi
    echo "$name"
  done <tools/packages.txt
}

# install_packages SECTION...: asks for nothing, and does nothing when nothing is missing.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is not Debian: ./dev installs nothing, and expects what tools/packages.txt names to be there."
    return
  fi
  local section name missing=() as_root=()
  local installed
  installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package} ' | tr '\n' ' ')"
  for section in "$@"; do
    for name in $(listed_packages "$section"); do
      [[ $installed == *"ii $name "* ]] || missing+=("$name")
    done
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0

  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || die "Missing packages and no sudo. As root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages with apt-get: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null
}
