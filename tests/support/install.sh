# For the scripts that run suites, which source it with `suite` set: what is missing is installed by its Debian name if we
# are root; where it cannot be had the suite is skipped, and says so. With CI=true it fails instead, so that a green run
# there always is a run.

# cannot REASON: ends the suite.
cannot() {
  if [ "${CI:-}" = true ]; then
    echo "$suite suite FAILED: $1" >&2
    exit 1
  fi
  echo "$suite suite SKIPPED, nothing was checked: $1"
  exit 0
}

apt_updated=
# debian PROGRAM PACKAGE…: installs the packages unless the program is there. No service starts: policy-rc.d forbids it.
debian() {
  local program=$1 policy=/usr/sbin/policy-rc.d made=
  shift
  PATH=$PATH:/usr/sbin command -v "$program" >/dev/null && return
  command -v apt-get >/dev/null || cannot "$program is missing, and this is no Debian on which to install $*"
  [ "$(id -u)" = 0 ] || cannot "$program is missing; as root: apt-get install $*"
  if [ -z "$apt_updated" ]; then
    apt-get update -qq || cannot "$program is missing, and the lists of packages cannot be had"
    apt_updated=yes
  fi
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || {
    [ -z "$made" ] || rm "$policy"
    cannot "$program is missing, and $* cannot be installed"
  }
  [ -z "$made" ] || rm "$policy"
}
