import { unknownText } from "../../../resources/engine/preview";

/** Documents as `pulumi preview --refresh --show-sames --json` prints them, with what the review reads of them. */

export const unknown = unknownText;

type Bag = Readonly<Record<string, unknown>>;

interface State {
    readonly urn: string;
    readonly type: string;
    readonly id?: string | undefined;
    readonly parent?: string;
    readonly custom?: boolean;
    readonly retainOnDelete?: boolean;
    readonly inputs?: Bag;
    readonly outputs?: Bag | undefined;
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

export interface Step {
    readonly op: string;
    readonly urn: string;
    readonly oldState?: State | undefined;
    readonly newState?: State | undefined;
}

/** What is planned for a resource; by default nothing. */
interface Then {
    readonly op: string;
    /** Inputs that become others. */
    readonly next?: Bag;
    readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
}

const stack = "urn:pulumi:dev::scratch::";
const spaceType = "okta-opa:index:TeamSecretsSpace";
const urnOfSpace = (team: string): string => `${stack}${spaceType}::${team}`;

interface Resource {
    readonly id: string;
    readonly inputs: Bag;
    readonly outputs?: Bag;
    /** The space that it belongs to. */
    readonly of: string | undefined;
}

/** The two steps of a resource: it is looked at, and then something is done, or nothing. */
function resource(
    type: string,
    name: string,
    { id, inputs, outputs, of }: Resource,
    { op, next = {}, dependsOn = {} }: Then = { op: "same" },
): [Step, Step] {
    const urn = `${stack}${of === undefined ? type : `${spaceType}$${type}`}::${name}`;
    const common = { urn, type, custom: true, ...(of === undefined ? {} : { parent: urnOfSpace(of) }) };
    const old: State = { ...common, id, inputs, outputs };
    const now: State = { ...common, inputs: { ...inputs, ...next }, propertyDependencies: dependsOn };
    const refresh = { op: "refresh", urn, oldState: old, newState: old };
    return [refresh, { op, urn, ...(op === "create" ? {} : { oldState: old }), newState: now }];
}

function space(team: string, op = "same", outputs: Bag = {}): Step[] {
    const state = { urn: urnOfSpace(team), type: spaceType, custom: false };
    const old = op === "create" ? {} : { oldState: { ...state, outputs } };
    return [{ op, urn: state.urn, ...old, newState: state }];
}

interface FolderLike {
    readonly id: string;
    readonly name: string;
    readonly parent?: string;
    readonly of?: string | undefined;
    readonly inputs?: Bag;
}

/** A folder below "teams"; one of a space has ids for its place. */
export function folder(resourceName: string, given: FolderLike, then?: Then): [Step, Step] {
    const { id, name, parent = "teams", inputs = {} } = given;
    const of = "of" in given ? given.of : name;
    const [resourceGroup, project] = of === undefined ? ["platform", "project"] : ["g1", "p1"];
    const outputs = { path: `${parent}/${name}`, parentFolderId: "t", folderId: `f-${id}` };
    const its = { name, parentFolder: parent, resourceGroup, project, ...inputs };
    return resource(
        "pulumi-nodejs:dynamic/opa:SecretFolder",
        resourceName,
        { id: `g1/p1/f-${id}`, inputs: its, outputs, of },
        then,
    );
}

function group(name: string, { id, of }: { readonly id: string; readonly of?: string }, then?: Then) {
    return resource("okta:group/group:Group", name, { id, inputs: { name }, of }, then);
}

export function memberships(
    name: string,
    {
        id,
        users,
        of = name.replace(/-members$/, ""),
    }: { readonly id: string; readonly users: unknown; readonly of?: string },
    then?: Then,
) {
    const inputs = { groupId: id, users, trackAllUsers: true };
    return resource("okta:index/groupMemberships:GroupMemberships", name, { id, inputs, of }, then);
}

function push(
    name: string,
    {
        id,
        group: sourceGroupId,
        target,
        of,
    }: { readonly id: string; readonly group: string; readonly target: string; readonly of?: string },
    then?: Then,
) {
    const inputs = { sourceGroupId, targetGroupName: target, status: "ACTIVE", appId: "app" };
    return resource("pulumi-nodejs:dynamic/okta:GroupPushMapping", name, { id, inputs, of }, then);
}

interface PolicyLike {
    readonly id: string;
    readonly name: string;
    readonly folderId: string;
    readonly groups: readonly string[];
    readonly of: string | undefined;
}

export function policy(name: string, { id, name: inOpa, folderId, groups, of }: PolicyLike, then?: Then) {
    const inputs = {
        name: inOpa,
        active: true,
        principals: { userGroups: groups.map((one) => ({ name: one })), workloadRoles: [] },
        rules: [{ name: "r", secretFolderId: folderId, privileges: ["list", "secret_reveal"], conditions: [] }],
    };
    return resource("pulumi-nodejs:dynamic/opa:SecurityPolicy", name, { id, inputs, of }, then);
}

interface TeamLike {
    readonly isNew?: boolean;
    /** Okta's ids of users by their logins. */
    readonly people?: Readonly<Record<string, string>>;
    /** Whether the program tells the readers of its plan what the ids mean. */
    readonly isTold?: boolean;
}

/** All steps of a team. */
export function team(
    name: string,
    { isNew = false, people = { [`${name}@example.com`]: `u-${name}` }, isTold = true }: TeamLike = {},
): Step[] {
    const op = isNew ? "create" : "same";
    const [groupId, of] = [`g-${name}`, name];
    const told = { resourceGroup: "platform", project: "team-secrets", parent: "teams", people };
    const inputs = isTold ? { __forReaders: JSON.stringify(told) } : {};
    const own = group(`${name}-group`, { id: groupId, of }, { op });
    const folders = folder(`${name}-folder`, { id: name, name, inputs }, { op });
    const urns = { group: own[0].urn, folder: folders[0].urn };
    const followed = isNew ? { next: { groupId: unknown }, dependsOn: { groupId: [urns.group] } } : {};
    const source = isNew ? { next: { sourceGroupId: unknown }, dependsOn: { sourceGroupId: [urns.group] } } : {};
    const rules = [{ secretFolderId: unknown, privileges: ["list", "secret_reveal"], conditions: [] }];
    const inFolder = isNew ? { next: { rules }, dependsOn: { rules: [urns.folder] } } : {};
    const its = { id: `p-${name}`, name: `team-${name} secrets`, folderId: `f-${name}`, groups: [`team-${name}`], of };
    const steps = [
        own,
        memberships(`${name}-members`, { id: groupId, users: Object.values(people), of }, { op, ...followed }),
        push(`${name}-push`, { id: `m-${name}`, group: groupId, target: `team-${name}`, of }, { op, ...source }),
        folders,
        policy(`${name}-policy`, its, { op, ...inFolder }),
    ];
    return [...space(name, op), ...steps.flatMap(([refresh, made]) => (isNew ? [made] : [refresh, made]))];
}

/** The document with these steps. */
export function document(steps: readonly Step[]): object {
    const changeSummary: Record<string, number> = {};
    for (const { op } of steps.filter((one) => one.op !== "refresh")) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
    return { config: {}, steps, diagnostics: [], duration: 1, changeSummary };
}
