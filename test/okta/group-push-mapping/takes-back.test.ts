import assert from "node:assert/strict";
import sinon from "sinon";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { declaredSchema } from "../../../resources/okta/group-push-mapping/declared/schema";
import { remove, sayWhatStays, type TargetFate } from "../../../resources/okta/group-push-mapping/steps/delete";
import { withOwnTarget } from "../../../resources/okta/group-push-mapping/steps/target-ownership";
import type { GroupInOpa } from "../../../resources/okta/group-push-mapping/wire/in-opa";
import { inNoTime } from "../support/in-no-time";
import { oneMapping } from "../support/one-mapping";

const key = { appId: "app", sourceGroupId: "source", targetGroupId: "target" };
const requestedAt = "2026-11-24T14:00:00.000Z";
const older = "2026-11-24T13:59:59.999Z";

describe("the removal of a mapping", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        sinon.stub(console, "warn").callsFake((text: unknown) => void said.push(String(text)));
    });
    afterEach(() => sinon.restore());

    const removed = async (given: Parameters<typeof oneMapping>[0], fate: TargetFate = "stays") => {
        const { mappings, mapping, sent, there } = oneMapping({ created: requestedAt, ...given });
        await remove(mappings, mapping, fate);
        assert.equal(there.mapping, false);
        return sent;
    };

    it("stops the push first, and takes the target group along only where that is to go", async () => {
        assert.deepEqual(await removed({}), ["PATCH", "DELETE false"]);
        assert.deepEqual(await removed({}, "goes"), ["PATCH", "DELETE true"]);
        assert.deepEqual(await removed({}, "is replaced"), ["PATCH", "DELETE true"]);
        assert.deepEqual(await removed({ status: "INACTIVE" }), ["DELETE false"]);
        assert.deepEqual(await removed({ status: "ERROR" }), ["DELETE false"]);
        assert.deepEqual(said, []);
    });

    it("stops it where Okta does not delete it as it is", async () => {
        const refused = { DELETE: ["rejected"] } as const;
        assert.deepEqual(await removed({ status: "ERROR", refused }), ["DELETE false", "PATCH", "DELETE false"]);
    });

    it("succeeds when it is proven gone, whoever deleted it", async () => {
        assert.deepEqual(await removed({ isGone: true }), ["PATCH"]);
        assert.deepEqual(await removed({ isGone: true, status: "INACTIVE" }), ["DELETE false"]);
    });

    it("says how far it came, and what is still there", async () => {
        const failing = async (given: Parameters<typeof oneMapping>[0], message: RegExp) => {
            const { mappings, mapping, sent } = oneMapping(given);
            await assert.rejects(remove(mappings, mapping, "goes"), message);
            return sent;
        };

        const notStopped = /mapping \(ACTIVE\) could not be deactivated, so it was not deleted\. It says/;
        assert.deepEqual(await failing({ refused: { PATCH: ["forbidden"] } }, notStopped), ["PATCH"]);
        assert.deepEqual(await failing({ refused: { PATCH: ["not-found"] } }, notStopped), ["PATCH"]);
        const inError = { status: "ERROR", refused: { PATCH: ["rejected"], DELETE: ["rejected"] } } as const;
        await failing(inError, /refuses to delete or deactivate group push mapping mapping \(status ERROR\)/);
        const still = /^Error: Pushing has stopped, but group push mapping mapping still exists \(INACTIVE\)/;
        await failing({ refused: { DELETE: ["rejected"] } }, still);
        await failing({ refused: { DELETE: ["unavailable"] } }, still);
        const unknown = { DELETE: ["unavailable"], LIST: ["unavailable", "unavailable"] } as const;
        await failing({ refused: unknown }, /mapping mapping may still exist \(INACTIVE\)/);
    });

    it("waits for the target group to go, and warns of one that stays", async () => {
        for (const fate of ["goes", "is replaced"] as const) {
            await inNoTime(() => removed({ groupStays: true }, fate));
            assert.match(said.splice(0).join(), /^Target group target still exists 30 s after Okta accepted/);
        }
        await removed({ groupStays: true });
        assert.deepEqual(said, []);
    });

    it("warns of a target group that cannot go any more, if it is there", async () => {
        await sayWhatStays(oneMapping({ created: requestedAt }).mappings.send, key);
        await sayWhatStays(oneMapping().mappings.send, key);

        assert.equal(said.length, 1);
        assert.match(said.join(), /^Target group "target" \(target\) was not deleted/);
    });
});

