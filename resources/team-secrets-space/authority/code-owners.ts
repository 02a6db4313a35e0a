import { posix } from "node:path";
import type { FileMistake } from "../files/file-mistake";
import { isOwner } from "./owner-name";
import { platformFileOf, readPlatform } from "./read-platform";

/** A Git host, which reads a file of code owners. */
export type Host = "github" | "gitlab";

/** Where each host looks, and which owners it can name. */
const hosts: Readonly<Record<Host, { readonly file: string; readonly owner: RegExp; readonly form: string }>> = {
    // docs.github.com, "About code owners": people and teams of an organisation, whose names have no dots.
    github: {
        file: ".github/CODEOWNERS",
        owner: /^(@[A-Za-z0-9-]+(_[a-z0-9]+)?(\/[A-Za-z0-9_-]+)?|[^@]+@[^@]+)$/,
        form: '"@person", "@organisation/team" or an address',
    },
    // docs.gitlab.com, "Code Owners": groups may lie in groups.
    gitlab: {
        file: ".gitlab/CODEOWNERS",
        owner: /^(@[A-Za-z0-9_./-]+|[^@]+@[^@]+)$/,
        form: '"@person", "@group/subgroup" or an address',
    },
};

/** Where a host looks for the file of code owners. */
export const codeOwnersFileOf = (host: Host): string => hosts[host].file;

/** Whether a host can read a text as an owner. */
export const isOwnerFor = (host: Host, text: string): boolean => isOwner(text) && hosts[host].owner.test(text);

/** The first line of the file: a file without it was written by hand. */
export const codeOwnersHead =
    "# Written by `pulumi-okta-opa teams owners` from the platform file. Do not change it by hand.";

/** The text of a file of code owners, or why there is none. */
export interface CodeOwners {
    readonly text: string;
    readonly mistakes: readonly FileMistake[];
}

/**
 * The code owners of a repository, from the platform file beside the folder of the areas. The last matching line
 * counts. So everything belongs to the platform team, also the platform file, pipelines and this file, except the
 * folders of areas that have owners.
 */
export function codeOwners(folder: string, host: Host): CodeOwners {
    const { declared, mistakes } = readPlatform(folder);
    if (!declared) return { text: "", mistakes };
    const file = platformFileOf(folder);
    const told = (property: string, reason: string) => ({ file, line: 1, column: 1, property, reason });
    const areas = Object.entries(declared.areas)
        .flatMap(([area, { owners = [] }]) => (owners.length > 0 ? [{ area, owners }] : []))
        .sort((one, other) => (one.area < other.area ? -1 : 1));
    const { owner, form } = hosts[host];
    const all = {
        owners: declared.owners ?? [],
        ...Object.fromEntries(areas.map((one) => [`areas.${one.area}.owners`, one.owners])),
    };
    const wrong = Object.entries(all).flatMap(([property, names]) =>
        names
            .filter((name) => !owner.test(name))
            .map((name) => told(property, `"${name}": is no owner that ${host} reads. Write ${form}.`)),
    );
    const nobody = declared.owners ? [] : [told("owners", "is missing. Name who owns all that is of no area.")];
    const path = posix.normalize(folder);
    // All other characters have a meaning in such a file.
    const isPath = /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(path);
    const badPath = isPath
        ? []
        : [told("", `the folder ${folder} cannot be named to ${host}. Name one in this repository.`)];
    if (wrong.length + nobody.length + badPath.length > 0)
        return { text: "", mistakes: [...nobody, ...wrong, ...badPath] };
    const lines = [
        codeOwnersHead,
        "# The last line that matches counts.",
        `* ${(declared.owners ?? []).join(" ")}`,
        ...areas.map(({ area, owners }) => `/${posix.join(path, area)}/ ${owners.join(" ")}`),
    ];
    return { text: `${lines.join("\n")}\n`, mistakes: [] };
}
