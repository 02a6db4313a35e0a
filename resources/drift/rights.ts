import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { EngineState } from "../engine/preview";
import type { Right } from "./document";

/** The names behind ids, as far as they are known. */
export interface Names {
    readonly person: (id: string) => string | undefined;
    readonly group: (id: string) => string | undefined;
    readonly path: (folderId: string) => string | undefined;
}

const named = z.object({ name: z.string().optional(), id: z.string().optional() });

const policy = z.object({
    active: z.boolean(),
    principals: z.object({ userGroups: z.array(named).default([]), workloadRoles: z.array(named).default([]) }),
    rules: z
        .array(
            z.object({
                secretFolderId: z.string().optional(),
                secretId: z.string().optional(),
                privileges: z.array(z.string()).default([]),
                conditions: z.array(z.record(z.string(), z.unknown())).default([]),
            }),
        )
        .default([]),
});

const memberships = z.object({ groupId: z.string(), users: z.array(z.string()) });

const push = z.object({ targetGroupName: z.string().optional(), sourceGroupId: z.string(), status: z.string() });

/** What an object grants to whom, by its inputs in state; undefined if not all of them are known. */
export function rightsOf(of: EngineState | undefined, names: Names): readonly Right[] | undefined {
    if (!of) return [];
    const read = readers[of.type];
    return read ? read(of.inputs ?? {}, names) : [];
}

type Reader = (inputs: Readonly<Record<string, unknown>>, names: Names) => readonly Right[] | undefined;

const readers: Readonly<Record<string, Reader>> = {
    "pulumi-nodejs:dynamic/opa:SecurityPolicy"(inputs, { path }) {
        const { data } = policy.safeParse(inputs);
        if (!data) return undefined;
        if (!data.active) return [];
        const who = [...data.principals.userGroups, ...data.principals.workloadRoles].map(
            ({ name, id }) => name ?? id ?? "",
        );
        return data.rules.flatMap(({ secretFolderId, secretId, privileges, conditions }) => {
            const where =
                secretFolderId === undefined ? `secret ${secretId}` : (path(secretFolderId) ?? secretFolderId);
            const under = conditions.map((one) => inWords(one)).join(" and ");
            return who.flatMap((one) => privileges.map((what) => ({ who: one, what, where, conditions: under })));
        });
    },
    "okta:index/groupMemberships:GroupMemberships"(inputs, { person, group }) {
        const { data } = memberships.safeParse(inputs);
        const where = data && (group(data.groupId) ?? data.groupId);
        return data?.users.map((id) => ({
            who: person(id) ?? id,
            what: "membership",
            where: where ?? "",
            conditions: "",
        }));
    },
    "pulumi-nodejs:dynamic/okta:GroupPushMapping"(inputs, { group }) {
        const { data } = push.safeParse(inputs);
        if (!data) return undefined;
        if (data.status !== "ACTIVE") return [];
        const who = group(data.sourceGroupId) ?? data.sourceGroupId;
        return [{ who, what: "push", where: data.targetGroupName ?? who, conditions: "" }];
    },
};

/** The elements of the first that are not in the second. */
export const without = (all: readonly Right[], others: readonly Right[]): Right[] =>
    all.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)));

function inWords(condition: Readonly<Record<string, unknown>>): string {
    const { conditionType, reAuthFrequencyInSeconds, acrValues, requestTypeName, expiresAfterSeconds } = condition;
    if (conditionType === "mfa") {
        return `MFA (${acrValues === "phr" ? "phishing-resistant, " : ""}every ${String(reAuthFrequencyInSeconds)} s)`;
    }
    if (conditionType === "access_request") {
        return `approval "${String(requestTypeName)}" (for ${String(expiresAfterSeconds)} s)`;
    }
    return JSON.stringify(condition);
}
