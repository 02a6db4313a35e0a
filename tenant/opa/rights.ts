import type {
    OpaGroup,
    OpaRole,
    PolicyRule,
    Secret,
    SecretFolder,
    SecretPrivilege,
    SecurityPolicy,
} from "../store/opa-records";
import type { Store } from "../store/store";

/** A rule that gives a privilege, with the policy it is in. */
export interface Grant {
    readonly policy: SecurityPolicy;
    readonly rule: PolicyRule;
}

/** The living groups a user is in. */
export function groupsOf(store: Store, userName: string): OpaGroup[] {
    return [...store.opaGroups.values()].filter(
        (group) => group.deletedAtMs === undefined && group.members.has(userName),
    );
}

/** What a user may do, by groups and policies as they are when it is first asked: for one call. */
export class Rights {
    #groups: readonly OpaGroup[] | undefined;
    #grants: ReadonlyMap<string, readonly Grant[]> | undefined;

    constructor(
        private readonly store: Store,
        private readonly userName: string,
        private readonly nowMs: number,
    ) {}

    /** Whether a group gives the user one of the roles. */
    hasRole(roles: readonly OpaRole[]): boolean {
        return this.#ownGroups().some((group) => group.roles.some((role) => roles.includes(role)));
    }

    /** Whether the user administers this resource group by delegation. */
    isDelegate(resourceGroupId: string): boolean {
        const delegated = this.store.resourceGroups.get(resourceGroupId)?.delegatedAdminGroupIds ?? [];
        return this.#ownGroups().some((group) => delegated.includes(group.id));
    }

    /** The rules of active policies that give the user the privilege on the folder or secret. */
    grants(item: SecretFolder | Secret, privilege: SecretPrivilege): Grant[] {
        // A rule on a folder covers everything below it (docs/contracts/opa-api.md 3.2).
        const covering = [item.id, ...this.store.lineOf(item.parentId ?? "").map((folder) => folder.id)];
        const found = covering.flatMap((id) => this.#grantsByTarget().get(id) ?? []);
        const fitting = found.filter(
            ({ policy, rule }) =>
                (policy.resourceGroupId === null || policy.resourceGroupId === item.resourceGroupId) &&
                rule.privileges.some(({ type, flags }) => type === "secret" && flags[privilege] === true),
        );
        return [...new Map(fitting.map((grant) => [grant.rule, grant])).values()];
    }

    #ownGroups(): readonly OpaGroup[] {
        this.#groups ??= groupsOf(this.store, this.userName);
        return this.#groups;
    }

    #grantsByTarget(): ReadonlyMap<string, readonly Grant[]> {
        this.#grants ??= this.#found();
        return this.#grants;
    }

    #found(): Map<string, Grant[]> {
        const groupIds = new Set(this.#ownGroups().map(({ id }) => id));
        return grantsByTarget([...this.store.policies.values()], groupIds, this.nowMs);
    }
}

function grantsByTarget(
    policies: readonly SecurityPolicy[],
    groupIds: ReadonlySet<string>,
    nowMs: number,
): Map<string, Grant[]> {
    const found = new Map<string, Grant[]>();
    for (const policy of policies.flatMap((one) => inEffect(one, nowMs) ?? [])) {
        if (!policy.active || !policy.userGroups.some(({ id }) => groupIds.has(id))) continue;
        for (const rule of policy.rules) {
            for (const { id } of rule.targets) found.set(id, [...(found.get(id) ?? []), { policy, rule }]);
        }
    }
    return found;
}

/** The policy that counts at that time: it, or what it replaced a moment ago. */
function inEffect(policy: SecurityPolicy, nowMs: number): SecurityPolicy | undefined {
    const { pending } = policy;
    if (!pending || pending.untilMs <= nowMs) return policy;
    return pending.before && inEffect(pending.before, nowMs);
}
