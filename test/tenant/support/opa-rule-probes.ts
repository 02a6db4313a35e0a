import type { SecretPrivilege } from "../../../tenant/store/opa-records";
import type { opaRulesUnconfirmed } from "../../../tenant/unconfirmed/opa-rules";
import { bodyOf } from "./asking";
import { conditions, flags, policyFor, ruleOn, type Wire } from "./policies";
import type { Probes } from "./probes";
import { made, type Scene } from "./scene";
import { workloadsIn } from "./workloads";

const updateFolder = (scene: Scene, id: string, body: Wire, who = scene.me) =>
    who.opa("PUT", `${scene.folders}/${id}`, body);

const descriptionOf = async (scene: Scene, id: string): Promise<unknown> =>
    made(await scene.me.opa("GET", `${scene.folders}/${id}`))["description"];

async function described(scene: Scene): Promise<string> {
    const id = await scene.folder("payments");
    made(await updateFolder(scene, id, { name: "payments", description: "Old" }));
    return id;
}

/** The status of a policy with these rules for a new group. */
async function tryRules(scene: Scene, rules: readonly Wire[], more: Wire = {}): Promise<number> {
    const body = policyFor([await scene.opaGroup("payments")], rules, more);
    return (await scene.security.opa("POST", "/security_policy", body)).status;
}

/** A rule on one secret. */
function onSecret(id: string, ...granted: readonly SecretPrivilege[]): Wire {
    const selectors = [{ selector_type: "secret", selector: { _type: "secret", secret: { id } } }];
    const resource_selector = { _type: "secret_based_resource", selectors };
    const privileges = [{ privilege_type: "secret", privilege_value: flags("list", ...granted) }];
    return ruleOn("", [], { resource_selector, privileges });
}

async function twice(send: () => Promise<{ status: number }>): Promise<number> {
    await send();
    return (await send()).status;
}

