import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { billOfAll, billOfPublished, componentsOf, dependenciesOf } from "./bill-of-materials";
import { changesetFaults } from "./changesets";
import { licenceFaults } from "./licences";
import { releaseFaults } from "./ready";

const checkout = resolve(__dirname, "..", "..");

/**
 * `check`: whether licences and changes to come are in order. `ready`: whether this commit may be published under the tag and in
 * the repository that GitHub's variables name. `sbom FILE`: writes the bill of materials of what a user installs.
 */
function main([command, file]: readonly string[]): void {
    if (command === "sbom" && file !== undefined) writeFileSync(file, published());
    else if (command === "check") end(checkFaults());
    else if (command === "ready") end([...checkFaults(), ...readyFaults()]);
    else throw new Error("Use `check`, `ready` or `sbom FILE`.");
}

const declared: unknown = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));

const published = () => billOfPublished(billOfAll(checkout), dependenciesOf(declared));

const checkFaults = () => [
    ...licenceFaults(componentsOf(billOfAll(checkout))),
    ...changesetFaults(join(checkout, ".changeset")),
];

const { GITHUB_REF_NAME, GITHUB_REPOSITORY } = process.env;

const readyFaults = () =>
    releaseFaults({
        package: declared,
        changelog: readFileSync(join(checkout, "CHANGELOG.md"), "utf8"),
        changesets: join(checkout, ".changeset"),
        tag: GITHUB_REF_NAME,
        repository: GITHUB_REPOSITORY,
    });

function end(faults: readonly string[]): void {
    process.stdout.write(faults.length === 0 ? "Nothing is in the way.\n" : `${faults.join("\n")}\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
}

main(process.argv.slice(2));
