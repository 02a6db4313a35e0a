import { z } from "zod";
import { readAs } from "../http/failure/read-as";
import type { ApiRequest } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import type { OpaConnection } from "../opa/connection/connect";
import { isProjectListed, openResourceGroup, projectKeyOf, resourceGroupIdOf } from "../opa/containers";
import { membersOf } from "../opa/groups/group-members";
import { groupsOfUser, listGroups, type OpaGroup } from "../opa/groups/groups";
import { type FoundFolder, findFolder } from "../opa/secret-folder/find-folder";
import { listPolicies } from "../opa/security-policy/wire/calls";
import type { Place } from "../team-secrets-space/declared/place";
import { attempt } from "./attempt";
import { type Code, type Finding, found, type Purpose, skipped } from "./finding";
import { folderRights, ownSecrets } from "./own-rights";

/** How OPA is reached, and what for. */
export interface OpaWay {
    /** The same as `security` where one service user does both. */
    readonly resource: OpaConnection;
    readonly security: OpaConnection;
    readonly place: Place;
    readonly purpose: Purpose;
}

/** A service user, as far as OPA tells it who it is. */
interface ServiceUser {
    readonly name: string;
    /** Undefined when it is not allowed to read its own groups. */
    readonly groups: readonly OpaGroup[] | undefined;
}

/** What was found, and the folder above the spaces where it was. */
export interface OpaExamined {
    readonly findings: readonly Finding[];
    readonly parent?: FoundFolder | undefined;
}

const ofPlace = ["opa-resource-group", "opa-project", "opa-parent-folder"] as const satisfies readonly Code[];

const ofSecurity = ["opa-policies", "opa-groups", "opa-members"] as const satisfies readonly Code[];

const ofBoth = ["opa-folder-rights", "opa-own-secrets", "opa-keys"] as const satisfies readonly Code[];

/** The codes of this part. */
export const opaCodes: readonly Code[] = ["opa-sign-in", ...ofPlace, ...ofSecurity, ...ofBoth];

/** What the service users let the package do. Reads only. */
export async function examineOpa(way: OpaWay): Promise<OpaExamined> {
    const isOne = way.resource === way.security;
    const [resource, security] = await Promise.all([
        signIn(way.resource, isOne ? "" : "For resources: "),
        isOne ? undefined : signIn(way.security, "For security: "),
    ]);
    const signIns = [...resource.findings, ...(security?.findings ?? [])];
    const users = { resource: resource.value, security: (security ?? resource).value };
    const place = users.resource ? await examinePlace(way) : { findings: ofPlace.map(by("opa-sign-in")) };
    const policies = users.security ? await examineSecurity(way, users.security) : without(ofSecurity);
    const keys = users.resource ? [otherUses(users.resource)] : without(["opa-keys"]).findings;
    const rights = rightsOf(way, users, place.parent, policies.value);
    return {
        parent: place.parent,
        findings: [...signIns, ...place.findings, ...policies.findings, ...rights, ...keys],
    };
}

const by = (because: Code) => (code: Code) => skipped(code, because);

const without = (codes: readonly Code[]) => ({ findings: codes.map(by("opa-sign-in")), value: undefined });

const onWire = z.object({ name: z.string() });

function signIn(opa: OpaConnection, whatFor: string) {
    const request: ApiRequest = { method: "GET", path: `${opa.teamPath}/current_user` };
    return attempt(
        "opa-sign-in",
        async (): Promise<ServiceUser> => {
            const { name } = readAs(request, await opa.send(request), (body) => onWire.parse(body));
            return { name, groups: await unlessRefused(() => groupsOfUser(opa, name)) };
        },
        ({ name, groups }) => `${whatFor}As ${name}, in ${groupsInWords(groups)}.`,
    );
}

function groupsInWords(groups: ServiceUser["groups"]): string {
    if (!groups) return "groups that it is not allowed to see";
    if (groups.length === 0) return "no group";
    return groups.map(({ name, roles }) => `"${name}" (${roles.join(", ") || "no role"})`).join(", ");
}

