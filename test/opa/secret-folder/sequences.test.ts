import assert from "node:assert/strict";
import fc from "fast-check";
import sinon from "sinon";
import { usualConditions } from "../../../resources/http/connect";
import type { ApiRequest } from "../../../resources/http/send";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { type OpaConnection, openOpa } from "../../../resources/opa/connection/connect";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";
import { propertyPath, propertySeed } from "../../support/property-seed";
import { type TenantInProcess, tenantInProcess } from "../support/tenant-in-process";
import { doByHand, giveRights, takeRight } from "./support/deeds";
import { type DeclaredFolder, FolderStack, type Key } from "./support/folder-stack";
import { type Edit, type Run, type Sequence, type Step, sequence } from "./support/steps";
import { type Snapshot, snapshot, verify } from "./support/witness";

/** OPA_FOLDER_SEQUENCES plays more, as `npm run test:long` does. */
const numRuns = Number(process.env["OPA_FOLDER_SEQUENCES"] ?? 500);

/** What the sequences have seen, for the line that says how much was at stake. */
const seen = { runs: 0, told: 0, secretsAtStake: 0, secretsDeclaredLost: 0, foldersOfOthers: 0, quiet: 0, requests: 0 };

describe("whatever happens to trees of secret folders", function () {
    this.timeout(600_000);
    before(() => {
        sinon.stub(console, "log");
    });
    after(() => sinon.restore());

    it(`loses no secret and changes nothing of others (${numRuns} sequences, seed ${propertySeed})`, async () => {
        const tenant = tenantInProcess();

        await fc.assert(
            fc.asyncProperty(sequence, (one) => play(tenant, one)),
            { numRuns, ...propertyPath },
        );

        sinon.restore();
        console.log(
            `      seed ${propertySeed}: ${Object.entries(seen)
                .map(([what, count]) => `${what} ${count}`)
                .join(", ")}`,
        );
    });
});

/** Runs after which a stack without mistakes is quiet: one that does, one that heals what the first deleted, one that looks. */
const roundsAtMost = 3;

/** Plays a sequence, and looks after each run at what has become of everything. */
async function play(tenant: TenantInProcess, { choices, steps }: Sequence): Promise<void> {
    tenant.reset(choices);
    const scene = new Scene(tenant);
    for (const step of steps) await scene.take(step);
    await scene.settle();
    seen.requests += tenant.world.log.entries.length;
}

class Scene {
    #opa: OpaConnection;
    #provider = this.#nextRun();
    readonly #stack = new FolderStack(() => this.#provider);
    readonly #declaration = new Map<Key, DeclaredFolder>();

    constructor(private readonly tenant: TenantInProcess) {
        this.#opa = connected(tenant);
    }

    async take(step: Step): Promise<void> {
        const { world } = this.tenant;
        switch (step.do) {
            case "declare":
                this.#declaration.set(step.key, step.folder);
                break;
            case "edit":
                edit(this.#declaration, step.key, step.change);
                break;
            case "declare no more":
                this.#declaration.delete(step.key);
                break;
            case "be killed before noting":
                this.#stack.forget(step.key);
                break;
            case "by hand":
                doByHand(world, step.deed, step.at, step.word);
                break;
            case "take":
                takeRight(world.store, step.right);
                break;
            case "give back all rights":
                giveRights(world.store);
                break;
            default:
                await this.#run(step);
        }
    }

    /**
     * In the end nothing is in the way any more: what can be done is done, and soon there is nothing to do. What may not be
     * done is told again and again; a folder that two resources declare is deleted by the one and made by the other.
     */
    async settle(): Promise<void> {
        const { store, log } = this.tenant.world;
        giveRights(store);
        for (let round = 1; ; round += 1) {
            const before = log.entries.filter((request) => request.writes).length;
            const errors = [...(await this.#run({ do: "refresh" })), ...(await this.#run({ do: "up" }))];
            const ids = this.#stack.states().map(({ state }) => state.id);
            if (errors.length > 0 || new Set(ids).size < ids.length) return;
            if (log.entries.filter((request) => request.writes).length === before) break;
            assert.ok(round < roundsAtMost, "what is as declared is written again and again");
        }
        seen.quiet += 1;
    }

    /** What a process of its own has, who stands for what among it. */
    #nextRun(): DynamicProvider {
        return dynamicProvider(
            secretFolder(() => this.#opa, { deadlineMs: 0 }),
            new Claims(),
        );
    }

    async #run({ do: what, fault, ignoresParents = false }: Run): Promise<readonly Error[]> {
        const { world } = this.tenant;
        const before = snapshot(world.store, this.#stack);
        this.#opa = connected(this.tenant, ignoresParents);
        this.#provider = this.#nextRun();
        if (fault) this.tenant.fail(fault);
        const errors = await (what === "up" ? this.#stack.up(this.#declaration) : this.#stack[what]());
        world.faults.clear();
        const told = errors.map(({ message }) => message);
        const after = snapshot(world.store, this.#stack);
        verify(before, after, { run: what, declaration: this.#declaration, isDisturbed: fault !== undefined, told });
        for (const message of told) assert.doesNotMatch(message, /undefined|TypeError|ZodError|\n\s+at /);
        count(before, after, errors);
        return errors;
    }
}

function count(before: Snapshot, after: Snapshot, errors: readonly Error[]): void {
    seen.runs += 1;
    seen.told += errors.length;
    seen.secretsAtStake += before.secrets.size;
    seen.secretsDeclaredLost += before.secrets.size - after.secrets.size;
    seen.foldersOfOthers += before.folders.size - before.owned.length;
}

function edit(declaration: Map<Key, DeclaredFolder>, key: Key, { rest, ...change }: Edit): void {
    const folder = declaration.get(key);
    if (folder) declaration.set(key, { ...folder, ...change, rest: { ...folder.rest, ...rest } });
}

/** A connection of its own, as each run's process has. */
function connected({ world, network }: TenantInProcess, ignoresParents = false): OpaConnection {
    const { opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = world.credentials;
    return openOpa(
        { origin: world.baseUrl, team, keyId, keySecret },
        {
            ...usualConditions({}),
            random: () => 0,
            say: () => undefined,
            network: () => (ignoresParents ? (request) => network(withoutParent(request)) : network),
        },
    );
}

function withoutParent(request: ApiRequest): ApiRequest {
    const { parent_folder_id: parent, ...body } = (request.body ?? {}) as Record<string, unknown>;
    return parent === undefined ? request : { ...request, body };
}
