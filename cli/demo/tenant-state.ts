import { z } from "zod";

/** What the demo needs to know of the tenant's store, in the tenant's words. */
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
    policies: z.array(
        z.object({
            id: z.string(),
            name: z.string(),
            active: z.boolean(),
            userGroups: z.array(z.object({ id: z.string() })),
            rules: z.array(
                z.object({
                    targets: z.array(z.object({ id: z.string() })),
                    privileges: z.array(z.object({ flags: z.record(z.string(), z.boolean()) })),
                }),
            ),
        }),
    ),
});

/** The tenant's store. */
export type TenantState = z.infer<typeof shape>;

/** Asks the tenant for all that is in it; Okta and OPA themselves have no such call. */
export async function stateOf(control: string): Promise<TenantState> {
    const answer = await fetch(`${control}/state`);
    return shape.parse(await answer.json());
}

/** Every object that a stack could have made or taken away, one line each. */
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
