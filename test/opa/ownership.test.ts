import assert from "node:assert/strict";
import sinon from "sinon";
import type { Send } from "../../resources/http/send";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import type { Tenant } from "../../tenant";
import type { Life } from "../support/life-of";
import { type FolderGround, folderGround, payments } from "./support/folder-ground";
import { type PolicyGround, policyGround } from "./support/policy-ground";

/** What both kinds of object have in common here. */
interface Subject {
    readonly tenant: Tenant;
    readonly declared: Properties;
    life(resource?: string): Life;
    /** Descriptions of the objects of the declared name, as OPA keeps them. */
    there(): readonly (string | null)[];
    /** Changes its description by hand. */
    describe(words: string): void;
    tamper(change: (send: Send) => Send): void;
    renew(): Promise<void>;
    readonly path: RegExp;
}

const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
    "a secret folder": async () => folderSubject(await folderGround()),
    "a security policy": async () => policySubject(await policyGround()),
};

for (const [what, make] of Object.entries(subjects)) {
    describe(`${what} and those who may manage it`, () => {
        let subject: Subject;
        let said: () => string;
        before(async () => {
            subject = await make();
        });
        beforeEach(async () => {
            await subject.renew();
            sinon.restore();
            const log = sinon.stub(console, "log");
            said = () => log.args.flat().join("\n");
        });
        afterEach(() => sinon.restore());
        after(() => subject.tenant.close());

        const words = () => String(subject.declared["description"]);
        const adopting = () => ({ ...subject.declared, onExisting: "adopt" });
        const marks = () => subject.there().map((one) => String(one).replace(words(), "").trim());

        it("is marked as that of its resource, and shows nothing of it", async () => {
            const life = subject.life();

            await life.up({ ...subject.declared });
            await life.refresh();

            assert.deepEqual(marks(), ["[pulumi:acme/dev/payments]"]);
            assert.equal(life.state?.outputs["description"], words());
            assert.equal(life.state?.inputs["description"], words());
            assert.deepEqual(await life.preview({ ...subject.declared }), { op: "same", properties: [] });
        });

        it("stays when its creation was not seen and another name is declared, and says whose it was", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });
            life.forget();

            await life.up({ ...subject.declared, name: "renamed" });
            await life.destroy();

            assert.deepEqual(marks(), ["[pulumi:acme/dev/payments]"]);
            await assert.rejects(
                subject.life("cards").up({ ...subject.declared }),
                /resource "payments" of this stack/,
            );
            await subject.life().up({ ...subject.declared });
            assert.match(said(), /Took over .*, which an earlier run of this resource made/);
        });

        it("keeps its mark through a change of its description, and through none at all", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });

            await life.up({ ...subject.declared, description: "Other words" });
            assert.deepEqual(subject.there(), ["Other words [pulumi:acme/dev/payments]"]);
            await life.up({ ...subject.declared, description: "" });
            assert.deepEqual(subject.there(), ["[pulumi:acme/dev/payments]"]);
            await life.refresh();
            assert.deepEqual((await life.preview({ ...subject.declared, description: "" })).op, "same");
        });

        it("gets its mark back with the next change when somebody took it away", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });
            subject.describe("Somebody's words");

            await life.refresh();
            await life.up({ ...subject.declared });

            assert.deepEqual(marks(), ["[pulumi:acme/dev/payments]"]);
        });

        it("is not drift when only its mark was taken away", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });
            subject.describe(words());

            await life.refresh();

            assert.equal((await life.preview({ ...subject.declared })).op, "same");
        });

        for (const other of ["acme/prod/payments", "billing"]) {
            it(`made by one is not taken by ${other} unasked, and neither is touched by what the refused one does`, async () => {
                const [first, second] = [subject.life(), subject.life(other)];
                await first.up({ ...subject.declared });

                await assert.rejects(
                    second.up({ ...subject.declared }),
                    /is managed by resource "payments" of (this )?stack/,
                );
                await second.destroy();

                assert.deepEqual(marks(), ["[pulumi:acme/dev/payments]"]);
                await first.destroy();
                assert.deepEqual(subject.there(), []);
            });

            it(`adopted by ${other} is left alone by the destroy of the one that made it`, async () => {
                const [first, second] = [subject.life(), subject.life(other)];
                await first.up({ ...subject.declared });
                await second.up(adopting());

                await first.destroy();

                const owner = other.includes("/") ? other : `acme/dev/${other}`;
                assert.deepEqual(marks(), [`[pulumi:${owner} adopted]`]);
                assert.match(said(), /Kept .*: resource "\w+" of (this stack|stack acme\/prod) manages it now\./);
                assert.equal(await second.refresh(), true);
                assert.equal((await second.preview(adopting())).op, "same");
            });
        }

        it("can be adopted back and forth, and belongs to the last one", async () => {
            const [first, second] = [subject.life(), subject.life("acme/prod/payments")];
            await first.up({ ...subject.declared });
            await second.up(adopting());
            const again = subject.life();
            await again.up(adopting());

            await second.destroy();

            assert.deepEqual(marks(), ["[pulumi:acme/dev/payments adopted]"]);
        });

        it("adopted just as it is declared, of nobody, is not written to", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });
            life.forget();
            subject.describe(words());
            subject.tenant.clearRequests();

            await life.up(adopting());

            const writes = subject.tenant.requests.filter((one) => one.writes && one.by === "automation");
            assert.deepEqual(
                writes.map(({ method }) => method).filter((method) => method !== "POST"),
                [],
            );
            assert.deepEqual(subject.there(), [words()]);
        });

        it("whose adoption was written but never noted is adopted by the next run, which writes nothing more", async () => {
            await subject.life("acme/prod/payments").up({ ...subject.declared });
            const life = subject.life();
            await life.up(adopting());
            life.forget();
            subject.tenant.clearRequests();

            await assert.rejects(life.up({ ...subject.declared }), /was adopted by an earlier run of this resource/);
            await life.up(adopting());

            assert.deepEqual(
                subject.tenant.requests.filter(({ method }) => method === "PUT"),
                [],
            );
            assert.deepEqual(marks(), ["[pulumi:acme/dev/payments adopted]"]);
        });

        it("whose adoption failed on the way is finished by the next run", async () => {
            const first = subject.life("acme/prod/payments");
            await first.up({ ...subject.declared });
            const life = subject.life();
            subject.tenant.fail({ method: "PUT", path: subject.path, status: 403 });
            await assert.rejects(life.up(adopting()));

            await life.up(adopting());
            await first.destroy();

            assert.equal(subject.there().length, 1, "the one who adopted it still has it");
        });

        it("keeps its mark when its resource is renamed with an alias, and is deleted by the new name", async () => {
            const life = subject.life();
            await life.up({ ...subject.declared });
            const { id, inputs, outputs } = life.state ?? {};
            assert.ok(id && inputs && outputs);
            const renamed = subject.life("renamed");
            renamed.resume({ id, inputs, outputs, unfinished: [] });

            assert.equal(await renamed.up({ ...subject.declared }), "same");
            await renamed.up({ ...subject.declared, description: "Other words" });
            await renamed.refresh();
            await renamed.destroy();

            assert.deepEqual(subject.there(), []);
        });

        it("of an OPA that drops descriptions is made, said to be without a mark, and never taken over unasked", async () => {
            const declared = { ...subject.declared, description: "" };
            subject.tamper(cuttingDescriptions(0));
            const life = subject.life();

            await life.up(declared);
            assert.match(said(), /OPA did not keep the mark/);
            life.forget();
            await assert.rejects(life.up(declared), /carries no mark .*onExisting: "adopt"/s);
            await life.up({ ...declared, onExisting: "adopt" });

            assert.deepEqual(subject.there().map(String), [String(subject.there()[0] ?? "")]);
            assert.equal(subject.there().length, 1);
        });

        it("of an OPA that cuts descriptions off is made, and the error says that it is too long", async () => {
            subject.tamper(cuttingDescriptions(40));
            const life = subject.life();

            await assert.rejects(life.up({ ...subject.declared }), /\[pulumi:acme.*cut|cut.*\[pulumi:acme/s);
            assert.equal(life.state?.unfinished.length, 1);
            await life.up({ ...subject.declared, description: "Short" });

            assert.equal(await life.refresh(), true);
            assert.deepEqual(subject.there(), ["Short [pulumi:acme/dev/payments]"]);
        });

        it("is not declared with the mark of another one", async () => {
            const forged = { ...subject.declared, description: "words [pulumi:acme/prod/payments]" };

            await assert.rejects(subject.life().up(forged), /description: .* ends like the mark .* remove it/);
        });
    });
}

