#!/bin/sh
# Applies the commit that is checked out, if what it causes now is what was approved. Needs all credentials.
#
#   STACK=dev HASH=approval:… [PLAN=plan:…] sh ci/apply.sh APPROVAL OUT
#
# APPROVAL is what ci/page.sh wrote as approval.json, HASH what was approved. Writes to OUT what ci/store.sh keeps: the snapshot, the
# result and the record of the run. ACTOR, PULL_REQUEST and APPROVED_BY, if they are set, go into the record. Ends as
# `pulumi-okta-opa pipeline apply` does: with 3, 4 and 5 nothing was written.
set -u
umask 077
approval=$1
mkdir -p "$2" || exit 2
out=$2
cli=node_modules/.bin/pulumi-okta-opa
own=$(mktemp -d) || exit 2
trap 'rm -rf "$own"' EXIT
PULUMI_OKTA_OPA_WRITES=$own/writes
export PULUMI_OKTA_OPA_WRITES
set -- --snapshot "$out/access.json" --review "$own/review.json" --result "$out/result.json"
"$cli" pipeline apply --stack "${STACK:?}" --approval "$approval" --hash "${HASH:?}" --plan "${PLAN:-}" "$@"
code=$?
[ "$code" -le 1 ] && [ -f "$own/review.json" ] || exit "$code"

# Something was written, or may have been.
result=succeeded
[ "$code" -eq 0 ] || result=failed
[ -f "$own/writes" ] || : >"$own/writes"
set -- --writes "$own/writes" --review "$own/review.json" --result "$result" --stack "$STACK"
set -- "$@" --commit "$(git rev-parse HEAD)" --approved "$(sed -n 's/.*"table":"\(access:[0-9a-f]*\)".*/\1/p' "$approval")"
[ -z "${ACTOR:-}" ] || set -- "$@" --actor "$ACTOR"
[ -z "${PULL_REQUEST:-}" ] || set -- "$@" --pull-request "$PULL_REQUEST"
[ -z "${APPROVED_BY:-}" ] || set -- "$@" --approved-by "$APPROVED_BY"
"$cli" access record "$@" >"$out/record.jsonl" || echo "The run has no record." >&2
"$cli" access snapshot "$out/access.json" --okta --with-time || echo "No snapshot was taken after the run, or not of everything." >&2
exit "$code"
