#!/bin/sh
# Looks for drift and takes a snapshot. Changes nothing. Needs all credentials.
#
#   STACK=dev sh ci/nightly.sh OUT
#
# Writes OUT/drift.json and OUT/drift.log for ci/issue.sh, and OUT/access.json for ci/store.sh. Ends with 0 if it could tell, whatever it found.
set -u
umask 077
mkdir -p "$1" || exit 2
out=$1
cli=node_modules/.bin/pulumi-okta-opa
"$cli" drift --stack "${STACK:?}" --json >"$out/drift.json" 2>"$out/drift.log"
drift=$?
cat "$out/drift.log" >&2
"$cli" access snapshot "$out/access.json" --okta --with-time
access=$?
# 7 is drift, and 3 of the snapshot says that it has not everything: the snapshot says so itself.
[ "$drift" -eq 0 ] || [ "$drift" -eq 7 ] || exit "$drift"
[ "$access" -eq 0 ] || [ "$access" -eq 3 ] || exit "$access"
