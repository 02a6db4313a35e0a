import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { DynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { readConfiguration } from "../../../tools/engine/okta-stand-in/configuration";
import { group } from "../../../tools/engine/okta-stand-in/group";
import { groupMemberships } from "../../../tools/engine/okta-stand-in/group-memberships";
import { connect, type Okta } from "../../../tools/engine/okta-stand-in/okta";
import { type ResourceType, Unfinished } from "../../../tools/engine/okta-stand-in/resource";
import type { SimulatedProcess } from "./simulation";
import type { Resource } from "./state";

type Config = Readonly<Record<string, string>>;

/** An object exists, but not as declared: the engine keeps it, and the next run finishes it. */
export class HalfDone extends Error {
    constructor(
        readonly id: string,
        readonly outputs: Properties,
        readonly reasons: readonly string[],
    ) {
        super(reasons.join("\n"));
    }
}

interface Verdict {
    readonly changes: boolean;
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

/** What plugins answer to the engine. */
export interface Plugin {
    /** Rejects with all that is wrong. */
    check(olds: Properties, news: Properties): Promise<Properties>;
    diff(id: string, olds: Properties, news: Properties): Promise<Verdict>;
    create(inputs: Properties): Promise<{ readonly id: string; readonly outputs: Properties }>;
    /** Undefined when it is gone. */
    read(id: string, outputs: Properties): Promise<Pick<Resource, "id" | "inputs" | "outputs"> | undefined>;
    update(id: string, olds: Properties, news: Properties): Promise<Properties>;
    delete(id: string, outputs: Properties): Promise<void>;
    /** What dependents see in a preview in which it would be made or changed. */
    previewed(inputs: Properties): Properties;
}

/** The plugins of one process: nothing in them remembers another run. */
export function startPlugins(process: SimulatedProcess): (type: string) => Plugin {
    const providerOf = providersAnew(process.configOf("provider"));
    let okta: Promise<Okta> | undefined;
    const connected = () => {
        okta ??= connectedToOkta(process.configOf("okta plugin"));
        return okta;
    };
    return (type) => {
        if (type === "okta:group/group:Group") return oktaPlugin(group, connected);
        if (type === "okta:index/groupMemberships:GroupMemberships") return oktaPlugin(groupMemberships, connected);
        const [, kind] = /^pulumi-nodejs:dynamic\/(.+)$/.exec(type) ?? [];
        assert.ok(kind, `no plugin knows ${type}`);
        return dynamicPlugin(providerOf(kind));
    };
}

/** The module that the text in state loads, as a process loads it: with claims and successions of its own. */
function providersAnew(config: Config): (kind: string) => DynamicProvider {
    const path = require.resolve("../../../resources/provider");
    delete require.cache[path];
    const { provider } = require(path) as typeof import("../../../resources/provider");
    // Node keeps what a module has loaded for as long as that module.
    module.children.splice(0, module.children.length, ...module.children.filter(({ id }) => id !== path));
    return (kind) => provider(kind, { get: (key) => config[key] });
}

/** With an API token the real plugin tries it, with each of its two clients. */
async function connectedToOkta(config: Config): Promise<Okta> {
    const own = Object.entries(config).map(([key, value]) => [key.replace(/^okta:/, ""), value]);
    const okta = connect(readConfiguration(Object.fromEntries(own) as Config));
    try {
        await okta.get("/api/v1/users/me");
        await okta.get("/api/v1/users/me");
    } catch (failure) {
        throw new Error(`failed validate configuration: ${failure}`);
    }
    return okta;
}

/** Stands for the text in state: without it the engine can neither refresh nor delete. */
const text = "__provider";

function dynamicPlugin(provider: DynamicProvider): Plugin {
    const textIn = (bag: Properties) => {
        assert.ok(bag[text], "an object without the provider's text can be neither refreshed nor deleted");
        return { [text]: bag[text] };
    };
    return {
        async check(olds, news) {
            const { inputs = news, failures = [] } = await provider.check(olds, news);
            if (failures.length > 0)
                throw new Error(failures.map((one) => `${one.property}: ${one.reason}`).join("\n"));
            return carried(inputs as Properties);
        },
        async diff(id, olds, news) {
            const { changes, replaces = [], deleteBeforeReplace = false } = await provider.diff(id, olds, news);
            assert.equal(typeof changes, "boolean", "diff must say whether anything changes");
            return { changes: changes === true, replaces, deleteBeforeReplace };
        },
        async create(inputs) {
            const { id, outs = {} } = await halfDone(() => provider.create(inputs));
            assert.ok(typeof id === "string" && id !== "", "create must give an id that is a text");
            return { id, outputs: { ...carried(outs), ...textIn(inputs) } };
        },
        async read(id, outputs) {
            const was = textIn(outputs);
            const { id: found, props = {}, inputs } = await provider.read(id, outputs);
            if (!found) return undefined;
            assert.ok(inputs, "read must say how one would declare what is there");
            return { id: found, inputs: { ...carried(inputs), ...was }, outputs: { ...carried(props), ...was } };
        },
        async update(id, olds, news) {
            const { outs = {} } = await halfDone(() => provider.update(id, olds, news));
            return { ...carried(outs), ...textIn(news) };
        },
        async delete(id, outputs) {
            textIn(outputs);
            await provider.delete(id, outputs);
        },
        // Its plugin does not announce that it can preview, so the engine takes the inputs.
        previewed: (inputs) => inputs,
    };
}

async function halfDone<T>(call: () => Promise<T>): Promise<T> {
    try {
        return await call();
    } catch (thrown) {
        const { id, properties, reasons } = thrown as Partial<Record<"id" | "properties" | "reasons", unknown>>;
        if (typeof id !== "string" || !Array.isArray(reasons)) throw thrown;
        throw new HalfDone(id, carried(properties as Properties), reasons.map(String));
    }
}

function oktaPlugin(type: ResourceType, connected: () => Promise<Okta>): Plugin {
    return {
        async check(_olds, news) {
            await connected();
            const mistakes = type.check(news);
            if (mistakes.length > 0)
                throw new Error(mistakes.map((one) => `${one.property}: ${one.reason}`).join("\n"));
            return news;
        },
        async diff(_id, olds, news) {
            const changes = type.diff(olds, news);
            const replaces = [...changes].flatMap(([property, change]) => (change === "replace" ? [property] : []));
            return { changes: changes.size > 0, replaces, deleteBeforeReplace: false };
        },
        async create(inputs) {
            try {
                return await type.create(await connected(), inputs);
            } catch (thrown) {
                if (!(thrown instanceof Unfinished)) throw thrown;
                throw new HalfDone(thrown.id, thrown.outputs, [thrown.message]);
            }
        },
        async read(id, outputs) {
            const live = await type.read(await connected(), id, outputs);
            return live && { id, ...live };
        },
        update: async (id, olds, news) => type.update(await connected(), id, olds, news),
        delete: async (id, outputs) => type.delete(await connected(), id, outputs),
        previewed: (inputs) => type.outputsOf(inputs),
    };
}

/** As the bag arrives on the other side; what cannot travel fails here as it does there. */
function carried(bag: Properties): Properties {
    const arrived = JSON.parse(JSON.stringify(bag)) as Properties;
    assert.deepEqual(bag, arrived, "the engine takes neither undefined nor instances of classes");
    return arrived;
}
