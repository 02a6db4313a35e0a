import { readdirSync } from "node:fs";
import { z } from "zod";

/** What a release is made of. */
export interface Release {
    /** package.json. */
    readonly package: unknown;
    /** CHANGELOG.md. */
    readonly changelog: string;
    /** The folder with the changes to come. */
    readonly changesets: string;
    /** The tag of the commit, for example "v0.2.0". */
    readonly tag: string | undefined;
    /** The repository on GitHub, for example "acme/pulumi-okta-opa". */
    readonly repository: string | undefined;
}

const packageShape = z.object({
    version: z.string(),
    repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
});

/** Why this commit cannot be published: a line for each reason. */
export function releaseFaults(release: Release): readonly string[] {
    const { version, repository } = packageShape.parse(release.package);
    return [
        ...tagFaults(release.tag, version),
        ...changelogFaults(release.changelog, version),
        ...toCome(release.changesets).map(
            (name) => `.changeset/${name} is not in the changelog yet: run \`npx changeset version\`, and commit.`,
        ),
        ...repositoryFaults(repository, release.repository),
    ];
}

const tagFaults = (tag: string | undefined, version: string) =>
    tag === `v${version}`
        ? []
        : [`The tag is ${tag ?? "not known"}, but package.json says ${version}: tag v${version}.`];

function changelogFaults(changelog: string, version: string): readonly string[] {
    const heading = changelog.split("\n").find((line) => line.startsWith(`## ${version}`));
    if (heading === undefined) return [`CHANGELOG.md has no entry for ${version}.`];
    return heading === `## ${version}` ? [] : [`CHANGELOG.md says "${heading}": leave the version alone there.`];
}

const toCome = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");

/** npm accepts a provenance only if package.json names the repository that publishes: https://docs.npmjs.com/generating-provenance-statements */
function repositoryFaults(declared: string | undefined, actual: string | undefined): readonly string[] {
    const expected = `git+https://github.com/${actual ?? "<owner>/<name>"}.git`;
    if (actual !== undefined && declared === expected) return [];
    return [`package.json must name the repository that publishes, for its provenance: "repository": "${expected}".`];
}
