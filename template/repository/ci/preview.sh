#!/bin/sh
# What `pulumi up` would do, with credentials that read: first who gains and who loses what, then each object. It runs the program of the
# change: let it run only after somebody has read that. The output is for the job's log alone. Documents of previews hold the whole configuration,
# with all logins: this one goes from one program to the other, and into no file.
#
#   STACK=dev sh ci/preview.sh
set -eu
set -- preview --stack "${STACK:?}" --refresh --run-program --non-interactive
code=0
pulumi "$@" --show-sames --json | node_modules/.bin/pulumi-okta-opa access diff --preview - || code=$?
echo
pulumi "$@" --diff
# 7 is an answer as well: somebody's access changes.
[ "$code" -eq 0 ] || [ "$code" -eq 7 ] || exit "$code"
