import assert from "node:assert/strict";
import type { Access, Row } from "../../../resources/access/document";
import type { Tenant } from "../../../tenant";
import type { Way } from "../../../tenant/verdict/verdict";

/** Every way by a policy, as one line each, by the tenant's own verdict: who, what, where, through what, under what. */
export function waysByVerdict(tenant: Tenant): string[] {
    const lines = tenant.verdicts().flatMap(({ subject, itemId, privilege, answer, ways }) =>
        ways.flatMap((way) => {
            if (way.by !== "policy") return [];
            return way.through.map((group) =>
                line([
                    subject,
                    itemId,
                    privilege,
                    group,
                    way.policyId,
                    way.rule,
                    asksOf(way),
                    answer !== "refused" || "dead",
                ]),
            );
        }),
    );
    return [...new Set(lines)].sort();
}

/** The same, by what the package says. */
export function waysByAccess(tenant: Tenant, { rows }: Access): string[] {
    // A rule that a person can use beside one that nobody can: the verdict is on all of them together.
    const lines = rows.flatMap((row) =>
        row.privileges.flatMap((privilege) =>
            itemsOf(tenant, row, privilege).map((itemId) => {
                const isUsable = rows.some(
                    (other) =>
                        other.canUse &&
                        other.person === row.person &&
                        other.kind === row.kind &&
                        other.privileges.includes(privilege) &&
                        itemsOf(tenant, other, privilege).includes(itemId),
                );
                const through = row.group ?? row.person;
                const asks = row.conditions.map((one) => JSON.stringify(Object.values(one)));
                return line([row.person, itemId, privilege, through, row.policyId, row.rule, asks, isUsable || "dead"]);
            }),
        ),
    );
    return [...new Set(lines)].sort();
}

function itemsOf({ store }: Tenant, { folderId, secretId }: Row, privilege: string): string[] {
    if (secretId) return [secretId];
    const isForSecrets = !privilege.startsWith("folder_") && privilege !== "secret_create";
    const secrets = [...store.secrets.values()].filter(({ parentId }) => parentId === folderId);
    return [folderId, ...(isForSecrets ? secrets.map(({ id }) => id) : [])];
}

function asksOf({ asks }: Way): string[] {
    const words = asks.map((need) => {
        assert.notEqual(need.kind, "gateway");
        if (need.kind === "mfa") {
            return ["mfa", need.everySeconds, need.factor === "any" ? "urn:okta:loa:2fa:any" : "phr"];
        }
        return need.kind === "approval" && ["access_request", need.requestTypeId, need.requestType, need.lastsSeconds];
    });
    return words.map((one) => JSON.stringify(one));
}

const line = (parts: readonly unknown[]): string =>
    JSON.stringify(parts.map((part) => (Array.isArray(part) ? [...part].sort() : part)));
