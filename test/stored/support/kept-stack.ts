import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Tenant } from "../../../tenant";
import type { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { type Resource, State } from "../../support/stack/state";
import { keptConfig } from "./kept-programs";

/** Where the state that each version wrote is kept, in a folder of its name. */
export const statesFolder = join(__dirname, "..", "states");

/** A resource of a deployment, as `pulumi stack export` writes it, as far as these stacks have it. */
interface Exported {
    readonly urn: string;
    readonly custom: boolean;
    readonly id?: string;
    readonly type: string;
    readonly inputs?: Properties;
    readonly outputs?: Properties;
    readonly parent?: string;
    readonly dependencies?: readonly string[];
    readonly provider?: string;
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

const manifest = { time: "2026-11-24T14:00:00Z", magic: "", version: "" };

/** Writes a stack as `pulumi stack export` would, and what is in its tenant beside it. */
export function keep(version: string, name: string, { state, project, stack }: Stack, { store }: Tenant): void {
    const providers = providersOf(project, stack, state.resources);
    const resources = [
        ...providers.map(({ entry }) => entry),
        ...state.resources.map((one) => exported(one, providers)),
    ];
    write(version, `${name}.stack.json`, { version: 3, deployment: { manifest, resources } });
    const rows = Object.entries(store).filter(([map, held]) => held instanceof Map && map !== "oauthClients");
    write(version, `${name}.tenant.json`, { count: store.ids.next(), ...Object.fromEntries(rows) });
}

/** The kept stack, in a tenant that has what it had then. */
export function keptStack(version: string, name: string, simulation: Simulation): Stack {
    simulation.reset();
    fillAsKept(version, name, simulation.tenant);
    const { resources } = keptDeployment(version, name).deployment;
    const ours = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
    return new Stack(simulation, "scratch", "dev", keptConfig, new State(ours.map(imported)));
}

/** The deployment, as `pulumi stack import` reads it. */
const keptDeployment = (version: string, name: string) =>
    JSON.parse(textOf(version, `${name}.stack.json`)) as {
        readonly deployment: { readonly resources: readonly Exported[] };
    };

/** Gives a tenant what the one of the kept stack had. */
export function fillAsKept(version: string, name: string, tenant: Tenant): void {
    const { store } = tenant;
    const { count, ...maps } = JSON.parse(textOf(version, `${name}.tenant.json`), withCollections) as {
        readonly count: number;
    } & Readonly<Record<string, Map<unknown, unknown>>>;
    for (const [map, rows] of Object.entries(maps)) {
        const held = Reflect.get(store, map) as Map<unknown, unknown>;
        held.clear();
        for (const [key, row] of rows) held.set(key, row);
    }
    // No id is given twice.
    while (store.ids.next() < count);
    // Lets the search know them.
    tenant.seedMany({});
}

/** The text of a kept file. */
export const textOf = (version: string, file: string): string =>
    readFileSync(join(statesFolder, version, file), "utf8");

/** Writes a kept file, always in the same way. */
export function write(version: string, file: string, content: unknown): void {
    writeFileSync(join(statesFolder, version, file), `${JSON.stringify(content, withoutCollections, 2)}\n`);
}

const withoutCollections = (_key: string, value: unknown): unknown => {
    if (value instanceof Map) return { map: [...value] };
    return value instanceof Set ? { set: [...value] } : value;
};

const withCollections = (_key: string, value: unknown): unknown => {
    const { map, set } = Object(value) as { map?: [unknown, unknown][]; set?: unknown[] };
    if (Array.isArray(map)) return new Map(map);
    return Array.isArray(set) ? new Set(set) : value;
};

/** The engine's own entries for the plugins that the resources need. */
function providersOf(project: string, stack: string, resources: readonly Resource[]) {
    const { version } = require("@pulumi/okta/package.json") as { readonly version: string };
    const all = [
        { prefix: "pulumi-nodejs:", name: "default", plugin: "pulumi-nodejs", inputs: {} },
        { prefix: "okta:", name: `default_${version.replaceAll(".", "_")}`, plugin: "okta", inputs: { version } },
    ].filter(({ prefix }) => resources.some(({ type }) => type.startsWith(prefix)));
    return all.map(({ prefix, name, plugin, inputs }, index) => {
        const type = `pulumi:providers:${plugin}`;
        const urn = `urn:pulumi:${stack}::${project}::${type}::${name}`;
        const id = `00000000-0000-4000-9000-00000000000${index}`;
        return { prefix, reference: `${urn}::${id}`, entry: { urn, custom: true, id, type, inputs, outputs: inputs } };
    });
}

function exported(one: Resource, providers: ReturnType<typeof providersOf>): Exported {
    const { urn, type, isCustom, id, inputs, outputs, parent, dependencies, propertyDependencies } = one;
    const provider = providers.find(({ prefix }) => type.startsWith(prefix) && isCustom)?.reference;
    return {
        ...{ urn, custom: isCustom, ...(isCustom ? { id } : {}), type, inputs, outputs },
        ...(parent === "" ? {} : { parent }),
        ...{ dependencies, ...(provider === undefined ? {} : { provider }), propertyDependencies },
    };
}

function imported({
    custom,
    id = "",
    inputs = {},
    outputs = {},
    parent = "",
    dependencies = [],
    ...one
}: Exported): Resource {
    const { urn, type, propertyDependencies = {} } = one;
    const whole = { isRetained: false, unfinished: [], isLeftOver: false, isPendingReplacement: false };
    return { urn, type, isCustom: custom, id, inputs, outputs, parent, dependencies, propertyDependencies, ...whole };
}
