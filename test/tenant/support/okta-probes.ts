import { makeApp, makeGroup } from "../../../tenant/store/make-okta";
import type { oktaUnconfirmed } from "../../../tenant/unconfirmed/okta";
import { bodyOf, headerLines } from "./asking";
import type { Probes } from "./probes";
import { made, type Scene } from "./scene";
import { ServiceApp } from "./service-app";

const status = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status;

const patch = (scene: Scene, mappingId: string, to: string) =>
    scene.me.okta("PATCH", `${scene.mappings}/${mappingId}`, { status: to });

const remove = (scene: Scene, mappingId: string, query = "?deleteTargetGroup=false") =>
    scene.me.okta("DELETE", `${scene.mappings}/${mappingId}${query}`);

/** A mapping whose push has failed. */
async function failed(scene: Scene) {
    scene.tenant.failPush({ outcome: "error" });
    const mapping = await scene.mapping("payments");
    scene.tenant.clock.flush();
    return mapping;
}

/** A mapping that is switched off. */
async function stopped(scene: Scene) {
    const mapping = await scene.mapping("payments", "ana@example.com");
    scene.tenant.clock.flush();
    made(await patch(scene, mapping.id, "INACTIVE"));
    return mapping;
}

async function rename(scene: Scene, groupId: string, name: string): Promise<void> {
    made(await scene.me.okta("PUT", `/api/v1/groups/${groupId}`, { profile: { name } }));
    scene.tenant.clock.flush();
}

async function nextLink(scene: Scene): Promise<URL> {
    await scene.mapping("a");
    await scene.mapping("b");
    const answered = await scene.me.okta("GET", `${scene.mappings}?limit=1&status=ACTIVE`);
    return new URL(/<(.+)>/.exec(headerLines(answered, "link")[1] ?? "")?.[1] ?? "");
}

/** The status of a mapping whose source is a group of this app. */
async function pushedFrom({ tenant, me, mappings }: Scene, appName: string): Promise<number> {
    const app = makeApp(tenant.store, 0, { name: appName, label: appName });
    const { id } = makeGroup(tenant.store, 0, { name: appName, type: "APP_GROUP", appId: app.id });
    return status(me.okta("POST", mappings, { sourceGroupId: id, targetGroupName: appName }));
}

async function mapTwice(scene: Scene, who: "source" | "target"): Promise<number> {
    const { sourceGroupId, targetGroupId } = await scene.mapping("payments");
    const body =
        who === "source"
            ? { sourceGroupId, targetGroupName: "other" }
            : { sourceGroupId: await scene.group("other"), targetGroupId };
    return status(scene.me.okta("POST", scene.mappings, body));
}

/** How many of ten calls a bucket has left after calls about a mapping, an app and a user. */
async function bucketsLeft(scene: Scene): Promise<unknown> {
    const left = async (path: string) =>
        headerLines(await scene.me.okta("GET", path), "x-rate-limit-remaining").map(Number)[0];
    const app = `/api/v1/apps/${scene.tenant.opaAppId}`;
    return [await left(`${app}/group-push/mappings`), await left(app), await left("/api/v1/nothing")];
}

