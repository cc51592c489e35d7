#!/usr/bin/env bash
# Builds kube-apiserver and etcd from the Go modules that go.mod names, as one binary with a link for each:
#
#   build.sh FOLDER     FOLDER/control-plane, FOLDER/kube-apiserver, FOLDER/etcd
#
# Costs 9 minutes of processor time and 3 GB of Go's build cache on a new machine. It is done again only when what
# goes into it differs: modules, program, this script, or the Go tool.
set -euo pipefail

FOLDER="${1:?folder for the binaries}"
SOURCES="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
KUBERNETES="$(awk '$1 == "k8s.io/kubernetes" { print $2; exit }' "$SOURCES/go.mod")"

command -v go >/dev/null || { echo "go is not installed" >&2; exit 1; }
stamp="$({ go version; cat "$SOURCES"/{go.mod,go.sum,main.go,build.sh}; } | sha256sum | cut -d ' ' -f 1)"
if [ "$(cat "$FOLDER/stamp" 2>/dev/null)" = "$stamp" ] && [ -x "$FOLDER/control-plane" ]; then
  echo "kube-apiserver $KUBERNETES and etcd are there"
  exit 0
fi

mkdir -p "$FOLDER"
staging="$(mktemp -d "$FOLDER/staging.XXXXXX")"
trap 'rm -rf "$staging"' EXIT
IFS=. read -r major minor _ <<<"${KUBERNETES#v}"
version=k8s.io/component-base/version
cd "$SOURCES"
# Low priority: tests with time limits run beside it. Collecting garbage less often saves the compilers a fifth of
# their time; a compiler needs 0.6 GB then.
CGO_ENABLED=0 GOGC=400 GOFLAGS=-mod=readonly nice -n 19 go build -p 2 -trimpath -buildvcs=false \
  -ldflags "-s -w -X $version.gitVersion=$KUBERNETES -X $version.gitMajor=$major -X $version.gitMinor=$minor" \
  -o "$staging/control-plane" .
mv -f "$staging/control-plane" "$FOLDER/control-plane"
ln -sf control-plane "$FOLDER/kube-apiserver"
ln -sf control-plane "$FOLDER/etcd"
echo "$stamp" >"$FOLDER/stamp"
echo "kube-apiserver $KUBERNETES and etcd are built"
