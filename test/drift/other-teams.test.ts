import assert from "node:assert/strict";
import { type Administrator, administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place, spacesOf, type Team, type Teams } from "../sweeps/support/teams";

/** All flags are set: OPA leaves the others out of its answers, and an administrator would have to add them. */
const payments: Team = { ...place, members: ["ana@example.com", "ben@example.com"], privileges: ["manage"] };
const asMade: Teams = { payments, search: { ...place, members: ["chloe@example.com"] } };
const changed: Teams = { payments, search: { ...place, members: ["chloe@example.com", "emma@example.com"] } };

interface Ids {
    readonly group: string;
    readonly mapping: string;
    readonly policy: string;
    readonly person: string;
}

/** What a hand does to the other team. */
const hands: Readonly<Record<string, (by: Administrator, ids: Ids) => Promise<unknown>>> = {
    "has another member": ({ okta }, { group, person }) => okta("PUT", `/api/v1/groups/${group}/users/${person}`),
    "has a group of another name": ({ okta }, { group }) =>
        okta("PUT", `/api/v1/groups/${group}`, { profile: { name: "x" } }),
    "has a push that is switched off": ({ okta }, { mapping }) => okta("PATCH", mapping, { status: "INACTIVE" }),
    "has no push": async ({ okta }, { mapping }) => {
        await okta("PATCH", mapping, { status: "INACTIVE" });
        return okta("DELETE", `${mapping}?deleteTargetGroup=false`);
    },
    "has a policy that is switched off": async ({ opa }, { policy }) => {
        const live = (await opa("GET", `/security_policy/${policy}`)) as object;
        return opa("PUT", `/security_policy/${policy}`, { ...live, active: false });
    },
    "has no policy": ({ opa }, { policy }) => opa("DELETE", `/security_policy/${policy}`),
};

describe("drift of one team", function () {
    this.timeout(300_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    /** Both teams, as they were made, and the ids of what the first has. */
    async function made(): Promise<{ readonly stack: Stack; readonly ids: Ids }> {
        await simulation.reset();
        const stack = new Stack(simulation);
        assert.deepEqual((await stack.up(spacesOf(asMade))).errors, []);
        simulation.tenant.clock.flush();
        const { store, opaAppId } = simulation.tenant;
        const one = <T extends { readonly name: string }>(all: Iterable<T>, name: string) => {
            const found = [...all].find((it) => it.name === name);
            assert.ok(found, name);
            return found as T & { readonly id: string };
        };
        const group = one(
            [...store.groups.values()].filter(({ type }) => type === "OKTA_GROUP"),
            "team-payments",
        ).id;
        const mapping = [...store.mappings.values()].find(({ sourceGroupId }) => sourceGroupId === group)?.id;
        const ids = {
            group,
            mapping: `/api/v1/apps/${opaAppId}/group-push/mappings/${mapping}`,
            policy: one(store.policies.values(), "team-payments secrets").id,
            person: store.userWithLogin("hugo@example.com")?.id ?? "",
        };
        return { stack, ids };
    }

    const isIn = (login: string): boolean => {
        const { store } = simulation.tenant;
        const group = [...store.groups.values()].find(
            ({ name, type }) => name === "team-search" && type === "OKTA_GROUP",
        );
        return store.membersOf(group?.id ?? "").has(store.userWithLogin(login)?.id ?? "");
    };

    for (const [what, hand] of Object.entries(hands)) {
        it(`that ${what} holds up no change of another, whether the run reads everything first or not`, async () => {
            for (const isRefreshed of [false, true]) {
                const { stack, ids } = await made();
                await hand(administratorOf(simulation.tenant), ids);
                simulation.tenant.clock.flush();

                const { errors } = await stack.up(spacesOf(changed), { isRefreshed });

                assert.deepEqual(
                    { isRefreshed, errors, isIn: isIn("emma@example.com") },
                    { isRefreshed, errors: [], isIn: true },
                );
            }
        });
    }
});