async function examinePlace({ resource: opa, place }: OpaWay): Promise<OpaExamined> {
    const { resourceGroup, project, parentFolder } = place;
    if (!resourceGroup) return { findings: ofPlace.map(by("place")) };
    const group = await attempt(
        "opa-resource-group",
        async () => {
            const id = await resourceGroupIdOf(opa, resourceGroup);
            await openResourceGroup(opa, id);
            return id;
        },
        () => `"${resourceGroup}" is there.`,
    );
    const [, ...inIt] = ofPlace;
    if (!group.value) return { findings: [...group.findings, ...inIt.map(by("opa-resource-group"))] };
    if (!project) return { findings: [...group.findings, ...inIt.map(by("place"))] };
    const key = await attempt(
        "opa-project",
        async () => {
            const its = await projectKeyOf(opa, resourceGroup, project);
            if (!(await isProjectListed(opa, its)))
                throw new Error(`There is no project ${project} in "${resourceGroup}".`);
            return its;
        },
        () => `"${project}" is there.`,
    );
    if (!key.value || !parentFolder) {
        const because = key.value ? "place" : "opa-project";
        return { findings: [...group.findings, ...key.findings, skipped("opa-parent-folder", because)] };
    }
    const folder = await attempt(
        "opa-parent-folder",
        () => findFolder(opa, { resourceGroup, project, path: parentFolder }),
        ({ path }) => `"${path}" is there, and can be looked into.`,
    );
    return { parent: folder.value, findings: [...group.findings, ...key.findings, ...folder.findings] };
}

async function examineSecurity({ security: opa }: OpaWay, { groups }: ServiceUser) {
    const policies = await attempt(
        "opa-policies",
        () => listPolicies(opa),
        ({ items }) => `${items.length} are listed.`,
    );
    const all = await attempt(
        "opa-groups",
        () => listGroups(opa),
        (list) => `${list.length} are listed.`,
    );
    // The members of `everyone` are many pages.
    const isSmall = ({ name }: OpaGroup) => name !== "everyone";
    const someGroup = [...(groups ?? []), ...(all.value ?? [])].find(isSmall)?.name;
    const members =
        someGroup === undefined
            ? { findings: [skipped("opa-members", "opa-groups")] }
            : await attempt(
                  "opa-members",
                  () => membersOf(opa, someGroup),
                  () => `Those of "${someGroup}" can be read.`,
              );
    return {
        value: policies.value?.items,
        findings: [...policies.findings.map(listsAll), ...all.findings, ...members.findings],
    };
}

/** Reading one policy takes less than listing them (docs/contracts/opa-api.md 8), and the general remedy says that. */
function listsAll(finding: Finding): Finding {
    if (finding.mark !== "failed" || !finding.remedy?.includes("security_admin")) return finding;
    const remedy = "Give a group of the service user the role security_admin: a delegated one does not list policies.";
    return { ...finding, remedy };
}

function rightsOf(
    { purpose }: OpaWay,
    users: { readonly resource: ServiceUser | undefined; readonly security: ServiceUser | undefined },
    parent: FoundFolder | undefined,
    policies: Parameters<typeof folderRights>[0]["policies"] | undefined,
): Finding[] {
    const codes = ["opa-folder-rights", "opa-own-secrets"] as const;
    if (!users.resource || !users.security) return codes.map(by("opa-sign-in"));
    if (!policies) return codes.map(by("opa-policies"));
    const own = users.resource.groups;
    const both = [...(own ?? []), ...(users.security.groups ?? [])];
    const rights =
        own && parent
            ? folderRights({ policies, user: users.resource.name, groups: own, parent, purpose })
            : [skipped("opa-folder-rights", own ? "opa-parent-folder" : "opa-groups")];
    return [...rights, ...ownSecrets(policies, both)];
}

/** A resource admin can make keys of every service user (docs/contracts/opa-api.md 8): whoever holds its key should know. */
function otherUses({ name, groups }: ServiceUser): Finding {
    const isAdmin = groups?.some(({ roles }) => roles.includes("resource_admin")) ?? false;
    if (!isAdmin)
        return found("opa-keys", "ok", `${name} has no role that makes keys of service users, as far as is seen.`);
    return found(
        "opa-keys",
        "note",
        `${name} is a resource_admin, who can make keys of every service user: two service users are no wall between ` +
            "resources and security. Keep its key as safely as theirs.",
    );
}
