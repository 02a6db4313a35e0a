import type { Component } from "./bill-of-materials";

/** Licences under which a package may be needed by one with the licence Apache-2.0, as SPDX names them. */
const approved: readonly string[] = [
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Python-2.0",
    "PSF-2.0",
];

/** Packages that need a look of their own, with the reason why they may be needed all the same. */
const looked: Readonly<Record<string, string>> = {
    "@logdna/tail-file": "its LICENSE is the MIT licence, which its package.json does not name",
    spawndamnit: "its LICENSE is the MIT licence, which its package.json does not name",
    "caniuse-lite": "data under CC-BY-4.0, used in development only",
    "spdx-exceptions": "data under CC-BY-3.0, used in development only",
};

/** What is wrong with the licences of these packages: a line for each of them that is not approved. */
export function licenceFaults(components: readonly Component[]): readonly string[] {
    return components
        .filter(({ name, licence }) => !(name in looked) && !isApproved(licence))
        .map(({ name, version, licence }) => `${name}@${version}: ${licence ?? "names no licence"}`);
}

/** Each side of AND must be approved, and one side of OR. */
function isApproved(licence: string | undefined): boolean {
    if (licence === undefined) return false;
    const expression = licence.replaceAll(/[()]/g, "");
    const all = (part: string) => part.split(" AND ").every((one) => approved.includes(one.trim()));
    return expression.split(" OR ").some(all);
}