describe("the target group that Okta linked a new mapping to", () => {
    const opas = { id: "app", name: "okta_privileged_access_sso", label: "OPA", status: "ACTIVE", features: [] };
    const linked = (
        given: Parameters<typeof oneMapping>[0],
        more: {
            declared?: Properties;
            targetMadeSince?: string | undefined;
            inOpa?: readonly GroupInOpa[];
            former?: { isOurs: boolean };
            oursId?: string;
        } = {},
    ) => {
        const { mappings, mapping, sent, there } = oneMapping({ status: "INACTIVE", ...given });
        const progress = {
            mapping,
            targetDeclaredBy: "name" as const,
            targetAdopted: true,
            targetMadeSince: "targetMadeSince" in more ? more.targetMadeSince : requestedAt,
        };
        const declared = { appId: "app", sourceGroupId: "source", targetGroupName: "team", ...more.declared };
        const witness = { app: opas, ask: async () => ({ groups: more.inOpa ?? [] }), former: more.former };
        const ours = more.oursId ? { id: more.oursId, name: "team", isDoubtful: false } : undefined;
        const found = withOwnTarget(mappings, declaredSchema.parse(declared), progress, witness, ours).then(
            ({ targetAdopted, targetDoubtful, targetMadeSince, targetGroupName }) => {
                assert.equal(targetMadeSince, undefined);
                assert.equal(targetGroupName, "targetGroupId" in declared ? "target" : "team");
                return { isAdopted: targetAdopted, isDoubtful: targetDoubtful === true };
            },
        );
        return { found, sent, there };
    };
    const ours = { isAdopted: false, isDoubtful: false };
    const theirs = { isAdopted: true, isDoubtful: false };
    const doubtful = { isAdopted: true, isDoubtful: true };
    const link = { onExistingTarget: "link" };
    const role: GroupInOpa = { name: "team", roles: ["security_admin"] };

    it("is ours when it is not older than the request, or known to be ours", async () => {
        assert.deepEqual(await linked({ created: requestedAt }).found, ours);
        assert.deepEqual(await linked({ created: older }, { oursId: "target" }).found, ours);
        assert.deepEqual(await linked({ created: requestedAt }, { declared: link }).found, ours);
    });

    it("is given back at once when it is older: nothing but the link is removed", async () => {
        for (const oursId of [undefined, "another"]) {
            const { found, sent, there } = linked({ created: older }, oursId ? { oursId } : {});

            await assert.rejects(found, /already has a group named "target" \(target\)/);
            assert.deepEqual(sent, ["DELETE false"]);
            assert.deepEqual([there.mapping, there.group], [false, true]);
        }
        const refused = { DELETE: ["forbidden"] } as const;
        await assert.rejects(linked({ created: older, refused }).found, /link could not be removed yet: Pushing has/);
    });

    it("counts as another's where it may be linked to and is older, or cannot be seen", async () => {
        await inNoTime(async () => {
            assert.deepEqual(await linked({ created: older }, { declared: link }).found, theirs);
            assert.deepEqual(await linked({}, { declared: link }).found, theirs);
            const { found, sent } = linked({});
            await assert.rejects(found, { id: "app/source/target", message: /cannot be read/ });
            assert.deepEqual(sent, []);
        });
    });

    it("is given back when OPA has one of that name with roles, unless that is declared or was so before", async () => {
        const { found, sent } = linked({ created: requestedAt }, { inOpa: [role] });
        await assert.rejects(found, /OPA has a group "team", with the roles security_admin/);
        assert.deepEqual(sent, ["DELETE false"]);

        const given = { created: requestedAt };
        assert.deepEqual(await linked(given, { inOpa: [role], declared: link }).found, doubtful);
        assert.deepEqual(await linked(given, { inOpa: [role], former: { isOurs: false } }).found, doubtful);
        assert.deepEqual(await linked(given, { inOpa: [role], former: { isOurs: true } }).found, ours);
        assert.deepEqual(await linked(given, { inOpa: [{ ...role, roles: [] }] }).found, doubtful);
    });

    it("is as it was remembered where nothing is in doubt", async () => {
        const settled = { targetMadeSince: undefined };
        assert.deepEqual(await linked({ created: older }, settled).found, theirs);
        assert.deepEqual(await linked({}, settled).found, theirs);
        const byId = { targetGroupName: undefined, targetGroupId: "target" };
        assert.deepEqual(await linked({ created: older }, { ...settled, declared: byId }).found, theirs);
    });
});
