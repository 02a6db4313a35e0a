import { z } from "zod";
import type { Answer } from "../http/answer";
import { makeSecret } from "../store/make-opa";
import type { Secret, SecretFolder } from "../store/opa-records";
import { bodyOf, type OpaContext, type OpaRoute, param, team } from "./context";
import { notFound } from "./errors";
import { requirePrivilege } from "./folder-access";
import { secretOnWire } from "./folder-wire";
import { goneFromPolicies } from "./gone-from-policies";
import { requireFreeName } from "./item-name";
import { projectOf, projectPath } from "./project-routes";

const secrets = `${projectPath}/secrets`;

/** The calls about secrets: what people do by hand. A value is discarded on arrival, and no answer contains one. */
export const secretRoutes: readonly OpaRoute[] = [
    { method: "POST", path: secrets, answer: createSecret },
    { method: "GET", path: `${secrets}/:secret`, answer: getSecret },
    { method: "PUT", path: `${secrets}/:secret`, answer: updateSecret },
    { method: "DELETE", path: `${secrets}/:secret`, answer: deleteSecret },
    { method: "POST", path: `${team}/secrets/move`, answer: moveSecret },
];

const wanted = z.object({
    name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[A-Za-z0-9_.-]+$/),
    description: z.string().nullish(),
    parent_folder_id: z.string(),
    secret_jwe: z.string(),
});
const move = z.object({ secrets: z.tuple([z.object({ id: z.string(), destination_folder_id: z.string() })]) });

function secretOf(context: OpaContext): Secret {
    const secret = context.world.store.secrets.get(param(context, "secret"));
    if (!secret || secret.projectId !== projectOf(context).id) throw notFound(context.world.settings);
    return secret;
}

function folderWith({ world }: OpaContext, id: string): SecretFolder {
    const folder = world.store.folders.get(id);
    if (!folder) throw notFound(world.settings);
    return folder;
}

function createSecret(context: OpaContext): Answer {
    const { world, caller } = context;
    const project = projectOf(context);
    const { name, description, parent_folder_id } = bodyOf(context, wanted);
    const parent = folderWith(context, parent_folder_id);
    if (parent.projectId !== project.id) throw notFound(world.settings);
    requirePrivilege(context, parent, "secret_create");
    const place = { parentId: parent.id, projectId: project.id };
    requireFreeName(context, place, name);
    const secret = makeSecret(world.store, world.clock.nowMs(), caller.user.name, {
        ...place,
        name,
        description: description ?? null,
        resourceGroupId: project.resourceGroupId,
    });
    return { status: 201, body: secretOnWire(context, secret) };
}

function getSecret(context: OpaContext): Answer {
    const secret = secretOf(context);
    requirePrivilege(context, secret, "list");
    return { status: 200, body: secretOnWire(context, secret) };
}

function updateSecret(context: OpaContext): Answer {
    const { world, caller } = context;
    const secret = secretOf(context);
    requirePrivilege(context, secret, "secret_update");
    const { name, description } = bodyOf(context, wanted);
    requireFreeName(context, secret, name, secret.id);
    const updatedMs = world.clock.nowMs();
    Object.assign(secret, { name, description: description ?? null, updatedMs, updatedBy: caller.user.name });
    return { status: 200, body: secretOnWire(context, secret) };
}

function deleteSecret(context: OpaContext): Answer {
    const secret = secretOf(context);
    requirePrivilege(context, secret, "secret_delete");
    goneFromPolicies(context.world, context.world.store.removeSecret(secret.id));
    return { status: 204 };
}

/** Only secrets can be moved, one at a time (docs/contracts/opa-api.md 2.1). */
function moveSecret(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const [{ id, destination_folder_id }] = bodyOf(context, move).secrets;
    const secret = store.secrets.get(id);
    if (!secret) throw notFound(settings);
    const folder = folderWith(context, destination_folder_id);
    requirePrivilege(context, secret, "secret_update");
    requirePrivilege(context, folder, "secret_create");
    requireFreeName(context, { parentId: folder.id, projectId: folder.projectId }, secret.name);
    const { resourceGroupId, projectId } = folder;
    store.secrets.set(id, { ...secret, parentId: folder.id, resourceGroupId, projectId });
    return { status: 204 };
}
