#!/bin/sh
# Keeps a snapshot, and the result and the record of a run, on a branch to which commits are only ever added. Needs a token that may push there, and no
# other credential.
#
#   STACK=dev sh ci/store.sh FROM
#
# PUSH_TOKEN, if it is set, is the token with which it pushes. FROM has access.json, and after a run result.json and record.jsonl. On the branch `access-snapshots`, in the folder of the stack: access.json
# is the newest snapshot, snapshots/ has all of them, runs.jsonl and records.jsonl have a line for each run.
set -eu
from=$(cd "$1" && pwd)
branch=access-snapshots
remote=${REMOTE:-origin}
home=$(mktemp -d)
trap 'git worktree remove --force "$home/files" >/dev/null 2>&1 || true; rm -rf "$home"' EXIT
if [ -n "${PUSH_TOKEN:-}" ]; then
    # In the environment: no command line and no file of the checkout has the token.
    GIT_CONFIG_COUNT=1
    GIT_CONFIG_KEY_0=http.$(git remote get-url "$remote" | sed -E 's#^(https?://)([^/@]*@)?([^/]*)/.*#\1\3/#').extraheader
    GIT_CONFIG_VALUE_0="Authorization: Basic $(printf 'x-access-token:%s' "$PUSH_TOKEN" | base64 | tr -d '\n')"
    export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
fi
who() { git -c user.name=pipeline -c user.email=pipeline@invalid -c core.hooksPath=/dev/null "$@"; }

keep() {
    folder=$home/files/${STACK:?}
    mkdir -p "$folder/snapshots"
    if [ -s "$from/access.json" ]; then
        cp "$from/access.json" "$folder/access.json"
        cp "$from/access.json" "$folder/snapshots/$now.json"
    fi
    [ ! -s "$from/result.json" ] || cat "$from/result.json" >>"$folder/runs.jsonl"
    [ ! -s "$from/record.jsonl" ] || cat "$from/record.jsonl" >>"$folder/records.jsonl"
}

now=$(date -u +%Y-%m-%dT%H%M%SZ)
# Another stack's job may push at the same time.
for attempt in 1 2 3 4 5; do
    if git fetch --quiet --no-tags "$remote" "+refs/heads/$branch:refs/remotes/$remote/$branch" 2>/dev/null; then
        start=$(git rev-parse "refs/remotes/$remote/$branch")
    else
        start=$(who commit-tree -m "Snapshots, and records of runs" "$(git hash-object -w -t tree /dev/null)")
    fi
    git worktree remove --force "$home/files" >/dev/null 2>&1 || true
    git worktree add --quiet --detach "$home/files" "$start"
    keep
    git -C "$home/files" add --all
    who -C "$home/files" commit --quiet --message "$STACK: $now"
    # Never by force: what is there stays.
    if git -C "$home/files" push --quiet "$remote" "HEAD:refs/heads/$branch"; then exit 0; fi
    [ "$attempt" -eq 5 ] || sleep "$attempt"
done
echo "The snapshot could not be pushed to $branch." >&2
exit 1
