import type { PolicyRule, Secret, SecretFolder, SecretPrivilege, SecurityPolicy } from "../store/opa-records";
import type { Store } from "../store/store";

/** A folder or a secret. */
export type Item = SecretFolder | Secret;

/** A rule that gives a privilege, with the policy it is in. */
export interface Grant {
    readonly policy: SecurityPolicy;
    readonly rule: PolicyRule;
}

/** What the policies give to anybody, as they are when first read: for one call only. */
export class Grants {
    #byTarget: ReadonlyMap<string, readonly Grant[]> | undefined;
    readonly #found = new Map<string, readonly Grant[]>();

    constructor(
        readonly store: Store,
        private readonly nowMs: number,
    ) {}

    /** The rules of active policies that give the privilege on the folder or secret. */
    on(item: Item, privilege: SecretPrivilege): readonly Grant[] {
        const key = `${privilege} ${item.id}`;
        const found = this.#found.get(key) ?? this.#lookedUp(item, privilege);
        this.#found.set(key, found);
        return found;
    }

    /** The rules of active policies that target this folder or secret itself, whatever they give. */
    about(item: Item): readonly Grant[] {
        const grants = (this.#targets().get(item.id) ?? []).filter(({ policy }) => isInScope(policy, item));
        return [...new Map(grants.map((grant) => [grant.rule, grant])).values()];
    }

    #targets(): ReadonlyMap<string, readonly Grant[]> {
        this.#byTarget ??= grantsByTarget([...this.store.policies.values()], this.nowMs);
        return this.#byTarget;
    }

    #lookedUp(item: Item, privilege: SecretPrivilege): readonly Grant[] {
        // A rule on a folder covers everything below it (docs/contracts/opa-api.md 3.2).
        const covering = [item.id, ...this.store.lineOf(item.parentId ?? "").map((folder) => folder.id)];
        const fitting = covering
            .flatMap((id) => this.#targets().get(id) ?? [])
            .filter(
                ({ policy, rule }) =>
                    isInScope(policy, item) &&
                    rule.privileges.some(({ type, flags }) => type === "secret" && flags[privilege] === true),
            );
        return [...new Map(fitting.map((grant) => [grant.rule, grant])).values()];
    }
}

function isInScope({ resourceGroupId }: SecurityPolicy, item: Item): boolean {
    return resourceGroupId === null || resourceGroupId === item.resourceGroupId;
}

function grantsByTarget(policies: readonly SecurityPolicy[], nowMs: number): Map<string, Grant[]> {
    const found = new Map<string, Grant[]>();
    for (const policy of policies.flatMap((one) => inEffect(one, nowMs) ?? [])) {
        if (!policy.active) continue;
        for (const rule of policy.rules) {
            for (const { id } of rule.targets) found.set(id, [...(found.get(id) ?? []), { policy, rule }]);
        }
    }
    return found;
}

/** The policy in effect at that time: this one, or the one that it replaced a moment ago. */
function inEffect(policy: SecurityPolicy, nowMs: number): SecurityPolicy | undefined {
    const { pending } = policy;
    if (!pending || pending.untilMs <= nowMs) return policy;
    return pending.before && inEffect(pending.before, nowMs);
}
