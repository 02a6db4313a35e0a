#!/bin/sh
# Says who gains and who loses what by a change, from files alone: no credentials, no network. Nothing of the change is run: this script,
# the package and the bounds are those of the branch that the change is to be merged into.
#
#   STACK=dev sh base/ci/review.sh BASE HEAD SNAPSHOT OUT
#
# BASE and HEAD are checkouts; BASE has its packages installed. SNAPSHOT is a file of `access snapshot`, which may be missing. Writes
# OUT/page.md, for a comment. Ends with 0 if the change can be applied, whoever gains or loses, and with 1 if it cannot.
# CODE_HOST=github or gitlab also checks the file of code owners.
set -u
stack=${STACK:?Set STACK to the name of the stack.}
base=$(cd "$1" && pwd) || exit 2
head=$(cd "$2" && pwd) || exit 2
snapshot=$3
mkdir -p "$4" || exit 2
out=$(cd "$4" && pwd) || exit 2
# By its path: npx in HEAD would run what HEAD has installed.
cli="$base/node_modules/.bin/pulumi-okta-opa"
bad=0

# Runs a command in HEAD, so that its files have the names that their authors know.
in_head() {
    (cd "$head" && "$cli" "$@") >"$out/said" 2>&1
}

# The beginning of a command's words, as they are: nothing in them is Markdown. All of them are in the job's log.
quoted() {
    printf '<pre>\n'
    head -c 6000 "$out/said" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
    printf '\n</pre>\n'
}

# One more thing that must be corrected; with it goes how.
note() {
    bad=1
    cat "$out/said"
    printf '\n%s\n\n' "$1" >>"$out/notes.md"
    quoted >>"$out/notes.md"
}

rm -f "$out/page.md" "$out/notes.md"
: >"$out/notes.md"

told=0
in_head teams check teams --base "$base" --stack "$stack" || {
    told=1
    note 'The declarations have mistakes. `npx pulumi-okta-opa teams check` says the same on your machine.'
}

in_head teams fmt --check teams ||
    note 'These files are not in their one form. Run `npx pulumi-okta-opa teams fmt`.'

if [ -n "${CODE_HOST:-}" ]; then
    in_head teams owners --check --host "$CODE_HOST" ||
        note "The file of code owners is not as platform.yaml says. Run \`npx pulumi-okta-opa teams owners --host $CODE_HOST\`."
fi

set -- access diff --base "$base" --head "$head" --stack "$stack" --markdown
[ -f "$snapshot" ] && set -- "$@" --snapshot "$snapshot"
"$cli" "$@" >"$out/access.md" 2>"$out/said"
case $? in
    0 | 7) ;; # nobody's access changes; somebody's does: both are answers.
    *)
        : >"$out/access.md"
        [ "$told" -eq 1 ] || note 'Who gains and who loses cannot be said.'
        ;;
esac

{
    [ "$bad" -eq 0 ] || printf '### ⛔ This cannot be applied as it is\n'
    cat "$out/notes.md" "$out/access.md"
} >"$out/page.md"
rm -f "$out/said" "$out/notes.md" "$out/access.md"
cat "$out/page.md"
exit "$bad"