describe("an adopted secret folder", () => {
    let ground: FolderGround;
    let said: () => string;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
        const log = sinon.stub(console, "log");
        said = () => log.args.flat().join("\n");
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const adopting = { ...payments, onExisting: "adopt" };
    const isThere = (id: string) => ground.tenant.store.folders.has(id);

    it("is kept when its resource goes, also with the contents it was declared to lose", async () => {
        const id = await ground.byHand.folder("teams/payments");
        const life = ground.life();
        await life.up({ ...adopting, deleteContents: "teams/payments" });

        await life.destroy();

        assert.equal(isThere(id), true);
        assert.match(said(), /Kept secret folder teams\/payments .*: it was adopted\. Declare onDelete: "delete"/);
    });

    it('is deleted with onDelete: "delete", if it is empty', async () => {
        const id = await ground.byHand.folder("teams/payments");
        const life = ground.life();
        await life.up({ ...adopting, onDelete: "delete" });
        await ground.byHand.secret("teams/payments/database");

        await assert.rejects(life.destroy(), /contains 1 secret/);
        await ground.byHand.remove("teams/payments/database");
        await life.destroy();

        assert.equal(isThere(id), false);
    });
});

/** An OPA that keeps only so many characters of a description. */
const cuttingDescriptions =
    (kept: number) =>
    (send: Send): Send =>
    (request) => {
        const { description, ...body } = (request.body ?? {}) as { description?: string | null };
        if (typeof description !== "string") return send(request);
        return send({ ...request, body: { ...body, description: description.slice(0, kept) } });
    };

function folderSubject(ground: FolderGround): Subject {
    const { tenant } = ground;
    const folders = () => [...tenant.store.folders.values()].filter(({ name }) => name === payments.name);
    return {
        tenant,
        declared: payments,
        life: ground.life,
        there: () => folders().map(({ description }) => description),
        describe: (words) => {
            for (const folder of folders()) folder.description = words;
        },
        tamper: ground.tamper,
        renew: async () => {
            tenant.reset();
            ground.tamper((send) => send);
        },
        path: /\/secret_folders\/[^/]+$/,
    };
}

function policySubject(ground: PolicyGround): Subject {
    const { tenant } = ground;
    const { name } = ground.declared;
    const policies = () => [...tenant.store.policies.values()].filter((one) => one.name === name);
    return {
        tenant,
        get declared() {
            return ground.declared;
        },
        life: ground.life,
        there: () => policies().map(({ description }) => description),
        describe: (words) => {
            for (const policy of policies()) Object.assign(policy, { description: words });
        },
        tamper: (change) => {
            ground.tamper = change;
        },
        renew: () => ground.renew(),
        path: /\/security_policy\/[^/]+$/,
    };
}
