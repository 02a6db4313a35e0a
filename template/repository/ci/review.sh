#!/bin/sh
# Says who gains and who loses what by a change, from files alone: no credentials, no network. Nothing of the change is run: this script,
# the package and the bounds are those of the branch that the change is to be merged into.
#
#   STACK=dev AUTHOR=ana-acme sh base/ci/review.sh BASE HEAD SNAPSHOT OUT
#
# BASE and HEAD are checkouts; BASE has its packages installed. SNAPSHOT is a file of `access snapshot`, which may be missing. Writes
# OUT/page.md, for a comment. Ends with 0 if the change can be applied, whoever gains or loses, and with 1 if it cannot: it has a mistake, or
# a budget, a freeze or a rule stops it. CODE_HOST=github or gitlab also checks the file of code owners. AUTHOR is who proposes the change, as
# the code host calls them; `logins` in platform.yaml says whose login that is.
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
    sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' "$out/said" >"$out/quote"
    printf '<pre>\n'
    head -c 4000 "$out/quote"
    printf '\n</pre>\n'
    [ "$(wc -c <"$out/quote")" -le 4000 ] || printf '\nThe rest is in the log of this job.\n'
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

# A comment may have 65,536 characters. What is above the page takes its part, and so does what may be put before it.
room=$((60000 - $(wc -c <"$out/notes.md")))
set -- access diff --base "$base" --head "$head" --stack "$stack" --author-on-host "${AUTHOR:-}" --markdown --most-bytes "$room"
[ -f "$snapshot" ] && set -- "$@" --snapshot "$snapshot"
"$cli" "$@" >"$out/access.md" 2>"$out/said"
case $? in
    0 | 7) ;; # nobody's access changes; somebody's does: both are answers.
    9) bad=1 ;; # stopped: the page says by what, and how it can go on.
    *)
        : >"$out/access.md"
        [ "$told" -eq 1 ] || note 'Who gains and who loses cannot be said.'
        ;;
esac

{
    [ ! -s "$out/notes.md" ] || printf '### ⛔ This cannot be applied as it is\n'
    cat "$out/notes.md" "$out/access.md"
} >"$out/page.md"
rm -f "$out/said" "$out/quote" "$out/notes.md" "$out/access.md"
cat "$out/page.md"
exit "$bad"