/** A look at what each choice about OPA's rules changes. */
export const opaRuleProbes: Probes<keyof typeof opaRulesUnconfirmed> = {
    omittedDescription: [
        async (scene) => {
            const id = await described(scene);
            made(await updateFolder(scene, id, { name: "payments" }));
            return descriptionOf(scene, id);
        },
        "Old",
        null,
    ],
    descriptionCleared: [
        async (scene) => {
            const id = await described(scene);
            const seen = [];
            for (const description of [null, ""]) {
                made(await updateFolder(scene, id, { name: "payments", description: "Old" }));
                made(await updateFolder(scene, id, { name: "payments", description }));
                seen.push(await descriptionOf(scene, id));
            }
            return seen;
        },
        [null, null],
        [null, "Old"],
        ["Old", null],
    ],
    nonEmptyFolderDelete: [
        async (scene) => {
            const id = await scene.folder("payments");
            await scene.folder("inside", id);
            const { status } = await scene.me.opa("DELETE", `${scene.folders}/${id}`);
            return [status, scene.tenant.store.folders.size];
        },
        [204, 1],
        [409, 3],
    ],
    folderNameCase: [
        async (scene) => {
            await scene.folder("payments");
            const body = { name: "Payments", parent_folder_id: scene.teams.id };
            return (await scene.me.opa("POST", scene.folders, body)).status;
        },
        201,
        409,
    ],
    folderNameScope: [
        async (scene) => {
            const tops = [await scene.folder("payments"), await scene.folder("other", null)];
            const body = { name: "payments", parent_folder_id: scene.teams.id };
            const statuses = [];
            for (const parent_folder_id of [undefined, ...tops]) {
                statuses.push((await scene.admin.opa("POST", scene.folders, { ...body, parent_folder_id })).status);
            }
            const rename = await updateFolder(scene, tops[1] ?? "", { name: "payments" });
            const secret = { ...body, parent_folder_id: tops[1], secret_jwe: "a.b.c.d.e" };
            return [
                ...statuses,
                rename.status,
                (await scene.admin.opa("POST", `${scene.project}/secrets`, secret)).status,
            ];
        },
        [201, 201, 201, 409, 409],
        [409, 409, 409, 409, 201],
    ],
    conditionalList: [
        async (scene) => {
            const ids = [await scene.folder("free", null), await scene.folder("guarded", null)] as const;
            const [free, guarded] = ids.map((id) => ruleOn(id, ["list"])) as [Wire, Wire];
            const rules = [free, { ...guarded, conditions: [conditions.mfa] }];
            const groupId = scene.tenant.store.opaGroupNamed("security-automation")?.id ?? "";
            await scene.policy(policyFor([groupId], rules));
            const answered = await scene.security.opa("GET", scene.folders);
            const { list } = bodyOf<{ list: { name?: string; details?: { secret_name: string } }[] }>(answered);
            return [answered.status, list.map(({ name, details }) => name ?? details?.secret_name)];
        },
        [200, ["free"]],
        [403, ["guarded"]],
    ],
    topLevelFolderUpdate: [
        async (scene) => {
            const id = await scene.folder("top", null);
            const { status } = await updateFolder(scene, id, { name: "renamed" });
            const actions = made(await scene.me.opa("GET", `${scene.folders}/${id}/actions`));
            return [status, actions["edit"]];
        },
        [200, true],
        [404, false],
    ],
    resolving: [
        async (scene) => {
            const place = { resource_group: { name: "platform" }, project: { name: "team-secrets" } };
            const body = { ...place, parent_folder_path: "/", secret_folder_name: "teams" };
            return (await scene.security.opa("POST", "/resolve_secret", body)).status;
        },
        200,
        404,
    ],
    policyNames: [(scene) => twice(() => scene.security.opa("POST", "/security_policy", policyFor([], []))), 409, 200],
    ruleNames: [
        (scene) => tryRules(scene, [ruleOn(scene.teams.id, ["list"]), ruleOn(scene.teams.id, ["list"])]),
        200,
        400,
    ],
    emptyRules: [(scene) => tryRules(scene, []), 200, 400],
    unknownReference: [(scene) => tryRules(scene, [ruleOn("nothing", ["list"])]), 400, 200],
    deletedGroupInPolicies: [
        async (scene) => {
            const { id } = await scene.policy(policyFor([await scene.opaGroup("payments")], []));
            made(await scene.admin.opa("DELETE", "/groups/payments"));
            return scene.tenant.store.policies.get(String(id))?.userGroups.length;
        },
        0,
        1,
    ],
    deletedFolderInPolicies: [
        async (scene) => {
            scene.tenant.settings.nonEmptyContainerDelete = "recursive";
            const folderId = await scene.folder("payments");
            const [pin, puk] = [await scene.secret("pin"), await scene.secret("puk", folderId)];
            const rules = [ruleOn(scene.teams.id, ["list"]), ruleOn(folderId, ["list"]), onSecret(pin), onSecret(puk)];
            const { id } = await scene.policy(policyFor([await scene.opaGroup("payments")], rules));
            const left = [];
            for (const path of [`secrets/${pin}`, `secret_folders/${folderId}`, ""]) {
                made(await scene.admin.opa("DELETE", `${scene.project}/${path}`.replace(/\/$/, "")));
                left.push(scene.tenant.store.policies.get(String(id))?.rules.flatMap(({ targets }) => targets).length);
            }
            return left;
        },
        [4, 4, 4],
        [3, 1, 0],
    ],
    listFalseWithOthers: [(scene) => tryRules(scene, [ruleOn(scene.teams.id, ["folder_create"])]), 200, 400],
    createOnSingleSecret: [
        async (scene) => tryRules(scene, [onSecret(await scene.secret("pin"), "secret_create")]),
        400,
        200,
    ],
    overlappingMfa: [
        async (scene) => {
            const id = await scene.folder("payments");
            const groupId = scene.tenant.store.opaGroupNamed("security-automation")?.id ?? "";
            const free = ruleOn(id, ["list"]);
            await scene.policy(policyFor([groupId], [free, { ...free, conditions: [conditions.mfa] }]));
            return (await scene.security.opa("GET", `${scene.folders}/${id}`)).status;
        },
        403,
        200,
    ],
    policyResourceGroupChange: [
        async (scene) => {
            const body = policyFor([await scene.opaGroup("payments")], []);
            const { id } = await scene.policy(body);
            const resource_group = { id: scene.teams.resourceGroupId };
            return (await scene.security.opa("PUT", `/security_policy/${id}`, { ...body, resource_group })).status;
        },
        204,
        400,
    ],
    groupListRole: [
        async (scene) => {
            const asAdmin = (await scene.me.opa("GET", "/groups")).status;
            made(await scene.admin.opa("PUT", "/groups/automation", { roles: ["end_user"] }));
            return [asAdmin, (await scene.me.opa("GET", "/groups")).status];
        },
        [200, 200],
        [200, 401],
        [401, 401],
    ],
    resourceGroupList: [
        async (scene) => [
            (await scene.security.opa("GET", "/resource_groups")).status,
            (await scene.security.opa("GET", "/resource_groups?for_policy_only=true")).status,
        ],
        [200, 200],
        [401, 200],
    ],
    workloadRequirements: [
        async ({ tenant }) => {
            const jwksUrl = "https://ci.example.com/jwks";
            const { role } = workloadsIn(tenant.store, jwksUrl);
            const other = { name: "environment", matcher: "EQUALS", value: "production" } as const;
            role.requirements = role.requirements.flatMap((one) => [one, { ...one, conditions: [other] }]);
            const claims = { iss: "ci", repository: "shop/api", ref: "refs/heads/main" };
            return tenant.verdict({ claims, jwksUrl, path: "teams", privilege: "list" }).reason;
        },
        "no-grant",
        "no-workload-role",
    ],
    projectNames: [
        (scene) => {
            const projects = scene.project.replace(/\/[^/]+$/, "");
            return twice(() => scene.me.opa("POST", projects, { name: "same" }));
        },
        409,
        201,
    ],
    nonEmptyContainerDelete: [async (scene) => (await scene.me.opa("DELETE", scene.project)).status, 409, 204],
};
