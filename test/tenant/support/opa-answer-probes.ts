import type { opaAnswersUnconfirmed } from "../../../tenant/unconfirmed/opa-answers";
import { bodyOf, headerLines } from "./asking";
import { policyFor, ruleOn, type Wire } from "./policies";
import type { Probes } from "./probes";
import { made, type Scene } from "./scene";

interface PolicyOnWire {
    readonly id: string;
    readonly [name: string]: unknown;
    readonly rules: readonly Readonly<Record<string, unknown>>[];
    readonly principals: { readonly user_groups: readonly Readonly<Record<string, unknown>>[] };
}

/** A policy as it comes back: by default one rule, that a group may list the seeded folder. */
async function policyIn(scene: Scene, more: Wire = {}): Promise<PolicyOnWire> {
    const groupId = await scene.opaGroup("payments");
    const body = policyFor([groupId], [ruleOn(scene.teams.id, ["list"])], more);
    return made(await scene.security.opa("POST", "/security_policy", body));
}

const folderPaths = async (scene: Scene) => {
    const id = await scene.folder("payments");
    const { path } = made<{ path?: { name: string }[] }>(await scene.me.opa("GET", `${scene.folders}/${id}`));
    return path?.map(({ name }) => name);
};

const put = async (scene: Scene, path: string, body: unknown) => (await scene.admin.opa("PUT", path, body)).status;

async function deletedProject(scene: Scene): Promise<string> {
    const [group] = scene.tenant.store.resourceGroups.values();
    const projects = `/resource_groups/${group?.id}/projects`;
    const { id } = made<{ id: string }>(await scene.admin.opa("POST", projects, { name: "short-lived" }));
    made(await scene.admin.opa("DELETE", `${projects}/${id}`));
    return `${projects}/${id}`;
}

async function manyFolders(scene: Scene): Promise<readonly string[]> {
    for (let n = 0; n < 100; n += 1) await scene.folder(`folder-${n}`, null);
    return headerLines(await scene.me.opa("GET", scene.folders), "link");
}

