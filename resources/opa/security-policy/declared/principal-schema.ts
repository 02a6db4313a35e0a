import { z } from "zod";
import { opaId, text } from "../../declared-text";
import { eachOnce, inOrder } from "./ordered";

/** Limit of the API, groups and roles together (docs/contracts/opa-api.md 0.1). */
const principalsAtMost = 40;

/** The built-in group that OPA does not accept as a principal (docs/contracts/opa-api.md 3.5). */
export const everyone = "everyone";

/** What to say about it. */
export const everyoneRefused = `OPA does not accept the built-in group "${everyone}". Declare another group.`;

const group = z
    .strictObject({ id: opaId.optional(), name: text(255).optional() }, { error: 'give { name: "…" } or { id: "…" }.' })
    .refine(({ id, name }) => (id === undefined) !== (name === undefined), "declare either its name or its id.")
    .refine(({ name }) => name !== everyone, everyoneRefused);

/** A group as it is declared: by name or by id. */
export type DeclaredGroup = z.infer<typeof group>;

const role = z.strictObject({ id: opaId }, { error: 'give { id: "…" }.' });

/** Groups in the order in which they are compared. */
export function sortedGroups(groups: readonly DeclaredGroup[]): DeclaredGroup[] {
    return inOrder(groups, groupKey);
}

const twice = () => "is declared twice. Remove one.";

const groupKey = ({ id, name }: DeclaredGroup): string => (name === undefined ? `id ${id}` : `name ${name}`);

/** The checked principals of a declaration. */
export type DeclaredPrincipals = z.infer<typeof principals>;

/** Who a policy is for. Their order has no meaning: they are sorted. */
export const principals = z
    .strictObject(
        {
            userGroups: z
                .array(group, { error: "give a list of groups." })
                .default([])
                .superRefine(eachOnce(groupKey, twice))
                .transform(sortedGroups),
            workloadRoles: z
                .array(role, { error: "give a list of roles." })
                .default([])
                .superRefine(eachOnce(({ id }) => id, twice))
                .transform((roles) => inOrder(roles, ({ id }) => id)),
        },
        { error: "give { userGroups: [...] }." },
    )
    .refine(
        ({ userGroups, workloadRoles }) => userGroups.length + workloadRoles.length > 0,
        "names nobody. Declare a group.",
    )
    .refine(
        ({ userGroups, workloadRoles }) => userGroups.length + workloadRoles.length <= principalsAtMost,
        `names more than ${principalsAtMost} groups and roles, which is OPA's limit.`,
    );
