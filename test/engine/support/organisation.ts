import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../../cli/demo/checkout";
import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makeOpaGroup, makeWorkloadRole } from "../../../tenant/store/make-opa";
import { library } from "./project-files";

const example = join(checkout, "examples", "teams-as-files");

/** The example's program and its files, with the package as this repository has it, and the stack's configuration. */
export function exampleOfTeams(): {
    files: Readonly<Record<string, string>>;
    config: Readonly<Record<string, unknown>>;
} {
    const names = readdirSync(example, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [join(entry.parentPath, entry.name).slice(example.length + 1)] : [],
    );
    const texts = names.map((name) => [name, readFileSync(join(example, name), "utf8")] as const);
    const files = Object.fromEntries(
        texts.map(([name, text]) => [name, text.replace('"pulumi-okta-opa"', JSON.stringify(library))]),
    );
    const { config } = parse(files["Pulumi.dev.yaml"] ?? "") as { config: Record<string, unknown> };
    return { files, config };
}

/** Who is in the groups that the example's organisation has, by people's first names. */
const groups: Readonly<Record<string, readonly [id: string, ...people: string[]]>> = {
    "WD-Mobile": ["00gwdmobile000000000", "ben", "kira"],
    "WD-Data-Platform": ["00gwddataplatform000", "farid"],
    "WD-Payments": ["00gwdpayments0000000", "grace", "ben"],
    "WD-Treasury": ["00gwdtreasury0000000", "ines", "kira"],
    "OnCall-Payments": ["00goncallpayments000", "hugo"],
    "OnCall-Treasury-EU": ["00goncalltreasury000", "hugo"],
};

/** Gives a tenant what the example's organisation has before Pulumi comes: the ids are those that the example has. */
export function haveOrganisation({ store, clock, seedMany }: Tenant): void {
    for (const [name, [id, ...people]] of Object.entries(groups)) {
        const group = makeGroup(store, clock.nowMs(), { name });
        store.groups.delete(group.id);
        store.memberships.delete(group.id);
        store.groups.set(id, { ...group, id });
        for (const one of people) store.membersOf(id).add(store.userWithLogin(`${one}@example.com`)?.id ?? "");
    }
    makeOpaGroup(store, "auditors", [], ["jonas@example.com"]);
    const role = makeWorkloadRole(store, clock.nowMs(), "console-administrator", {
        ...{ name: "treasury-batch", description: "", requirements: [] },
    });
    store.workloadRoles.delete(role.id);
    const batch = { ...role, id: "7d1c2a52-5b0c-4c8e-9a53-6f0e8a1b2c3d" };
    store.workloadRoles.set(batch.id, batch);
    // Lets the search know them.
    seedMany({});
}
