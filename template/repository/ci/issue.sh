#!/bin/sh
# Keeps the one issue of the stack by what ci/nightly.sh found. Needs the host's token, which may write issues, and no other credential.
#
#   STACK=dev CODE_HOST=github RUN=https://… sh ci/issue.sh FOUND
#
# FOUND is the folder of ci/nightly.sh. If it is missing or half empty, the issue says that it could not be told.
set -eu
set -- --host "${CODE_HOST:?}" --stack "${STACK:?}" --drift "$1/drift.json" --log "$1/drift.log"
[ -z "${RUN:-}" ] || set -- "$@" --run "$RUN"
exec node_modules/.bin/pulumi-okta-opa pipeline issue "$@"
