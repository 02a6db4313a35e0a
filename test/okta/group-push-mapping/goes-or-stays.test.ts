import assert from "node:assert/strict";
import sinon from "sinon";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { Send } from "../../../resources/http/send";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Replaced } from "../../../resources/lifecycle/run/succession";
import { declaredSchema, idOf } from "../../../resources/okta/group-push-mapping/declared/schema";
import { isGoneForGood } from "../../../resources/okta/group-push-mapping/steps/gone";
import { formerElsewhere, isPushedOn } from "../../../resources/okta/group-push-mapping/steps/moved";
import { isKeptForOthers } from "../../../resources/okta/group-push-mapping/steps/shared-push";
import {
    goesWithMapping,
    leftTarget,
    refuseForeignTarget,
    refuseOlderTarget,
} from "../../../resources/okta/group-push-mapping/steps/target-ownership";
import type { WhoUses } from "../../../resources/okta/group-push-mapping/wire/in-opa";
import type { Mapping } from "../../../resources/okta/group-push-mapping/wire/mapping";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";
import { inNoTime } from "../support/in-no-time";

const key = { appId: "app", sourceGroupId: "source", targetGroupId: "target" };
const requestedAt = "2026-11-24T14:00:00.000Z";
const [before, at, after] = ["2026-11-24T13:59:59.999Z", requestedAt, "2026-11-24T14:00:00.001Z"];
const opas = "okta_privileged_access_sso";

const mapping: Mapping = {
    mappingId: "mapping",
    sourceGroupId: "source",
    targetGroupId: "target",
    status: "ACTIVE",
    created: requestedAt,
    lastUpdated: requestedAt,
};

const declared = (more: Properties = {}) =>
    declaredSchema.parse({ appId: "app", sourceGroupId: "source", targetGroupName: "team", ...more });

/** Okta, where these groups were created at these times, and these apps have these names in its catalogue. */
function okta(groups: Readonly<Record<string, string>>, apps: Readonly<Record<string, string>> = {}): Send {
    return async (request) => {
        const [area, id = ""] = request.path.split("/").slice(3);
        const [created, name] = [area === "groups" && groups[id], area === "apps" && apps[id]];
        const body = created
            ? { id, type: "APP_GROUP", created, profile: { name: `${id} now` } }
            : name && { id, name, label: id, status: "ACTIVE" };
        if (body) return { status: 200, headers: new Headers(), body };
        // The list of groups by id lacks them: each is read by itself then.
        if (!id) return { status: 200, headers: new Headers(), body: [] };
        throw new ApiFailure({ kind: "not-found", said: "", method: request.method, path: request.path, status: 404 });
    };
}

describe("the target group of a mapping that is deleted", () => {
    for (const [outputs, created, goes] of [
        [{ deleteTargetGroupOnDestroy: false, targetAdopted: false }, at, false],
        [{ targetAdopted: false }, at, false],
        [{ deleteTargetGroupOnDestroy: true }, before, true],
        [{ deleteTargetGroupOnDestroy: true }, undefined, true],
        [{ deleteTargetGroupOnDestroy: true, targetMadeSince: requestedAt }, before, false],
        [{ deleteTargetGroupOnDestroy: true, targetMadeSince: requestedAt }, at, true],
        [{ deleteTargetGroupOnDestroy: true, targetMadeSince: requestedAt }, after, true],
        [{ deleteTargetGroupOnDestroy: true, targetMadeSince: requestedAt }, undefined, false],
        [{ deleteTargetGroupOnDestroy: "if-created", targetAdopted: false }, at, true],
        [{ deleteTargetGroupOnDestroy: "if-created", targetAdopted: true }, at, false],
        [{ deleteTargetGroupOnDestroy: "if-created" }, at, false],
        [
            { deleteTargetGroupOnDestroy: "if-created", targetAdopted: false, targetMadeSince: requestedAt },
            after,
            false,
        ],
    ] as const) {
        const group = created ? `was created at ${created}` : "cannot be seen";
        it(`${goes ? "goes" : "stays"} where state has ${JSON.stringify(outputs)} and it ${group}`, async () => {
            assert.equal(await goesWithMapping(okta(created ? { target: created } : {}), key, outputs), goes);
        });
    }
});

