import assert from "node:assert/strict";
import type { RequestFault, Tenant } from "../../tenant";
import type { Program } from "../support/stack/program";
import { Simulation } from "../support/stack/simulation";
import { type Outcome, Stack } from "../support/stack/stack-of";
import { partsOf } from "../support/stack/state";
import { arrivalOf, engineTestMs, payments, place, type Scene, startTeams } from "./support/scene";

/** What an operation left behind, as the engine and its model must agree on it. */
interface Trace {
    readonly isWell: boolean;
    /** Calls that write, as often as they were made, and calls that read. */
    readonly writes: readonly string[];
    readonly reads: readonly string[];
    /** Resources, with what is special about each. */
    readonly state: readonly string[];
}

interface Operation {
    readonly command: "up" | "refresh" | "destroy";
    readonly teams: readonly unknown[];
    readonly fault?: RequestFault;
    /** It is killed when the service has done what this request asks. */
    readonly killedAt?: { readonly method: string; readonly path: RegExp };
}

const search = { name: "search", members: ["chloe@example.com"] };
const billing = { ...payments, groupName: "team-billing" };
const isMapping = /group-push\/mappings\/\w+$/;
const isMappings = /group-push\/mappings$/;

/** Creates, reads, changes, replaces (refused at first), adds beside what fails, deletes. */
const operations: readonly Operation[] = [
    { command: "up", teams: [payments, search] },
    { command: "up", teams: [payments, search] },
    { command: "refresh", teams: [payments, search] },
    { command: "up", teams: [billing, search], fault: { method: "DELETE", path: isMapping, status: 403 } },
    { command: "up", teams: [billing, search] },
    { command: "up", teams: [payments, search], killedAt: { method: "POST", path: isMappings } },
    { command: "up", teams: [payments, search] },
    { command: "up", teams: [billing], fault: { method: "DELETE", path: /secret_folders\/[\w-]+$/, status: 403 } },
    { command: "up", teams: [billing] },
    { command: "destroy", teams: [billing] },
];

describe("the engine and its model in test/support/stack", function () {
    // Ten operations, where others have a few.
    this.timeout(2 * engineTestMs);

    it("do the same, call by call, and keep the same in state", async () => {
        const real = await withEngine();
        const modelled = await withModel();

        const endings = operations.map(({ fault, killedAt }) => fault === undefined && killedAt === undefined);
        assert.deepEqual(
            real.map(({ isWell }) => isWell),
            endings,
        );
        for (const [index, { command }] of operations.entries()) {
            assert.deepEqual(modelled[index], real[index], `operation ${index + 1}, ${command}`);
        }
    });
});

async function withEngine(): Promise<readonly Trace[]> {
    const scene = await startTeams([]);
    const traces: Trace[] = [];
    for (const { command, teams, fault, killedAt } of operations) {
        scene.configure({ ...place, "pulumi-okta-opa:teams": teams });
        scene.tenant.clearRequests();
        if (fault) scene.tenant.fail(fault);
        const isWell = await ranWell(scene, command, killedAt);
        scene.tenant.clock.flush();
        const exported = JSON.parse(await scene.state()) as { deployment: { resources?: readonly Exported[] } };
        const resources = exported.deployment.resources ?? [];
        traces.push({
            isWell,
            ...callsTo(scene.tenant),
            state: resources
                .filter(isOurs)
                .map((one) =>
                    inState({
                        urn: one.urn,
                        isLeftOver: one.delete === true,
                        isPendingReplacement: one.pendingReplacement === true,
                        unfinished: one.initErrors ?? [],
                        dependencies: one.dependencies ?? [],
                    }),
                )
                .sort(),
        });
    }
    await scene.close();
    return traces;
}

async function ranWell(scene: Scene, command: string, killedAt: Operation["killedAt"]): Promise<boolean> {
    const args = [command, "--yes", "--skip-preview"];
    if (!killedAt) return (await scene.pulumi(...args)).code === 0;
    const { method, path } = killedAt;
    scene.tenant.fail({ method, path, delayMs: 600_000 });
    await scene.killedDuring(arrivalOf(scene.tenant, method, path), ...args);
    await scene.succeed("cancel", "--yes");
    return false;
}

interface Exported {
    readonly urn: string;
    readonly delete?: boolean;
    readonly pendingReplacement?: boolean;
    readonly initErrors?: readonly string[];
    readonly dependencies?: readonly string[];
}

/** What the engine adds by itself is not modelled. */
const isOurs = ({ urn }: Exported) => !partsOf(urn).type.startsWith("pulumi:");

async function withModel(): Promise<readonly Trace[]> {
    const simulation = await Simulation.start();
    const program = require("../../index") as Program;
    const traces: Trace[] = [];
    let stack = new Stack(simulation, "pulumi-okta-opa");
    for (const { command, teams, fault, killedAt } of operations) {
        const config = { ...place, "pulumi-okta-opa:teams": JSON.stringify(teams) };
        stack = new Stack(simulation, "pulumi-okta-opa", "dev", config, stack.state);
        simulation.tenant.clearRequests();
        if (fault) simulation.tenant.fail(fault);
        const kill = killedAt && ({ at: killedAt, when: "after" } as const);
        const outcome: Outcome = await (command === "up" ? stack.up(program, { kill }) : stack[command]());
        simulation.tenant.clock.flush();
        traces.push({
            isWell: outcome.errors.length === 0 && !outcome.wasKilled,
            ...callsTo(simulation.tenant),
            state: stack.state.resources.filter(isOurs).map(inState).sort(),
        });
    }
    await simulation.close();
    return traces;
}

function callsTo({ requests }: Tenant): Pick<Trace, "writes" | "reads"> {
    const calls = (writes: boolean) =>
        requests
            .filter((one) => one.writes === writes)
            .map(({ method, path }) => `${method} ${withoutIds(path)}`)
            .sort();
    // How often is read while something is waited for is a matter of time, and so is whether a renamed group has arrived in OPA
    // by the time that its former name is looked at.
    return { writes: calls(true), reads: [...new Set(calls(false))].filter((call) => !isGroupByName.test(call)) };
}

const isGroupByName = /^GET \/v1\/teams\/\w+\/groups\/[\w-]+$/;

const withoutIds = (path: string) =>
    path.replace(/\/(00[gu]|gPm|0oa)\w{17}/g, "/{$1}").replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "{id}");

function inState(one: Parameters<typeof special>[0] & { urn: string; dependencies: readonly string[] }): string {
    const dependencies = one.dependencies.map((urn) => partsOf(urn).name).sort();
    return `${partsOf(one.urn).name}${special(one)} <- ${dependencies.join(", ")}`;
}

function special(one: { isLeftOver: boolean; isPendingReplacement: boolean; unfinished: readonly string[] }): string {
    const words = [
        one.isLeftOver && "left over",
        one.isPendingReplacement && "pending replacement",
        one.unfinished.length > 0 && "unfinished",
    ].filter((word) => word !== false);
    return words.length > 0 ? ` (${words.join(", ")})` : "";
}
