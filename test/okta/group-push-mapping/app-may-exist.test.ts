import assert from "node:assert/strict";
import { ApiFailure, type FailureKind } from "../../../resources/http/failure/api-failure";
import type { Send } from "../../../resources/http/send";
import { foundOrGone, goneWithApp } from "../../../resources/okta/group-push-mapping/steps/gone";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";

const key = { appId: "app", sourceGroupId: "source", targetGroupId: "target" };

/** What Okta answers while the app's mappings cannot be listed. */
interface Okta {
    readonly refusal?: FailureKind;
    /** The lists of apps, one after the other; the last one for good. */
    readonly apps?: readonly (readonly string[])[];
    /** The app and groups that can be read by themselves. */
    readonly seen?: readonly string[];
}

function okta({ refusal = "not-found", apps = [["other"]], seen = ["source"] }: Okta): Send {
    let asked = 0;
    return async ({ method, path }) => {
        const [id = "", ...more] = path.split("/").slice(4);
        const ok = (body: unknown) => ({ status: 200, headers: new Headers(), body });
        const refused = (kind: FailureKind) => new ApiFailure({ kind, said: "No", method, path });
        if (more.length > 0) throw refused(refusal);
        if (!id) return ok((apps[Math.min(asked++, apps.length - 1)] ?? []).map((one) => ({ id: one })));
        if (!seen.includes(id)) throw refused("not-found");
        const group = { type: "APP_GROUP", created: "2026-11-24T14:00:00Z", profile: { name: id } };
        return ok({ id, name: id, label: id, status: "ACTIVE", ...group });
    };
}

describe("the app of a mapping, when its mappings cannot be listed", () => {
    const look = (send: Send) => foundOrGone(new AppMappings(send, "app"), key, { mappingId: "mapping" });

    it("is gone when other apps are listed, and nothing is seen but the source group", async () => {
        assert.equal(await look(okta({})), goneWithApp);
    });

    it("is not taken for gone while that has another reason than a 404", async () => {
        for (const refusal of ["unavailable", "forbidden", "rate-limited"] as const) {
            await assert.rejects(look(okta({ refusal })), (thrown) => {
                assert.ok(thrown instanceof ApiFailure);
                return thrown.kind === refusal;
            });
        }
    });

    it("may exist when it is listed, is found by itself, or its target group is", async () => {
        await assert.rejects(look(okta({ apps: [["other", "app"]] })), /the list of apps has it/);
        await assert.rejects(look(okta({ seen: ["source", "app"] })), /it was found now/);
        await assert.rejects(
            look(okta({ seen: ["source", "target"] })),
            /its group "target" \(target\) is still there/,
        );
    });

    it("may exist when the credential sees no app, or not the source group either", async () => {
        await assert.rejects(look(okta({ apps: [[]] })), /sees no app at all/);
        await assert.rejects(look(okta({ seen: [] })), /the source group source cannot be seen either/);
    });

    it("is gone as soon as another app is listed, although none was a moment ago", async () => {
        const send = okta({ apps: [[], ["other"]] });

        await assert.rejects(look(send), /sees no app at all/);
        assert.equal(await look(send), goneWithApp);
    });

    it("is gone as soon as it is not listed any more, although it was a moment ago", async () => {
        const send = okta({ apps: [["app", "other"], ["other"]] });

        await assert.rejects(look(send), /the list of apps has it/);
        assert.equal(await look(send), goneWithApp);
    });
});
