#!/bin/sh
# Shows what applying the commit that is checked out would change, to those who approve it. Needs the credential of Pulumi's backend, to see what is
# applied, and none of Okta or OPA.
#
#   STACK=dev sh ci/page.sh SNAPSHOT OUT
#
# SNAPSHOT is a file of `access snapshot`, which may be missing. Writes OUT/page.md, which ends with the hash of what is to be approved,
# OUT/approval.json, which has that hash, and OUT/hash.
set -eu
snapshot=$1
mkdir -p "$2"
out=$2
set -- pipeline page --stack "${STACK:?}" --markdown --approval "$out/approval.json"
[ ! -f "$snapshot" ] || set -- "$@" --snapshot "$snapshot"
code=0
node_modules/.bin/pulumi-okta-opa "$@" >"$out/page.md" || code=$?
# 7 is an answer as well: somebody's access changes.
[ "$code" -eq 0 ] || [ "$code" -eq 7 ] || exit "$code"
tail -n 1 "$out/page.md" >"$out/hash"
cat "$out/page.md"
