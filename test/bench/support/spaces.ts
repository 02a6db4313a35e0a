import { TeamSecretsSpace } from "../../../resources";
import type { RecordedRequest, Tenant } from "../../../tenant";
import { bucketOf } from "../../../tenant/okta/buckets";
import type { Program } from "../../support/stack/program";
import { Simulation } from "../../support/stack/simulation";
import { type Outcome, Stack } from "../../support/stack/stack-of";
import { type Idle, watchIdle } from "./idle";
import { type Limits, limits } from "./limits";

/** What one operation on a stack of spaces cost. */
export interface Cost extends Idle {
    readonly step: string;
    readonly spaces: number;
    readonly limits: Limits;
    /** Calls by whom and where to. `ours` are the package's, `plugin` those of Pulumi's Okta plugin. */
    readonly calls: { readonly oursToOkta: number; readonly oursToOpa: number; readonly plugin: number };
    /** The calls of both, by the bucket of the API that they count in. */
    readonly buckets: Readonly<Record<string, number>>;
    /** The package's calls, by method and path without ids. */
    readonly ours: Readonly<Record<string, number>>;
    /** Calls that were refused because there were too many. */
    readonly refused: number;
    /** Seconds of simulated time, in which computing takes none. */
    readonly seconds: number;
    /** Bytes of state afterwards, as JSON. */
    readonly stateBytes: number;
}

/** So many resources at once, as the engine does on two cores. */
const placesOfEngine = 8;

/** Where the seeded organisation has room for teams. */
export const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" } as const;

/**
 * Measures the life of a stack of so many spaces, of two members each: made, looked at, read again, one team changed, destroyed.
 * In simulated time: every run has the same calls, however busy the machine is.
 */
export async function measureSpaces(
    spaces: number,
    which: Limits,
    isOver: (cost: Cost) => void,
    parallel = placesOfEngine,
): Promise<void> {
    const simulation = await Simulation.start(limits[which]);
    try {
        const logins = seedPeople(simulation.tenant, 2 * spaces + 1);
        const stack = new Stack(simulation);
        const program = programOf(logins, spaces);
        const steps: Readonly<Record<string, () => Promise<Outcome>>> = {
            "first up": () => stack.up(program, { parallel }),
            preview: () => stack.preview(program, { parallel }),
            "preview --refresh": () => stack.preview(program, { parallel, isRefreshed: true }),
            refresh: () => stack.refresh({ parallel }),
            "one team changed": () => stack.up(programOf(logins, spaces, logins.at(-1)), { parallel }),
            destroy: () => stack.destroy({ parallel }),
        };
        for (const [step, act] of Object.entries(steps)) {
            isOver({ step, spaces, limits: which, ...(await costOf(simulation, stack, act)) });
            // A step of its own: none begins in the window of the one before.
            await simulation.time.pass(120_000);
        }
    } finally {
        await simulation.close();
    }
}

type Measured = Omit<Cost, "step" | "spaces" | "limits">;

async function costOf(simulation: Simulation, stack: Stack, act: () => Promise<Outcome>): Promise<Measured> {
    const { requests } = simulation.tenant;
    const before = requests.length;
    const beganMs = simulation.time.nowMs();
    const idleSince = watchIdle(simulation.tenant);
    const { errors } = await act();
    if (errors.length > 0) throw new Error(errors.join("\n"));
    const seconds = (simulation.time.nowMs() - beganMs) / 1000;
    const sent = requests.slice(before);
    const byPlugin = sent.filter((_, index) => simulation.requests[index] === "okta plugin").length;
    const ours = sent.filter((_, index) => simulation.requests[index] !== "okta plugin");
    const oursToOkta = ours.filter(({ api }) => api === "okta").length;
    return {
        calls: { oursToOkta, oursToOpa: ours.length - oursToOkta, plugin: byPlugin },
        buckets: bucketsOf(simulation.tenant, sent),
        ours: counted(ours.map(({ method, path }) => `${method} ${withoutIds(path)}`)),
        refused: sent.filter(({ status }) => status === 429).length,
        seconds,
        ...idleSince(sent),
        stateBytes: JSON.stringify(stack.state.resources).length,
    };
}

/** Calls by the bucket that they count in, as a service has them. */
export function bucketsOf({ settings }: Tenant, sent: readonly RecordedRequest[]): Readonly<Record<string, number>> {
    return counted(sent.map(({ api, path }) => (api === "opa" ? "OPA" : `Okta ${bucketOf(path, settings)}`)));
}

function counted(words: readonly string[]): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other)));
}

const withoutIds = (path: string) =>
    path
        .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "{id}")
        .replace(/\/(00[gu]|gPm|0oa)\w{17}/g, "/{id}")
        .replace(/\/groups\/team-.*/, "/groups/{name}")
        .replace(/\/users\/.*(?:@|%40).*/, "/users/{login}");

/** Logins of so many new people. */
export function seedPeople(tenant: Tenant, count: number): readonly string[] {
    const before = new Set(tenant.store.users.keys());
    tenant.seedMany({ users: count });
    return [...tenant.store.users.values()].filter(({ id }) => !before.has(id)).map(({ login }) => login);
}

/** @param joining Who joins the first team. */
function programOf(logins: readonly string[], spaces: number, joining?: string): Program {
    return () => {
        for (let team = 0; team < spaces; team += 1) {
            const members = logins.slice(2 * team, 2 * team + 2);
            if (team === 0 && joining) members.push(joining);
            new TeamSecretsSpace(`t${team}`, { ...place, members });
        }
    };
}
