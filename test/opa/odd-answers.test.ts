import assert from "node:assert/strict";
import sinon from "sinon";
import { type Tenant, unconfirmed } from "../../tenant";
import type { Life } from "../support/life-of";
import { type FolderGround, folderGround, payments } from "./support/folder-ground";
import { type PolicyGround, policyGround } from "./support/policy-ground";

/** Answers of other programs, with 200: a maintenance page, a gateway. `listing.test.ts` knows more. */
const foreign = ['{"message":"The service is in maintenance","code":503}', "[]"];

/** What OPA may mean an empty list by, and others may answer as well. */
const vague = ["{}", '{"list":null}'];

const notFound = (path: RegExp) => ({ method: "GET", path, status: 404 });

const folderItself = /secret_folders\/[^/]+$/;
const policyItself = /security_policy\/[^/]+$/;

/** A run on something that exists, and whether it survived it. */
interface Case {
    readonly title: string;
    /** Prepares what exists; resolves with the run. */
    readonly prepared: () => Promise<() => Promise<unknown>>;
    /** Throws when something was lost, forgotten or doubled. `isDone`: the run told no error. */
    readonly survived: (isDone: boolean) => void;
}

/** Lets one answer after the other be odd, then all from one on. */
async function oddOnceAndForGood(tenant: Tenant, bodies: readonly string[], { prepared, survived }: Case) {
    for (const body of bodies) {
        for (const times of [1, 99]) {
            for (let nth = 1; ; nth += 1) {
                const run = await prepared();
                tenant.clearRequests();
                tenant.fail({ method: "GET", nth, times, body });
                const isDone = await run().then(
                    () => true,
                    () => false,
                );
                const isHit =
                    tenant.requests.filter(({ method, by }) => method === "GET" && by === "automation").length >= nth;
                try {
                    survived(isDone);
                } catch (lost) {
                    throw new Error(`${body} as answer ${nth} (${times} times): ${(lost as Error).message}`);
                }
                if (!isHit) break;
            }
        }
    }
}

describe("an answer of another program in the place of a list", function () {
    this.timeout(600_000);
    afterEach(() => sinon.restore());

    describe("to questions about a secret folder", () => {
        let ground: FolderGround;
        let life: Life;
        before(async () => {
            ground = await folderGround();
        });
        after(() => ground.tenant.close());

        const applied = async (emptyLists: Tenant["settings"]["emptyLists"]) => {
            ground.tenant.reset();
            ground.tenant.settings.emptyLists = emptyLists;
            life = ground.life();
            await life.up(payments);
            ground.nextRun();
        };
        const secretsThere = () => assert.equal(ground.tenant.store.secrets.size, 1, "the secret is lost");

        const cases = (emptyLists: Tenant["settings"]["emptyLists"]): Case[] => [
            {
                title: "deletes nothing that holds a secret",
                prepared: async () => {
                    await applied(emptyLists);
                    await ground.byHand.folder("teams/payments/ci");
                    await ground.byHand.secret("teams/payments/ci/token");
                    return () => life.destroy();
                },
                survived: (isDone) => {
                    secretsThere();
                    assert.ok(!isDone, "the folder is forgotten");
                },
            },
            {
                title: "forgets no folder when the one for the folder was 404",
                prepared: async () => {
                    await applied(emptyLists);
                    ground.tenant.fail(notFound(folderItself));
                    return () => life.refresh();
                },
                survived: () => assert.ok(life.state, "the folder is forgotten"),
            },
            {
                title: "takes no folder for deleted when the one for the folder was 404",
                prepared: async () => {
                    await applied(emptyLists);
                    await ground.byHand.secret("teams/payments/database");
                    ground.tenant.fail(notFound(folderItself));
                    return () => life.destroy();
                },
                survived: (isDone) => {
                    secretsThere();
                    assert.ok(!isDone, "the folder is forgotten");
                },
            },
            {
                title: "adopts no folder as empty",
                prepared: async () => {
                    ground.tenant.reset();
                    ground.tenant.settings.emptyLists = emptyLists;
                    await ground.byHand.folder("teams/payments", payments.description);
                    await ground.byHand.secret("teams/payments/database");
                    ground.nextRun();
                    life = ground.life();
                    return () => life.up(payments);
                },
                survived: (isDone) => {
                    assert.ok(!isDone, "the folder with its secret is adopted");
                    assert.equal(life.state, undefined);
                },
            },
        ];

        for (const emptyLists of unconfirmed.emptyLists.values) {
            for (const one of cases(emptyLists)) {
                it(`${one.title} (emptyLists ${emptyLists})`, async () => {
                    sinon.stub(console, "log");
                    const bodies = emptyLists === "empty" ? [...foreign, ...vague] : vague;

                    await oddOnceAndForGood(ground.tenant, bodies, one);
                });
            }
        }
    });

    describe("to questions about a security policy", () => {
        let ground: PolicyGround;
        let life: Life;
        before(async () => {
            ground = await policyGround();
        });
        after(() => ground.close());

        const policies = () => ground.tenant.store.policies.size;
        const applied = async (emptyLists: Tenant["settings"]["emptyLists"]) => {
            await ground.renew({ emptyLists });
            life = ground.life();
            await life.up(ground.declared);
        };
        let existing = 0;
        let principals: unknown;

        const cases = (emptyLists: Tenant["settings"]["emptyLists"]): Case[] => [
            {
                title: "forgets no policy when the one for the policy was 404",
                prepared: async () => {
                    await applied(emptyLists);
                    ground.tenant.fail(notFound(policyItself));
                    return () => life.refresh();
                },
                survived: () => assert.ok(life.state, "the policy is forgotten"),
            },
            {
                title: "takes no policy for deleted when the one for the policy was 404",
                prepared: async () => {
                    await applied(emptyLists);
                    existing = policies();
                    ground.tenant.fail(notFound(policyItself));
                    return () => life.destroy();
                },
                survived: (isDone) => {
                    if (isDone) assert.equal(policies(), existing - 1, "the policy is forgotten");
                },
            },
            {
                title: "makes no second policy of a name",
                prepared: async () => {
                    await ground.renew({ emptyLists, policyNames: "may-repeat" });
                    await ground.life().up({ ...ground.declared, description: "Another's" });
                    existing = policies();
                    life = ground.life();
                    return () => life.up(ground.declared);
                },
                survived: () => assert.equal(policies(), existing, "there is a second policy"),
            },
            {
                title: "shows no principal as lost",
                prepared: async () => {
                    await applied(emptyLists);
                    principals = life.state?.inputs["principals"];
                    return () => life.refresh();
                },
                survived: (isDone) => {
                    if (isDone) assert.deepEqual(life.state?.inputs["principals"], principals, "a group is lost");
                },
            },
        ];

        for (const emptyLists of unconfirmed.emptyLists.values) {
            for (const one of cases(emptyLists)) {
                it(`${one.title} (emptyLists ${emptyLists})`, async () => {
                    const bodies = emptyLists === "empty" ? [...foreign, ...vague] : vague;

                    await oddOnceAndForGood(ground.tenant, bodies, one);
                });
            }
        }
    });
});