describe("the target group that a replaced mapping leaves to its successor", () => {
    const left = (outputs: Properties, id = idOf(key)) =>
        leftTarget({ id, outputs: { targetGroupName: "team", targetAdopted: false, ...outputs } }, declared());
    const ours = { id: "target", name: "team", isDoubtful: false };

    it("is one that is ours and stays", () => {
        assert.deepEqual(left({}), ours);
        assert.deepEqual(left({ targetAdopted: true, targetDoubtful: true }), { ...ours, isDoubtful: true });
        assert.deepEqual(left({ deleteTargetGroupOnDestroy: true, status: "MISSING" }), ours);
        assert.deepEqual(
            left({ deleteTargetGroupOnDestroy: "if-created", targetAdopted: true, targetDoubtful: true }),
            { ...ours, isDoubtful: true },
        );
    });

    it("is none that is or may be another's, none that goes with it, and none of another app", () => {
        assert.equal(leftTarget(undefined, declared()), undefined);
        assert.equal(left({ targetAdopted: true }), undefined);
        assert.equal(left({ targetMadeSince: requestedAt }), undefined);
        assert.equal(left({ deleteTargetGroupOnDestroy: true }), undefined);
        assert.equal(left({ deleteTargetGroupOnDestroy: "if-created" }), undefined);
        assert.equal(left({}, idOf({ ...key, appId: "former" })), undefined);
    });
});

describe("a group that is older than the request that might have made it", () => {
    const again = (created: string | undefined, more: Properties, targetMadeSince: string | undefined) => {
        const mappings = new AppMappings(okta(created ? { target: created } : {}), "app");
        const remembered = { targetDeclaredBy: "name", targetAdopted: true, targetMadeSince } as const;
        return refuseForeignTarget(mappings, declared(more), key, remembered);
    };

    it("is not linked to again, nor is one that cannot be seen", async () => {
        await assert.rejects(again(before, {}, requestedAt), /"target now"/);
        await inNoTime(() => assert.rejects(again(undefined, {}, requestedAt), /cannot be read/));
        await again(at, {}, requestedAt);
    });

    it("may be linked to where that is declared, or nothing was in doubt", async () => {
        await again(before, { onExistingTarget: "link" }, requestedAt);
        await again(before, {}, undefined);
    });

    it("is not adopted with its mapping, but for the five seconds that a request may take", () => {
        const adopted = (created: string, more: Properties = {}) =>
            refuseOlderTarget(declared(more), mapping, { id: "target", name: "team", type: "APP_GROUP", created });

        assert.throws(() => adopted("2026-11-24T13:59:54.999Z"), /interrupted run/);
        adopted("2026-11-24T13:59:55.000Z");
        adopted(before, { onExistingTarget: "link" });
        adopted("2020-01-01T00:00:00.000Z", { onExistingTarget: "link" });
    });
});

describe("a mapping that the app's list does not have", () => {
    for (const [title, groups, outputs, isGone] of [
        ["is gone with its target, while its source is seen", { source: at }, { created: at }, true],
        ["can be made again while both are seen", { source: at, target: at }, { created: at }, false],
        ["may be hidden while neither is seen", {}, { created: at }, false],
        ["may be hidden while its target alone is seen", { target: at }, { created: at }, false],
        ["can be imported while both are seen", { source: at, target: at }, {}, false],
        ["cannot be imported without its target", { source: at }, {}, true],
        ["cannot be imported without its source", { target: at }, {}, true],
    ] as const) {
        it(title, async () => {
            assert.equal(await isGoneForGood(okta(groups), key, outputs), isGone);
        });
    }
});

