import assert from "node:assert/strict";
import { TeamSecretsSpace } from "../../../resources";
import { giveRights, takeRight } from "../../opa/secret-folder/support/deeds";
import { administratorOf } from "../../support/administrator";
import type { Program } from "../../support/stack/program";
import type { Simulation } from "../../support/stack/simulation";
import { type Outcome, Stack } from "../../support/stack/stack-of";
import type { Resource } from "../../support/stack/state";
import { type Belongings, doByHand } from "./by-hand";
import type { Event, Run, Team } from "./events";
import { SideStack } from "./side-stack";
import { place, type TeamOfPeople } from "./teams";
import { assertFitToRead, assertOthersUntouched, assertQuiet, assertTeamsRight, everythingIn } from "./witness";

/** Runs after which a stack without mistakes is as declared, and quiet. */
const roundsAtMost = 4;

/** A declaration that cannot be carried out without somebody's word: what is in the way, or the word. */
const refusal = new RegExp(
    [
        "deleteContents",
        "name: An object with this field already exists in the current organization",
        "The app already has a group named",
        "onExisting",
        "aliases",
    ].join("|"),
);

/** A stack of up to three teams, and everything that happens to it; looks after each run at what has become of everything. */
export class Play {
    readonly #stack: Stack;
    readonly #side: SideStack;
    readonly #teams = new Map<Team, TeamOfPeople>();
    /** What a team's space is called, and was called before. */
    readonly #names = new Map<Team, { readonly name: string; readonly before?: string }>();
    /** What is not the stack's. */
    readonly #others: Map<string, string>;
    #deeds = 0;

    constructor(private readonly simulation: Simulation) {
        simulation.reset();
        this.#stack = new Stack(simulation);
        this.#side = new SideStack(simulation, this.#stack);
        const { store } = simulation.tenant;
        const teams = [...store.folders.values()].find(({ name }) => name === "teams");
        assert.ok(teams);
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.folders.set(id, { ...teams, id, seq, name: "spare", parentId: teams.id });
        this.#others = new Map(everythingIn(store));
    }