/** A look at what each choice on the Okta side changes. */
export const oktaProbes: Probes<keyof typeof oktaUnconfirmed> = {
    mappingCreateStatus: [
        async (scene) =>
            status(
                scene.me.okta("POST", scene.mappings, {
                    sourceGroupId: await scene.group("payments"),
                    targetGroupName: "payments",
                }),
            ),
        200,
        201,
    ],
    mappingDeleteStatus: [async (scene) => status(remove(scene, (await stopped(scene)).id)), 200, 204],
    errorMappingDelete: [async (scene) => status(remove(scene, (await failed(scene)).id)), 200, 400],
    errorMappingPatch: [async (scene) => status(patch(scene, (await failed(scene)).id, "ACTIVE")), 200, 400],
    sameStatusPatch: [async (scene) => status(patch(scene, (await stopped(scene)).id, "INACTIVE")), 200, 400],
    omittedDeleteTarget: [async (scene) => status(remove(scene, (await stopped(scene)).id, "")), 400, 200],
    errorSummaryInError: [
        async (scene) => {
            const { id } = await failed(scene);
            const healthy = await scene.mapping("other");
            return [(await scene.read(id)).errorSummary, healthy.errorSummary];
        },
        [undefined, undefined],
        [
            "Unable to update Group Push mapping target App group payments: Error while creating user group payments: HTTP 403 Forbidden",
            "",
        ],
    ],
    emptyAppConfig: [async (scene) => "appConfig" in (await scene.mapping("payments")), false, true],
    missingGroupInMapping: [
        async (scene) =>
            status(scene.me.okta("POST", scene.mappings, { sourceGroupId: "00gNothing", targetGroupName: "payments" })),
        404,
        400,
    ],
    existingTargetName: [
        async (scene) => {
            makeGroup(scene.tenant.store, 0, { name: "payments", type: "APP_GROUP", appId: scene.tenant.opaAppId });
            const sourceGroupId = await scene.group("source");
            return status(scene.me.okta("POST", scene.mappings, { sourceGroupId, targetGroupName: "payments" }));
        },
        200,
        400,
    ],
    targetMappedTwice: [(scene) => mapTwice(scene, "target"), 400, 409],
    sourceMappedTwice: [(scene) => mapTwice(scene, "source"), 400, 200],
    appGroupAsSource: [
        async (scene) => [
            await pushedFrom(scene, "active_directory"),
            await pushedFrom(scene, "ldap_sun_one"),
            await pushedFrom(scene, "workday"),
        ],
        [200, 200, 400],
        [200, 200, 200],
        [400, 400, 400],
    ],
    everyoneAsSource: [
        (scene) => {
            const everyone = [...scene.tenant.store.groups.values()].find(({ type }) => type === "BUILT_IN");
            const body = { sourceGroupId: everyone?.id, targetGroupName: "all" };
            return status(scene.me.okta("POST", scene.mappings, body));
        },
        400,
        200,
    ],
    nextLinkFilters: [async (scene) => (await nextLink(scene)).searchParams.get("status"), null, "ACTIVE"],
    mappingCursor: [async (scene) => (await nextLink(scene)).searchParams.get("after")?.startsWith("gPm"), false, true],
    mappingsBucket: [
        async (scene) => {
            Object.assign(scene.tenant.settings, { oktaRequestsPerMinute: 10, oktaTokenSharePercent: 100 });
            return bucketsLeft(scene);
        },
        [9, 8, 9],
        [9, 9, 9],
        [9, 9, 8],
    ],
    targetDeletion: [
        async (scene) => {
            const { id } = await stopped(scene);
            made(await remove(scene, id, "?deleteTargetGroup=true"));
            return scene.tenant.store.opaGroupNamed("payments")?.deletedAtMs === undefined;
        },
        true,
        false,
    ],
    sourceRename: [
        async (scene) => {
            const { id, sourceGroupId, targetGroupId } = await scene.mapping("payments");
            scene.tenant.clock.flush();
            await rename(scene, sourceGroupId, "billing");
            return [(await scene.read(id)).status, scene.tenant.store.groups.get(targetGroupId)?.name];
        },
        ["ACTIVE", "billing"],
        ["INACTIVE", "payments"],
    ],
    pushedGroupRename: [
        async (scene) => {
            const { sourceGroupId } = await scene.mapping("payments", "ana@example.com");
            scene.tenant.clock.flush();
            const before = scene.tenant.store.opaGroupNamed("payments");
            await rename(scene, sourceGroupId, "billing");
            const after = scene.tenant.store.opaGroupNamed("billing");
            return [after === before, [...(after?.members ?? [])], scene.tenant.store.opaGroupNamed("payments")?.name];
        },
        [true, ["ana@example.com"], undefined],
        [false, ["ana@example.com"], "payments"],
    ],
    sourceDeletion: [
        async (scene) => {
            const { id, sourceGroupId } = await scene.mapping("payments");
            made(await scene.admin.okta("DELETE", `/api/v1/groups/${sourceGroupId}`));
            const answered = await scene.me.okta("GET", `${scene.mappings}/${id}`);
            return [answered.status, bodyOf(answered)["status"]];
        },
        [404, undefined],
        [200, "ERROR"],
    ],
    emptyPush: [
        async (scene) => {
            const { id } = await scene.mapping("payments");
            scene.tenant.clock.flush();
            return [(await scene.read(id)).lastPush !== undefined, scene.tenant.store.opaGroupNamed("payments")?.name];
        },
        [true, "payments"],
        [false, "payments"],
    ],
    pushOntoLocalGroup: [
        async (scene) => {
            await scene.opaGroup("payments");
            const { id } = await scene.mapping("payments");
            scene.tenant.clock.flush();
            return (await scene.read(id)).status;
        },
        "ACTIVE",
        "ERROR",
    ],
    mappedTargetDelete: [
        async (scene) =>
            status(scene.me.okta("DELETE", `/api/v1/groups/${(await scene.mapping("payments")).targetGroupId}`)),
        400,
        403,
    ],
    groupSearchCase: [
        async (scene) => {
            await scene.group("Payments");
            scene.tenant.clock.flush();
            const search = encodeURIComponent('profile.name eq "payments"');
            return bodyOf<unknown[]>(await scene.me.okta("GET", `/api/v1/groups?search=${search}`)).length;
        },
        1,
        0,
    ],
    proofRefusalStatus: [
        async ({ tenant }) => {
            const app = new ServiceApp(tenant, { requiresDpop: true });
            return status(app.call(`Bearer ${await app.token({ bound: true })}`));
        },
        401,
        400,
    ],
    manageScopeReads: [
        async ({ tenant }) => {
            const app = new ServiceApp(tenant, { scopes: ["okta.groups.manage"] });
            return status(app.call(`Bearer ${await app.token({ scope: "okta.groups.manage" })}`));
        },
        200,
        403,
    ],
    pushEventTargets: [
        async (scene) => {
            const { sourceGroupId } = await scene.mapping("payments");
            const filter = `eventType sw "application.provision" and target.id eq "${sourceGroupId}"`;
            return made<unknown[]>(await scene.me.okta("GET", `/api/v1/logs?filter=${encodeURIComponent(filter)}`))
                .length;
        },
        1,
        0,
    ],
    inactiveAppUsers: [
        async (scene) => {
            const login = "ana@example.com";
            made(await scene.admin.okta("POST", `/api/v1/users/${scene.userId(login)}/lifecycle/suspend`));
            const path = `/api/v1/apps/${scene.tenant.opaAppId}/users?q=ana`;
            return made<unknown[]>(await scene.me.okta("GET", path)).length;
        },
        1,
        0,
    ],
    appUserStatus: [
        async (scene) => {
            const path = `/api/v1/apps/${scene.tenant.opaAppId}/users?q=ana`;
            return made<{ status: string }[]>(await scene.me.okta("GET", path))[0]?.status;
        },
        "PROVISIONED",
        "ACTIVE",
    ],
    groupWithoutDescription: [
        async (scene) => {
            const group = await scene.me.okta("GET", `/api/v1/groups/${await scene.group("payments")}`);
            return bodyOf(group)["profile"];
        },
        { name: "payments", description: null },
        { name: "payments" },
    ],
    errorCauses: [
        async (scene) => bodyOf(await scene.me.okta("GET", "/api/v1/groups/00gNothing"))["errorCauses"],
        [],
        undefined,
    ],
    oktaRetryAfter: [
        async (scene) => {
            scene.tenant.settings.oktaRequestsPerMinute = 0;
            return (
                headerLines(await scene.me.okta("GET", "/api/v1/groups"), "retry-after").map(Number)[0] !== undefined
            );
        },
        false,
        true,
    ],
};
