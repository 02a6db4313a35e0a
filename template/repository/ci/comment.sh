#!/bin/sh
# Keeps one comment with the page of ci/review.sh on the change.
#
#   STACK=dev CODE_HOST=gitlab CHANGE=12 sh ci/comment.sh review/page.md
#
# CHANGE is the number of the change. A run that was not started for the change itself gives what it knows of it in place of that: BRANCH (on
# GitHub owner:branch), COMMIT, its newest commit, and INTO, the branch that it is to be merged into.
set -eu
page=$1
if [ -n "${CHANGE:-}" ]; then
    set -- --change "$CHANGE"
else
    set -- --branch "${BRANCH:?}" --commit "${COMMIT:?}" --into "${INTO:?}"
fi
exec node_modules/.bin/pulumi-okta-opa pipeline comment --host "${CODE_HOST:?}" --marker "review-${STACK:?}" --file "$page" "$@"