describe("a mapping that moves to another app", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        sinon.stub(console, "log").callsFake((text: unknown) => void said.push(String(text)));
    });
    afterEach(() => sinon.restore());

    const bothOpas = { app: opas, next: opas };
    const next = (more: Properties = {}, isMade = true) => ({
        declared: { appId: "next", targetGroupName: "team", ...more },
        isMade,
    });
    const pushedOn = (successor: ReturnType<typeof next> | undefined, apps = {}, outputs: Properties = {}) =>
        isPushedOn(okta({}, { ...bothOpas, ...apps }), key, { targetGroupName: "team", ...outputs }, successor);

    it("keeps the group of OPA that both push to, and says so", async () => {
        assert.equal(await pushedOn(next()), true);
        assert.match(said.join(), /^Kept target group target in app app: /);
    });

    it("keeps nothing where that is another group, or nothing was made or is deleted", async () => {
        assert.equal(await pushedOn(undefined), false);
        assert.equal(await pushedOn(next({}, false)), false);
        assert.equal(await pushedOn(next({ appId: "app" })), false);
        assert.equal(await pushedOn(next({ targetGroupName: "other" })), false);
        assert.equal(await pushedOn(next(), { app: "other" }), false);
        assert.equal(await pushedOn(next(), { next: "other" }), false);
        assert.equal(await pushedOn(next(), { next: undefined }), false);
        assert.equal(await pushedOn(next(), {}, { deleteTargetGroupOnDestroy: false }), false);
        assert.deepEqual(said, []);
    });

    it("finds the group of its own that OPA has already, if that was made for it", async () => {
        const former = (outputs: Properties, apps = {}, id = idOf({ ...key, appId: "former" })) => {
            const replaced: Replaced = { id, outputs: { targetGroupName: "team", targetAdopted: false, ...outputs } };
            return formerElsewhere(okta({}, { app: opas, former: opas, ...apps }), replaced, declared());
        };

        assert.deepEqual(await former({}), { isOurs: true });
        assert.deepEqual(await former({ targetAdopted: true }), { isOurs: false });
        assert.deepEqual(await former({ targetMadeSince: requestedAt }), { isOurs: false });
        assert.equal(await former({ targetGroupName: "other" }), undefined);
        assert.equal(await former({}, {}, idOf(key)), undefined);
        assert.equal(await former({}, { former: "other" }), undefined);
        assert.equal(await formerElsewhere(okta({}, { app: opas }), undefined, declared()), undefined);
    });
});

describe("a push that others may use", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        sinon.stub(console, "warn").callsFake((text: unknown) => void said.push(String(text)));
    });
    afterEach(() => sinon.restore());

    const nobody: WhoUses = async () => ({ policies: [] });
    const kept = (outputs: Properties, whoUses: WhoUses = nobody, groups = {}) =>
        isKeptForOthers(okta(groups), mapping, { targetGroupName: "team", ...outputs }, undefined, whoUses);
    const ours = { shared: true, targetAdopted: false };

    it("goes when it is this stack's alone, or ours and nobody uses it", async () => {
        const asked: string[] = [];
        const whoUses: WhoUses = async (name) => {
            asked.push(name);
            return { policies: [] };
        };

        assert.equal(await kept({ targetAdopted: true }), false);
        assert.equal(await kept({ shared: false, targetAdopted: true }), false);
        assert.equal(await kept(ours, whoUses), false);
        assert.equal(await kept(ours, whoUses, { target: at }), false);
        assert.deepEqual(asked, ["team", "target now"], "by the name that it has now, as far as it is seen");
        assert.deepEqual(said, []);
    });

    it("stays when it is not ours, is used, or that is not known", async () => {
        const refused = new ApiFailure({ kind: "forbidden", said: "no", method: "GET", path: "/", status: 403 });

        assert.equal(await kept({ shared: true }), true);
        assert.equal(await kept(ours, async () => ({ policies: ["one"] })), true);
        assert.equal(await kept(ours, async () => ({ policies: ["one", "two", "three"] })), true);
        assert.equal(await kept(ours, async () => ({ unknown: "nobody asks" })), true);
        assert.equal(await kept(ours, () => Promise.reject(refused)), true);
        await assert.rejects(
            kept(ours, () => Promise.reject(new Error("a fault of ours"))),
            /a fault of ours/,
        );
        assert.match(said[0] ?? "", /nothing proves that this stack made it/);
        assert.match(said[1] ?? "", /: policy "one" names the group\. /);
        assert.match(said[2] ?? "", /: policy "one" names the group, and 2 more\. /);
        assert.match(said[3] ?? "", /cannot be known \(nobody asks\)/);
        assert.match(said[4] ?? "", /cannot be known \(.*no/);
    });
});
