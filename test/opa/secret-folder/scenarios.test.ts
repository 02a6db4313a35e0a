import assert from "node:assert/strict";
import sinon from "sinon";
import type { Tenant } from "../../../tenant";
import type { Life, State } from "../../support/life-of";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";
import { told, type Verdict } from "../support/verdict";
import { inside, type Scenario, type Setting, settingsOf, verdictsOf, verdictUnder } from "./support/scenario";
import { deleting } from "./support/scenarios-of-destroy";
import { afterwards } from "./support/scenarios-of-refresh";
import { changing, making } from "./support/scenarios-of-up";

const scenarios: readonly Scenario[] = [
    ...afterwards.map((one) => ({ ...one, run: "preview --refresh" as const })),
    ...making.map((one) => ({ ...one, run: "up" as const, applied: null })),
    ...changing.map((one) => ({ ...one, run: "up" as const })),
    ...deleting.map((one) => ({ ...one, run: "destroy" as const })),
];

interface Witnessed {
    readonly state: State | undefined;
    readonly secrets: readonly string[];
    /** Everything that the declared folder is not. */
    readonly others: unknown;
    readonly writes: number;
}

function witnessed({ store, requests }: Tenant, life: Life): Witnessed {
    const folders = [...store.folders.values()].filter((one) => store.pathOf(one) !== inside);
    return {
        state: life.state,
        secrets: [...store.secrets.keys()],
        others: structuredClone([folders, [...store.policies.values()]]),
        writes: requests.filter((request) => request.writes).length,
    };
}

/** The message names what it should, and nothing that is not for people, nor for anybody. */
function assertSaid(text: string, { says = [] }: Scenario, { credentials }: Tenant): void {
    for (const words of says) assert.ok(text.includes(words), `"${words}" is missing in: ${text}`);
    assert.doesNotMatch(text, /undefined|\[object|\n\s+at /);
    for (const secret of [credentials.opaKeySecret, credentials.opaKeyId]) assert.ok(!text.includes(secret), text);
}

/** Whatever the run says, it loses nothing, touches nothing of others, and forgets nothing. */
function assertKept(scenario: Scenario, verdict: Verdict, before: Witnessed, after: Witnessed, where: string): void {
    if (!scenario.losesContents || verdict !== "done") assert.deepEqual(after.secrets, before.secrets, where);
    // What a changed declaration makes or moves is not the others' affair.
    if (!scenario.declares) assert.deepEqual(after.others, before.others, where);
    const isTold = ["permission", "unavailable", "refused"].includes(verdict);
    if (isTold && !scenario.declares) assert.deepEqual(after.state, before.state, where);
    if (scenario.run === "preview --refresh") assert.equal(after.writes, before.writes, where);
}

/** After a run that did what it was asked to, the next one has nothing to do. */
async function assertQuiet(life: Life, { declares = payments }: Scenario): Promise<void> {
    assert.deepEqual(await life.preview(declares), { op: "same", properties: [] });
    assert.equal(await life.refresh(), true);
    assert.deepEqual(await life.preview(declares), { op: "same", properties: [] });
}

describe("what a user is told of a secret folder", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
        sinon.stub(console, "log");
    });
    after(() => {
        sinon.restore();
        return ground.tenant.close();
    });

    /** Plays a scenario under one setting. */
    async function play(scenario: Scenario, setting: Setting): Promise<void> {
        const { tenant, byHand } = ground;
        tenant.reset();
        Object.assign(tenant.settings, setting);
        ground.nextRun();
        const life = ground.life();
        if (scenario.applied !== null) await life.up(scenario.applied ?? payments);
        await scenario.happens?.(byHand, tenant);
        ground.nextRun(scenario.as);
        const before = witnessed(tenant, life);

        const { verdict, text } = await told(life, scenario.run, scenario.declares ?? scenario.applied ?? payments);

        const after = witnessed(tenant, life);
        const where = `under ${JSON.stringify(setting)}: ${text}`;
        assert.equal(verdict, verdictUnder(scenario, tenant.settings), where);
        if (text) assertSaid(text, scenario, tenant);
        assertKept(scenario, verdict, before, after, where);
        if (scenario.run === "up" && verdict === "done") await assertQuiet(life, scenario);
    }

    for (const scenario of scenarios) {
        const settings = settingsOf(scenario);
        it(`${scenario.title}: ${scenario.run} says ${verdictsOf(scenario, settings)} (settings: ${settings.length})`, async () => {
            for (const setting of settings) await play(scenario, setting);
        });
    }
});
