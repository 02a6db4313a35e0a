import { z } from "zod";
import type { Answer } from "../http/answer";
import type { Secret, SecretFolder } from "../store/opa-records";
import { holds } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, team } from "./context";
import { invalid, notFound } from "./errors";
import { mayList } from "./folder-access";
import { itemOnWire, parentsOf } from "./folder-wire";

/** The call that finds a folder or secret by its path. */
export const resolveRoutes: readonly OpaRoute[] = [{ method: "POST", path: `${team}/resolve_secret`, answer: resolve }];

const parent = z.object({ id: z.string().optional(), name: z.string().optional() }).nullable();
const question = z.object({
    id: z.string().nullish(),
    resource_group: parent,
    project: parent,
    parent_folder_path: z.string().nullish(),
    secret_folder_name: z.string().optional(),
    secret_name: z.string().optional(),
});

type Question = z.infer<typeof question>;

function resolve(context: OpaContext): Answer {
    const asked = bodyOf(context, question);
    const found = asked.id ? withId(context, asked.id) : atPath(context, asked);
    if (!found || !mayResolve(context, found)) throw notFound(context.world.settings);
    return { status: 200, body: { ...itemOnWire(context, found), path: parentsOf(context, found) } };
}

/** The API page requires a role for it, the specification a policy (docs/contracts/opa-api.md 8). */
function mayResolve(context: OpaContext, item: SecretFolder | Secret): boolean {
    const isRoleEnough = context.world.settings.resolving === "security-admins-too";
    return (isRoleEnough && holds(context, "security_admin")) || mayList(context, item);
}

function withId({ world }: OpaContext, id: string): SecretFolder | Secret | undefined {
    return world.store.folders.get(id) ?? world.store.secrets.get(id);
}

function atPath(context: OpaContext, asked: Question): SecretFolder | Secret | undefined {
    const { store, settings } = context.world;
    const { parent_folder_path: above, secret_folder_name: folderName, secret_name: secretName } = asked;
    const name = folderName ?? secretName;
    if (!asked.resource_group || !asked.project || typeof above !== "string" || name === undefined) {
        const message = "Give id, or both parents with parent_folder_path and a name";
        throw invalid(settings, { path: "parent_folder_path", message });
    }
    const path = [...above.split("/").filter(Boolean), name].join("/");
    const kind = folderName === undefined ? store.secrets : store.folders;
    return [...kind.values()].find((item) => store.pathOf(item) === path && isIn(context, item, asked));
}

function isIn({ world }: OpaContext, item: SecretFolder | Secret, { resource_group, project }: Question): boolean {
    const fits = (id: string, name: string | undefined, asked: Question["project"]) =>
        (asked?.id === undefined || asked.id === id) && (asked?.name === undefined || asked.name === name);
    return (
        fits(item.resourceGroupId, world.store.resourceGroups.get(item.resourceGroupId)?.name, resource_group) &&
        fits(item.projectId, world.store.projects.get(item.projectId)?.name, project)
    );
}
