import assert from "node:assert/strict";
import { makeApp, makeGroup } from "../../tenant/store/make-okta";
import { type Answered, ask, bodyOf } from "./support/asking";
import { type Scene, sceneForEach } from "./support/scene";

type Way = (scene: Scene) => Promise<Answered>;
type Refusal = readonly [title: string, way: Way, status: number, code: string, says: RegExp];

const create = (body: (sourceGroupId: string, scene: Scene) => unknown): Way => {
    return async (scene) => scene.me.okta("POST", scene.mappings, body(await scene.group("payments"), scene));
};
const onMapping = (method: string, rest = "", body?: unknown): Way => {
    return async (scene) =>
        scene.me.okta(method, `${scene.mappings}/${(await scene.mapping("payments")).id}${rest}`, body);
};
const onNothing = (method: string, rest = "", body?: unknown): Way => {
    return (scene) => scene.me.okta(method, `${scene.mappings}/gPmNothing${rest}`, body);
};
const list = (query: string): Way => {
    return (scene) => scene.me.okta("GET", `${scene.mappings}?${query}`);
};
const raw = (headers: Readonly<Record<string, string>>, text: string): Way => {
    return ({ tenant, mappings }) => {
        const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;
        return ask(tenant, { method: "POST", target: mappings, headers: { authorization, ...headers }, text });
    };
};
const json = { "content-type": "application/json" };
const elsewhere: Way = async (scene) => {
    const app = makeApp(scene.tenant.store, 0, { name: "other", label: "Other" });
    const { id } = await scene.mapping("payments");
    return scene.me.okta("GET", `/api/v1/apps/${app.id}/group-push/mappings/${id}`);
};

const validation = [400, "E0000001"] as const;
const missing = [404, "E0000007"] as const;
const name = "payments";

const refusals: readonly Refusal[] = [
    ["no source group", create(() => ({ targetGroupName: name })), ...validation, /sourceGroupId.*required/],
    ["no target", create((sourceGroupId) => ({ sourceGroupId })), ...validation, /targetGroupId.*required/],
    [
        "both targets",
        create((sourceGroupId) => ({ sourceGroupId, targetGroupName: name, targetGroupId: sourceGroupId })),
        ...validation,
        /Exactly one/,
    ],
    ...(["sourceGroupId", "targetGroupName", "targetGroupId", "status", "appConfig"] as const).flatMap((field) =>
        [null, ""].map((value): Refusal => {
            const body = create((sourceGroupId) => ({ sourceGroupId, targetGroupName: name, [field]: value }));
            return [`${field} ${JSON.stringify(value)}`, body, ...validation, new RegExp(field)];
        }),
    ),
    ...["ERROR", "active", 1].map((status): Refusal => {
        const body = create((sourceGroupId) => ({ sourceGroupId, targetGroupName: name, status }));
        return [`the status ${status} at first`, body, ...validation, /ACTIVE or INACTIVE/];
    }),
    [
        "Active Directory's configuration for another app",
        create((sourceGroupId) => ({ sourceGroupId, targetGroupName: name, appConfig: { type: "ACTIVE_DIRECTORY" } })),
        ...validation,
        /appConfig/,
    ],
    [
        "a source group that is not there",
        create(() => ({ sourceGroupId: "00gNothing", targetGroupName: name })),
        ...missing,
        /00gNothing \(UserGroup\)/,
    ],
    [
        "a target group that is not there",
        create((sourceGroupId) => ({ sourceGroupId, targetGroupId: "00gNothing" })),
        ...missing,
        /00gNothing \(UserGroup\)/,
    ],
    [
        "a target group that is not the app's",
        create((sourceGroupId) => ({ sourceGroupId, targetGroupId: sourceGroupId })),
        ...validation,
        /imported from this app/,
    ],
    [
        "a target group that is another app's",
        create((sourceGroupId, { tenant: { store } }) => {
            const { id: appId } = makeApp(store, 0, { name: "other", label: "Other" });
            const { id: targetGroupId } = makeGroup(store, 0, { name, type: "APP_GROUP", appId });
            return { sourceGroupId, targetGroupId };
        }),
        ...validation,
        /imported from this app/,
    ],
    [
        "a source group that is an app's",
        create((_, { tenant: { store, opaAppId: appId } }) => {
            const { id } = makeGroup(store, 0, { name, type: "APP_GROUP", appId });
            return { sourceGroupId: id, targetGroupName: name };
        }),
        ...validation,
        /sourceGroupId/,
    ],
    [
        "an app that is not there",
        (scene) => scene.me.okta("POST", scene.mappings.replace(scene.tenant.opaAppId, "0oaNothing"), {}),
        ...missing,
        /Not found: Resource not found: 0oaNothing/,
    ],
    ["a body that is not JSON", raw(json, "{"), 400, "E0000003", /not well-formed/],
    ["a body that is a list", raw(json, "[]"), 400, "E0000003", /not well-formed/],
    ["a body that says it is text", raw({ "content-type": "text/plain" }, "{}"), 400, "E0000021", /Content-Type/],
    ["reading what is not there", onNothing("GET"), ...missing, /gPmNothing \(GroupPushMapping\)/],
    ["reading what is another app's", elsewhere, ...missing, /GroupPushMapping/],
    ["changing what is not there", onNothing("PATCH", "", { status: "ACTIVE" }), ...missing, /GroupPushMapping/],
    ["changing to ERROR", onMapping("PATCH", "", { status: "ERROR" }), ...validation, /ACTIVE or INACTIVE/],
    ["changing without a status", onMapping("PATCH", "", {}), ...validation, /status/],
    ["changing with PUT", onMapping("PUT", "", { status: "ACTIVE" }), 405, "E0000022", /method/],
    ["deleting what is not there", onNothing("DELETE", "?deleteTargetGroup=true"), ...missing, /GroupPushMapping/],
    ["deleting what is ACTIVE", onMapping("DELETE", "?deleteTargetGroup=false"), ...validation, /INACTIVE/],
    ["deleting without a word about the target", onMapping("DELETE"), ...validation, /deleteTargetGroup/],
    ["deleting with an odd word", onMapping("DELETE", "?deleteTargetGroup=yes"), ...validation, /deleteTargetGroup/],
    ...["0", "1001", "-1", "1.5", "many"].map(
        (limit): Refusal => [`a page of ${limit}`, list(`limit=${limit}`), ...validation, /between 1 and 1000/],
    ),
    ["an unknown status to list", list("status=PENDING"), ...validation, /status/],
    ["a time with fractions", list("lastUpdated=2026-01-01T00:00:00.000Z"), ...validation, /lastUpdated/],
    ["a time that never was", list("lastUpdated=2026-13-45T99:99:99Z"), ...validation, /lastUpdated/],
    ["a cursor of one's own", list("after=invented"), ...validation, /after/],
    [
        "a list of an app that is not there",
        (scene) => scene.me.okta("GET", scene.mappings.replace(scene.tenant.opaAppId, "0oaNothing")),
        ...missing,
        /Not found/,
    ],
];

describe("the tenant's group push mappings refuse", () => {
    const at = sceneForEach();

    for (const [title, way, status, code, says] of refusals) {
        it(title, async () => {
            const answered = await way(at.scene);

            const { errorCode, errorLink, errorSummary, errorCauses } = bodyOf(answered);
            assert.deepEqual([answered.status, errorCode, errorLink], [status, code, code]);
            assert.match(`${errorSummary} ${JSON.stringify(errorCauses)}`, says);
        });
    }
});
