import { type ActiveRule, activeRulesOf } from "../access/read-policies";
import type { OpaGroup } from "../opa/groups/groups";
import type { FoundFolder } from "../opa/secret-folder/find-folder";
import type { ListedPolicy } from "../opa/security-policy/wire/wire";
import { type Finding, found, type Purpose } from "./finding";

/** What the package does below the folder above the spaces, as the README's table of rights has it. */
const needed = {
    preview: ["list"],
    drift: ["list"],
    up: ["list", "folder_create", "folder_update", "folder_delete"],
} as const satisfies Readonly<Record<Purpose, readonly string[]>>;

/** Who asks, by which policies, below which folder. */
export interface Asked {
    readonly policies: readonly ListedPolicy[];
    readonly user: string;
    readonly groups: readonly OpaGroup[];
    readonly parent: FoundFolder;
    readonly purpose: Purpose;
}

/** Whether the service user may make, change and delete folders below the parent: no role gives that, only a policy does. */
export function folderRights({ policies, user, groups, parent, purpose }: Asked): Finding[] {
    const code = "opa-folder-rights";
    const rules = rulesFor(policies, groups).filter(
        ({ target, resourceGroupId }) =>
            parent.folderIds.includes(target.id) &&
            (resourceGroupId === undefined || resourceGroupId === parent.resourceGroupId),
    );
    const free = rules.filter(({ conditions }) => conditions.length === 0);
    const wanted: readonly string[] = needed[purpose];
    const missing = wanted.filter((one) => !grants(free, one));
    const guarded = rules.filter(({ conditions }) => conditions.length > 0);
    // OPA's own group of all, in which everybody would get the rights of the automation.
    const group = groups.find(({ name }) => name !== "everyone")?.name;
    if (missing.length > 0) {
        const onlyGuarded = missing.filter((one) => grants(guarded, one));
        const why = onlyGuarded.length > 0 ? ` ${onlyGuarded.join(", ")}: only after MFA or an approval.` : "";
        return [
            found(
                code,
                "failed",
                `No policy lets ${user} do this in "${parent.path}": ${missing.join(", ")}.${why}`,
                `Make a security policy for ${group ? `the group "${group}"` : "a group of this service user alone"} on the folder ` +
                    `"${parent.path}" with ${wanted.join(", ")}, without MFA and without approval.`,
            ),
        ];
    }
    const overlapping = guarded.filter(({ privileges }) => wanted.some((one) => privileges.includes(one)));
    if (overlapping.length > 0) {
        return [
            found(
                code,
                "warning",
                `${named(overlapping)} asks for MFA or an approval there too. Where rules overlap, Okta's help says that the ` +
                    "strictest MFA applies, and a service user can meet none.",
                `Take the group of ${user} out of it.`,
            ),
        ];
    }
    return [found(code, "ok", `${user} may do what ${purpose} needs in "${parent.path}": ${wanted.join(", ")}.`)];
}

/** Automation needs no secret: a privilege for one would make its key a key to them. */
export function ownSecrets(policies: readonly ListedPolicy[], groups: readonly OpaGroup[]): Finding[] {
    const code = "opa-own-secrets";
    const rules = rulesFor(policies, groups).filter(({ privileges }) =>
        privileges.some((one) => one.startsWith("secret_")),
    );
    if (rules.length === 0) return [found(code, "ok", "No policy that is seen lets it do anything with secrets.")];
    const remedy = "Take the automation's group out of it, or the privileges that begin with secret_.";
    return [found(code, "warning", `${named(rules)} lets the automation itself do something with secrets.`, remedy)];
}

function rulesFor(policies: readonly ListedPolicy[], own: readonly OpaGroup[]): readonly ActiveRule[] {
    const ids = new Set(own.map(({ id }) => id));
    return activeRulesOf(policies).rules.filter(({ groups }) => groups.some(({ id }) => ids.has(id)));
}

const grants = (rules: readonly ActiveRule[], privilege: string): boolean =>
    rules.some(({ privileges }) => privileges.includes(privilege));

const named = (rules: readonly ActiveRule[]): string =>
    [...new Set(rules.map(({ policy, rule }) => `Rule "${rule}" of policy "${policy}"`))].join(", ");