/** A look at what each choice about OPA's answers changes. */
export const opaAnswerProbes: Probes<keyof typeof opaAnswersUnconfirmed> = {
    folderUpdateStatus: [(scene) => put(scene, `${scene.folders}/${scene.teams.id}`, { name: "teams" }), 200, 204],
    folderPath: [folderPaths, ["teams"], ["teams", "payments"], [], undefined],
    listItemPath: [
        async (scene) => {
            await scene.folder("payments");
            const items = await scene.me.opa("GET", `${scene.folders}/${scene.teams.id}/items`);
            return made<{ list: object[] }>(items).list.map((item) => "path" in item);
        },
        [true],
        [false],
    ],
    listItemDescription: [
        async (scene) => {
            await scene.folder("payments");
            const items = await scene.me.opa("GET", `${scene.folders}/${scene.teams.id}/items`);
            return made<{ list: object[] }>(items).list.map((item) => "description" in item);
        },
        [true],
        [false],
    ],
    clearedDescription: [
        async (scene) => {
            const id = await scene.folder("payments");
            return made(await scene.me.opa("GET", `${scene.folders}/${id}`))["description"];
        },
        null,
        "",
    ],
    secretType: [
        async (scene) => {
            await scene.secret("pin");
            const items = await scene.me.opa("GET", `${scene.folders}/${scene.teams.id}/items`);
            return made<{ list: { type: string }[] }>(items).list.map(({ type }) => type);
        },
        ["key_value_secret"],
        ["generic"],
    ],
    policyCreateStatus: [
        async (scene) =>
            (await scene.security.opa("POST", "/security_policy", policyFor([await scene.opaGroup("payments")], [])))
                .status,
        200,
        201,
    ],
    falseBooleans: [
        async (scene) => {
            const [rule] = (await policyIn(scene)).rules;
            const privileges = rule?.["privileges"] as { privilege_value: object }[] | undefined;
            return Object.keys(privileges?.[0]?.privilege_value ?? {});
        },
        ["_type", "list"],
        [
            ...["_type", "list", "folder_create", "folder_update", "folder_delete"],
            ...["secret_create", "secret_update", "secret_reveal", "secret_delete"],
        ],
    ],
    zeroNumbers: [
        async (scene) => {
            const everyTime = {
                condition_type: "mfa",
                condition_value: { _type: "mfa", re_auth_frequency_in_seconds: 0 },
            };
            const { rules } = await policyIn(scene, {
                rules: [ruleOn(scene.teams.id, ["list"], { conditions: [everyTime] })],
            });
            const conditions = rules[0]?.["conditions"] as { condition_value: object }[] | undefined;
            return Object.keys(conditions?.[0]?.condition_value ?? {});
        },
        ["_type", "re_auth_frequency_in_seconds"],
        ["_type"],
    ],
    policyType: [async (scene) => (await policyIn(scene))["type"], undefined, "default"],
    emptyConditions: [
        async (scene) => {
            const { principals, rules } = await policyIn(scene);
            const fields = Object.entries({ ...principals, ...rules[0] });
            return fields.filter(([name]) => name === "workload_roles" || name === "conditions");
        },
        [],
        [
            ["workload_roles", null],
            ["conditions", null],
        ],
        [
            ["workload_roles", []],
            ["conditions", []],
        ],
    ],
    emptyPolicyDescription: [async (scene) => (await policyIn(scene))["description"], undefined, ""],
    teamWideScope: [async (scene) => "resource_group" in (await policyIn(scene)), false, true],
    missingFlag: [
        async (scene) => {
            Object.assign(scene.tenant.settings, { falseBooleans: "kept", deletedGroupInPolicies: "dangles" });
            const { id } = await policyIn(scene);
            made(await scene.admin.opa("DELETE", "/groups/payments"));
            const policy = made<PolicyOnWire>(await scene.security.opa("GET", `/security_policy/${id}`));
            return policy.principals.user_groups[0]?.["missing"];
        },
        true,
        false,
        undefined,
    ],
    ruleIds: [
        async (scene) => {
            const [rule = {}] = (await policyIn(scene)).rules;
            return Object.keys(rule).filter((name) => name === "id" || name === "security_policy_id");
        },
        ["security_policy_id"],
        ["id", "security_policy_id"],
        [],
    ],
    policyOrder: [
        async (scene) => {
            const rules = ["first", "second"].map((name) => ruleOn(scene.teams.id, ["list"], { name }));
            return (await policyIn(scene, { rules })).rules.map(({ name }) => name);
        },
        ["first", "second"],
        ["second", "first"],
    ],
    resourceGroupUpdateStatus: [
        async (scene) => {
            const [group] = scene.tenant.store.resourceGroups.values();
            const delegated_resource_admin_groups = group?.delegatedAdminGroupIds.map((id) => ({ id }));
            const body = { name: "platform", description: "", delegated_resource_admin_groups };
            return put(scene, `/resource_groups/${group?.id}`, body);
        },
        204,
        200,
    ],
    projectUpdateStatus: [(scene) => put(scene, scene.project, { name: "team-secrets" }), 204, 200],
    liveGroupDeletedAt: [
        async (scene) => made(await scene.me.opa("GET", "/groups/owners"))["deleted_at"],
        null,
        "0001-01-01T00:00:00Z",
    ],
    deletedGroupByName: [
        async (scene) => {
            await scene.opaGroup("payments");
            made(await scene.admin.opa("DELETE", "/groups/payments"));
            return (await scene.me.opa("GET", "/groups/payments")).status;
        },
        200,
        404,
    ],
    deletedProjectById: [
        async (scene) => {
            const answered = await scene.admin.opa("GET", await deletedProject(scene));
            return [answered.status, typeof bodyOf(answered)["deleted_at"]];
        },
        [404, "undefined"],
        [200, "string"],
    ],
    emptyLists: [
        async (scene) => {
            const items = await scene.me.opa("GET", `${scene.folders}/${scene.teams.id}/items`);
            const projects = await scene.me.opa("GET", `${scene.project.replace(/\/[^/]+$/, "")}?contains=nothing`);
            return [items.text, projects.text];
        },
        ['{"list":[]}', '{"list":[]}'],
        ['{"list":null}', '{"list":null}'],
        ["{}", "{}"],
    ],
    wholeLists: [async (scene) => (await manyFolders(scene)).length, 0, 1],
    linkLines: [
        async (scene) => {
            for (const name of ["a", "b", "c"]) await scene.folder(name);
            const items = `${scene.folders}/${scene.teams.id}/items`;
            const [link = ""] = headerLines(await scene.me.opa("GET", `${items}?count=1`), "link");
            const { search } = new URL(/<(.+)>/.exec(link)?.[1] ?? "");
            return headerLines(await scene.me.opa("GET", `${items}${search}`), "link").length;
        },
        1,
        2,
    ],
    roleRefusal: [async (scene) => (await scene.me.opa("POST", "/groups", { name: "mine" })).status, 401, 403],
    errorTypeKey: [
        async (scene) => Object.keys(bodyOf(await scene.me.opa("GET", "/groups/nothing")))[0],
        "nottype",
        "type",
    ],
    errorBody: [
        async (scene) => (await scene.me.opa("GET", "/groups/nothing")).text,
        '{"nottype":"resource_does_not_exist","code":404,"message":"The resource does not exist, or you are not authorized to see it"}',
        "The resource does not exist, or you are not authorized to see it",
        "",
    ],
    rateLimitHint: [
        async (scene) => {
            await scene.me.opa("GET", "/current_user");
            scene.tenant.settings.opaRequestsPerHour = 0;
            const { lines } = await scene.me.opa("GET", "/current_user");
            return lines.map(([name]) => name).filter((name) => /retry/i.test(name));
        },
        ["x-ratelimit-retry-at"],
        ["retry-after"],
        [],
    ],
};
