import type { Reference } from "../store/opa-records";
import type { Store } from "../store/store";
import type { World } from "../world";
import type { FieldError } from "./errors";
import type { PolicyBody } from "./policy-body";

/** A reference with the object's name, or with the name that was sent when the object does not exist. */
export function referenceTo({ store }: World, type: string, id: string, sent: string | undefined): Reference {
    const object = { user_group: store.opaGroups, secret_folder: store.folders, secret: store.secrets }[type]?.get(id);
    const name = object?.name ?? sent;
    return { type, id, ...(name === undefined ? {} : { name }) };
}

/** The errors that OPA finds in the objects that a policy names. */
export function referenceErrors(body: PolicyBody, world: World): FieldError[] {
    const groups = body.principals?.user_groups ?? [];
    const everyone = groups
        .filter(({ id, name }) => (world.store.opaGroups.get(id)?.name ?? name) === "everyone")
        .map(() => ({
            path: "principals.user_groups",
            message: "You may not add 'everyone' group as a principal",
        }));
    return world.settings.unknownReference === "accepted" ? everyone : [...everyone, ...danglingIn(body, world.store)];
}

/** What the policy names and does not exist; a deleted group counts as not existing. */
function danglingIn(body: PolicyBody, store: Store): FieldError[] {
    const groups = (body.principals?.user_groups ?? []).filter(({ id }) => {
        const group = store.opaGroups.get(id);
        return !group || group.deletedAtMs !== undefined;
    });
    const scope = body.resource_group && !store.resourceGroups.has(body.resource_group.id) ? [body.resource_group] : [];
    const targets = body.rules
        .filter((rule) => rule.resource_type === "secret_based_resource")
        .flatMap((rule) => rule.resource_selector?.selectors ?? [])
        .map(({ selector_type: type, selector }) => ({ type, id: (selector[type] as { id?: string } | undefined)?.id }))
        .filter(({ type, id = "" }) => !(type === "secret_folder" ? store.folders : store.secrets).has(id));
    return [
        ...groups.map(({ id }) => unknown("principals.user_groups", id)),
        ...scope.map(({ id }) => unknown("resource_group", id)),
        ...targets.map(({ id }) => unknown("rules.resource_selector", id ?? "")),
    ];
}

function unknown(path: string, id: string): FieldError {
    return { path, message: `There is no object with the id ${id}` };
}
