import assert from "node:assert/strict";
import sinon from "sinon";
import type { Send } from "../../../resources/http/send";
import { now } from "../../../resources/http/time/clock";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { declaredSchema } from "../../../resources/okta/group-push-mapping/declared/schema";
import { sayKept, type Witness, whyDoubtful } from "../../../resources/okta/group-push-mapping/steps/proof";
import type { InOpa } from "../../../resources/okta/group-push-mapping/wire/in-opa";
import type { Mapping } from "../../../resources/okta/group-push-mapping/wire/mapping";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";

const time = "2026-11-24T14:00:00.000Z";
const pushed = { lastPush: time };

const mapping = (status = "INACTIVE", more: Partial<Mapping> = {}): Mapping => ({
    mappingId: "mapping",
    sourceGroupId: "source",
    targetGroupId: "target",
    status,
    created: time,
    lastUpdated: time,
    ...more,
});

const app = (name = "okta_privileged_access_sso") => ({
    id: "app",
    name,
    label: "The app",
    status: "ACTIVE",
    features: [],
});

const nothing: InOpa = { groups: [] };
const another: InOpa = { groups: [{ name: "team", roles: ["pam_admin"] }] };

describe("whose the target group of a new mapping is", () => {
    const why = (of: Mapping, inOpa: InOpa, more: Partial<Witness> = {}) =>
        whyDoubtful(of, "team", { app: app(), ask: async () => inOpa, former: undefined, ...more }, now());

    it("is certain while nothing was pushed and OPA has no group of the name, or has it of the mapping before", async () => {
        assert.equal(await why(mapping(), nothing), undefined);
        assert.equal(await why(mapping(), nothing, { former: { isOurs: false } }), undefined);
        assert.equal(await why(mapping(), another, { former: { isOurs: true } }), undefined);
    });

    it("is not certain once something may have been pushed, whatever OPA has", async () => {
        for (const of of [mapping("ACTIVE"), mapping("ERROR"), mapping("INACTIVE", pushed)]) {
            for (const former of [undefined, { isOurs: true }]) {
                const doubt = await why(of, nothing, { former });

                assert.deepEqual(doubt, { reason: 'something may have been pushed to "team" before' });
            }
        }
    });

    it("is not certain while OPA has such a group already, which is told", async () => {
        for (const former of [undefined, { isOurs: false }]) {
            const doubt = await why(mapping(), another, { former });

            assert.match(doubt?.reason ?? "", /although nothing was pushed there yet/);
            assert.deepEqual(doubt?.inOpa, { name: "team", roles: ["pam_admin"] });
        }
    });

    it("is not certain where OPA does not say, or the app is none of OPA's", async () => {
        assert.deepEqual(await why(mapping(), { unknown: "nobody asks" }), { reason: "nobody asks" });
        const ofOther = await why(mapping(), nothing, { app: app("other") });
        assert.deepEqual(ofOther, { reason: 'app "The app" is not Okta Privileged Access' });
    });
});

describe("that a target group will be kept", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        sinon.stub(console, "warn").callsFake((text: unknown) => void said.push(String(text)));
    });
    afterEach(() => sinon.restore());

    const send: Send = () => Promise.reject(new Error("nothing is asked"));
    const say = (more: Properties, reason: string, through = send, appId = "app") => {
        const declared = { appId, sourceGroupId: "source", targetGroupName: "team", ...more };
        sayKept(declaredSchema.parse(declared), new AppMappings(through, appId), { reason });
    };

    it("is said where it would go otherwise, once for each app and reason", () => {
        const created = { deleteTargetGroupOnDestroy: "if-created" };
        say(created, "one");
        say(created, "one");
        say(created, "two");
        say(created, "one", send, "other");
        say(created, "one", () => send({ method: "GET", path: "/" }));

        assert.deepEqual(
            said.map((text) => /in app (\w+),.* because (\w+)\./.exec(text)?.slice(1).join(" ")),
            ["app one", "app two", "other one", "app one"],
        );
    });

    it("is not said where that is declared, or the group goes in any case", () => {
        for (const deleteTargetGroupOnDestroy of [true, false]) {
            say({ deleteTargetGroupOnDestroy }, "one", () => send({ method: "GET", path: "/" }));
        }

        assert.deepEqual(said, []);
    });
});
