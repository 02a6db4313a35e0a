"use strict";

/** How changesets become entries of CHANGELOG.md: the text as it is, without the hashes of commits. */
module.exports = {
    getReleaseLine: async ({ summary }) => {
        const [first, ...rest] = summary.trim().split("\n");
        return `- ${[first, ...rest.map((line) => (line.trim() === "" ? "" : `  ${line}`))].join("\n")}`;
    },
    getDependencyReleaseLine: async () => "",
};
