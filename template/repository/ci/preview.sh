#!/bin/sh
# What `pulumi up` would do, with credentials that read. It runs the program of the change: let it run only after somebody has read that.
# The output is for the job's log alone: documents of previews hold the whole configuration, with all logins.
#
#   STACK=dev sh ci/preview.sh
set -eu
exec pulumi preview --stack "${STACK:?}" --refresh --run-program --diff --non-interactive