    async take(event: Event): Promise<void> {
        const { tenant } = this.simulation;
        switch (event.do) {
            case "declare":
            case "edit":
                this.#declare(event.team, event.args, event.do === "declare");
                break;
            case "declare no more":
                this.#teams.delete(event.team);
                break;
            case "rename the space":
                this.#rename(event.team, event.isAliased);
                break;
            case "by hand": {
                this.#deeds += 1;
                const made = doByHand(tenant, event.deed, this.#belongingsOf(event.team), this.#deeds);
                for (const id of made) this.#others.set(id, everythingIn(tenant.store).get(id) ?? "");
                break;
            }
            case "take":
                if (event.right === "Okta role") tenant.standing.hasOktaRole = false;
                else if (event.right === "OPA key") tenant.standing.hasOpaKey = false;
                else takeRight(tenant.store, event.right);
                this.#lookAtRights();
                break;
            case "give back all rights":
                this.#giveRights();
                break;
            case "side up":
            case "side destroy":
                await this.#side.run(event);
                break;
            default:
                await this.#run(event);
        }
    }

    /** In the end nothing is in the way any more: what can be done is done, and soon there is nothing to do. */
    async settle(): Promise<"as declared" | "refused"> {
        this.#giveRights();
        await this.#side.run({ do: "side destroy", declared: [] });
        for (let round = 1; ; round += 1) {
            await this.#run({ do: "refresh" });
            const { errors } = await this.#run({ do: "up" });
            this.simulation.tenant.clock.flush();
            if (errors.length === 0) break;
            if (round < roundsAtMost) await this.#deleteOrphans();
            else if (errors.every((error) => refusal.test(error))) return "refused";
            else assert.deepEqual(errors, [], "nothing is in the way, and yet it is not done");
        }
        await this.#run({ do: "up --refresh" });
        const { tenant } = this.simulation;
        tenant.clock.flush();
        const teams = [...this.#teams].map(([team, args]) => [this.#nameOf(team), args] as const);
        assertTeamsRight(Object.fromEntries(teams), tenant.store, this.#stack);
        tenant.clearRequests();
        assertQuiet(await this.#run({ do: "up" }), tenant);
        return "as declared";
    }

    #declare(team: Team, args: Partial<TeamOfPeople>, isNew: boolean): void {
        const known = this.#teams.get(team);
        if (isNew === (known !== undefined)) return;
        const members: string[] = [];
        const names = { groupName: `team-${team}`, folderName: team };
        this.#teams.set(team, { ...place, ...names, members, ...known, ...args });
    }

    #rename(team: Team, isAliased: boolean): void {
        const before = this.#nameOf(team);
        const name = before.endsWith("2") ? team : `${team}2`;
        this.#names.set(team, isAliased ? { name, before } : { name });
    }

    #nameOf(team: Team): string {
        return this.#names.get(team)?.name ?? team;
    }

    #program(): Program {
        const teams = [...this.#teams];
        return () => {
            for (const [team, args] of teams) {
                const before = this.#names.get(team)?.before;
                new TeamSecretsSpace(this.#nameOf(team), args, before ? { aliases: [{ name: before }] } : {});
            }
        };
    }

    async #run({ do: what, fault, kill, target }: Run): Promise<Outcome> {
        const { tenant } = this.simulation;
        const stateBefore = this.#stack.state.resources;
        const secretsBefore = new Map(tenant.store.secrets);
        const linesBefore = new Map(
            [...secretsBefore.values()].map((one) => [one.id, tenant.store.lineOf(one.parentId)]),
        );
        if (fault) tenant.fail(fault);
        const targets = target?.parts.map((part) => `${this.#nameOf(target.team)}${part}`);
        const options = { kill, ...(targets ? { targets } : {}) };
        const outcome = await this.#operate(what, options);
        if (fault) await this.#clearFaults();
        for (const [id] of secretsBefore) {
            if (tenant.store.secrets.has(id)) continue;
            const above = new Set(linesBefore.get(id)?.map((folder) => folder.id));
            assert.ok(
                stateBefore.some((one) => declaresLoss(one) && above.has(folderIdOf(one))),
                `a secret is lost by ${what}`,
            );
            this.#others.delete(id);
        }
        assertFitToRead(outcome, tenant, this.#stack);
        assertOthersUntouched(this.#others, tenant);
        if (what === "refresh") this.#assertGoneOnly(stateBefore);
        return outcome;
    }

    #operate(what: Run["do"], options: NonNullable<Parameters<Stack["up"]>[1]>): Promise<Outcome> {
        if (what === "refresh" || what === "destroy") return this.#stack[what](options);
        if (what === "preview") return this.#stack.preview(this.#program(), options);
        return this.#stack.up(this.#program(), { ...options, isRefreshed: what === "up --refresh" });
    }

    /** What a refresh has forgotten is not there. */
    #assertGoneOnly(before: readonly Resource[]): void {
        const kept = new Set(this.#stack.state.resources.map(({ urn, id }) => `${urn} ${id}`));
        const { groups, folders, policies, mappings } = this.simulation.tenant.store;
        const pushes = new Set(
            [...mappings.values()].map((one) => `${one.appId}/${one.sourceGroupId}/${one.targetGroupId}`),
        );
        for (const { urn, id, isCustom } of before) {
            if (!isCustom || kept.has(`${urn} ${id}`) || urn.includes("GroupMemberships")) continue;
            const isThere =
                groups.has(id) || folders.has(id.split("/").at(-1) ?? "") || policies.has(id) || pushes.has(id);
            assert.ok(!isThere, `refresh has forgotten ${urn}, which is there`);
        }
    }

    #belongingsOf(team: Team): Belongings {
        const { store } = this.simulation.tenant;
        const id = (part: string) => this.#stack.resource(`${this.#nameOf(team)}-${part}`)?.id ?? "";
        return {
            group: store.groups.get(id("group")),
            folder: store.folders.get(id("folder").split("/").at(-1) ?? ""),
            policy: store.policies.get(id("policy")),
        };
    }

    #giveRights(): void {
        const { standing, store } = this.simulation.tenant;
        standing.clear();
        giveRights(store);
        this.#lookAtRights();
    }

    /** What has not gone wrong in a run does not go wrong in another one. */
    async #clearFaults(): Promise<void> {
        const { control, standing } = this.simulation.tenant;
        const was = { ...standing };
        await this.simulation.inProcess(undefined, () => fetch(`${control}/faults`, { method: "DELETE" }));
        Object.assign(standing, was);
    }

    /** Who gives and takes rights changes what is not the stack's. */
    #lookAtRights(): void {
        const now = everythingIn(this.simulation.tenant.store);
        for (const [id, row] of this.#others)
            if (/^(OPA group|policy) /.test(row)) this.#others.set(id, now.get(id) ?? row);
    }

    /** What the Okta plugin has made and could not note it cannot take over: somebody deletes it. */
    async #deleteOrphans(): Promise<void> {
        const known = new Set(this.#stack.state.resources.map(({ id }) => id));
        const { okta } = administratorOf(this.simulation.tenant);
        for (const { id, type } of [...this.simulation.tenant.store.groups.values()]) {
            if (type !== "OKTA_GROUP" || known.has(id) || this.#others.has(id)) continue;
            await this.simulation.inProcess(undefined, () => okta("DELETE", `/api/v1/groups/${id}`));
        }
    }
}

const folderIdOf = ({ id }: Resource) => id.split("/").at(-1) ?? "";

const declaresLoss = ({ outputs, inputs }: Resource) => Boolean(outputs["deleteContents"] ?? inputs["deleteContents"]);
