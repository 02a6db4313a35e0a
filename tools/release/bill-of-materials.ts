import { spawnSync } from "node:child_process";
import { z } from "zod";

/** A package that this one needs, as the bill of materials names it. */
export interface Component {
    readonly name: string;
    readonly version: string;
    /** An SPDX expression, or undefined where the package names none. */
    readonly licence: string | undefined;
}

const licenceShape = z.union([
    z.object({ expression: z.string() }),
    z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) }),
]);

const billShape = z.looseObject({
    bomFormat: z.literal("CycloneDX"),
    metadata: z.looseObject({ component: z.looseObject({ "bom-ref": z.string() }) }),
    components: z.array(
        z.looseObject({
            "bom-ref": z.string(),
            name: z.string(),
            version: z.string(),
            licenses: z.array(licenceShape).optional(),
        }),
    ),
    dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

type Bill = z.infer<typeof billShape>;

/**
 * The bill of materials (SBOM) of a checkout in the form of CycloneDX, by `npm sbom`, which reads what is installed and asks no
 * registry. It also has what development and the peers need.
 */
export function billOfAll(checkout: string): string {
    const args = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "library"];
    const options = { cwd: checkout, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
    const { status, stdout, stderr } = spawnSync("npm", args, options);
    if (status !== 0) throw new Error(`\`npm ${args.join(" ")}\` ended with ${status}: ${stderr}`);
    return stdout;
}

/**
 * Of a bill of materials, what a user installs together with this package: what the given dependencies need, and what those need.
 * `npm sbom --omit dev` is no help: npm 10 and 11 leave out a dependency that a package of development needs too.
 *
 * @param dependencies The names in `dependencies` of package.json.
 */
export function billOfPublished(all: string, dependencies: readonly string[]): string {
    const bill = billShape.parse(JSON.parse(all));
    const kept = reachable(bill, dependencies);
    const root = bill.metadata.component["bom-ref"];
    return JSON.stringify(
        {
            ...bill,
            components: bill.components.filter((one) => kept.has(one["bom-ref"])),
            dependencies: bill.dependencies
                .filter(({ ref }) => ref === root || kept.has(ref))
                .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => kept.has(ref)) })),
        },
        undefined,
        4,
    );
}

function reachable(bill: Bill, dependencies: readonly string[]): ReadonlySet<string> {
    const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const names = new Map(bill.components.map((one) => [one["bom-ref"], one.name]));
    const ofRoot = needs.get(bill.metadata.component["bom-ref"]) ?? [];
    const kept = new Set(ofRoot.filter((ref) => dependencies.includes(names.get(ref) ?? "")));
    for (const ref of kept) for (const next of needs.get(ref) ?? []) kept.add(next);
    return kept;
}

/** The names in `dependencies` of package.json. */
export const dependenciesOf = (packageJson: unknown) =>
    Object.keys(z.object({ dependencies: z.record(z.string(), z.string()) }).parse(packageJson).dependencies);

/** The packages in a bill of materials, by name and version. */
export function componentsOf(bill: string): readonly Component[] {
    const { components } = billShape.parse(JSON.parse(bill));
    return components
        .map(({ name, version, licenses = [] }) => ({ name, version, licence: licenceOf(licenses) }))
        .sort((one, other) => `${one.name}@${one.version}`.localeCompare(`${other.name}@${other.version}`));
}

/** A package with more than one entry may be used under any of them. */
function licenceOf(licences: readonly z.infer<typeof licenceShape>[]): string | undefined {
    const names = licences.flatMap((one) => ("expression" in one ? one.expression : (one.license.id ?? [])));
    return names.length === 0 ? undefined : names.join(" OR ");
}
