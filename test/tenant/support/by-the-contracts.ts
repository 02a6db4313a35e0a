import type { Given } from "../../../tenant";
import type { PolicyCondition, SecretPrivilege } from "../../../tenant/store/opa-records";
import type { Store } from "../../../tenant/store/store";

/** Who would do what where, given what. */
export interface Case extends Given {
    readonly subject: string;
    readonly path: string;
    readonly privilege: SecretPrivilege;
    /** Whether the strictest MFA counts where rules overlap. */
    readonly isStrictest: boolean;
}

type Conditions = readonly PolicyCondition[];

/**
 * The answer by docs/contracts/opa-api.md 2.6, 3.2, 3.3, 3.5 and 9, read one after the other: slowly, by names and paths
 * alone, and with none of the tenant's own code but the paths.
 */
export function byTheContracts(store: Store, asked: Case): "allowed" | "needs" | "refused" {
    const { path, privilege } = asked;
    const isSecret = path.includes("secret-");
    if (isSecret && (privilege.startsWith("folder_") || privilege === "secret_create")) return "refused";
    const rules = rulesFor(store, asked);
    const isHuman = store.opaUsers.get(asked.subject)?.userType === "human";
    const everyMfa = rules.flat().filter(({ type }) => type === "mfa");
    const isOpen = (conditions: Conditions) => {
        const mfa = asked.isStrictest ? everyMfa : conditions.filter(({ type }) => type === "mfa");
        const isTied = conditions.some(({ type }) => type === "access_request");
        return isHuman ? passes(mfa, asked) && (!isTied || asked.approved === true) : mfa.length === 0 && !isTied;
    };
    if (rules.some(isOpen)) return "allowed";
    return rules.length > 0 && isHuman ? "needs" : "refused";
}

function passes(conditions: Conditions, { mfa }: Case): boolean {
    if (conditions.length === 0 || mfa === "phishing-resistant") return true;
    return mfa === "any" && conditions.every(({ value }) => value["acr_values"] !== "phr");
}

/** The conditions of every rule that gives it. */
function rulesFor(store: Store, { subject, path, privilege }: Case): Conditions[] {
    const items = new Map([...store.folders, ...store.secrets]);
    const ids = principalsOf(store, subject);
    const isAtOrAbove = (id: string) => {
        const target = items.get(id);
        return target !== undefined && `${path}/`.startsWith(`${store.pathOf(target)}/`);
    };
    return [...store.policies.values()]
        .filter(({ active, resourceGroupId }) => active && resourceGroupId !== "other")
        .filter(({ userGroups, workloadRoles }) => [...userGroups, ...workloadRoles].some(({ id }) => ids.includes(id)))
        .flatMap(({ rules }) => rules)
        .filter(({ targets }) => targets.some(({ id }) => isAtOrAbove(id)))
        .filter(({ privileges }) => privileges.some(({ flags }) => flags[privilege]))
        .map(({ conditions }) => conditions);
}

function principalsOf(store: Store, subject: string): string[] {
    const user = store.opaUsers.get(subject);
    if (!user) return [...store.workloadRoles.values()].map(({ id }) => id);
    const groups = [...store.opaGroups.values()].filter((one) => !one.deletedAtMs && one.members.has(subject));
    return user.status === "ACTIVE" ? groups.map(({ id }) => id) : [];
}
