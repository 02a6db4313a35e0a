import { z } from "zod";

/** The parts of the tenant's store that the demo needs, under the tenant's names. */
const shape = z.object({
    users: z.array(z.object({ id: z.string(), login: z.string() })),
    groups: z.array(z.object({ id: z.string(), name: z.string(), type: z.string() })),
    memberships: z.record(z.string(), z.array(z.string())),
    mappings: z.array(z.object({ id: z.string(), sourceGroupId: z.string(), targetGroupId: z.string() })),
    opaGroups: z.array(
        z.object({
            id: z.string(),
            name: z.string(),
            members: z.array(z.string()),
            pushedAs: z.string().optional(),
        }),
    ),
    folders: z.array(z.object({ id: z.string(), name: z.string(), parentId: z.string().nullable() })),
    policies: z.array(z.object({ id: z.string() })),
});

/** The tenant's own verdict on who can do what, by rule, group and conditions. */
const access = z.array(
    z.object({
        itemId: z.string(),
        policyId: z.string(),
        policy: z.string(),
        groupId: z.string(),
        group: z.string(),
        people: z.array(z.string()),
        privileges: z.array(z.string()),
        asks: z.array(
            z.discriminatedUnion("kind", [
                z.object({
                    kind: z.literal("mfa"),
                    factor: z.enum(["any", "phishing-resistant"]),
                    everySeconds: z.number(),
                }),
                z.object({ kind: z.literal("approval"), requestType: z.string(), lastsSeconds: z.number() }),
                z.object({ kind: z.literal("gateway") }),
            ]),
        ),
    }),
);

/** The tenant's store. */
export type TenantState = z.infer<typeof shape>;

/** Who can do what in the tenant. */
export type TenantAccess = z.infer<typeof access>;

/** Reads from the tenant who can do what; OPA itself has no such call. */
export async function accessOf(control: string): Promise<TenantAccess> {
    const answer = await fetch(`${control}/access`);
    return access.parse(await answer.json());
}

/** Reads everything in the tenant; Okta and OPA themselves have no such call. */
export async function stateOf(control: string): Promise<TenantState> {
    const answer = await fetch(`${control}/state`);
    return shape.parse(await answer.json());
}

/** Every object that a stack could have created or deleted, one line each. */
export function inventoryOf(state: TenantState): readonly string[] {
    const lines = (kind: string, objects: readonly { readonly id: string }[]) =>
        objects.map(({ id }) => `${kind} ${id}`);
    return [
        ...lines("Okta group", state.groups),
        ...lines("group push mapping", state.mappings),
        ...lines("OPA group", state.opaGroups),
        ...lines("secret folder", state.folders),
        ...lines("security policy", state.policies),
        ...Object.entries(state.memberships).flatMap(([groupId, users]) =>
            lines(
                `member of ${groupId}`,
                users.map((id) => ({ id })),
            ),
        ),
    ].sort();
}
