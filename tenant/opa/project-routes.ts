import { z } from "zod";
import type { Answer } from "../http/answer";
import type { DeletedProject, Project } from "../store/opa-records";
import { requireAdministrator } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, param, team, timeOf } from "./context";
import { notFound, refused } from "./errors";
import { goneFromPolicies } from "./gone-from-policies";
import { listOf } from "./paging";
import { resourceGroupOf } from "./resource-group-routes";

const projects = `${team}/resource_groups/:resourceGroup/projects`;

/** The path of a project. */
export const projectPath = `${projects}/:project`;

/** The calls about projects. */
export const projectRoutes: readonly OpaRoute[] = [
    { method: "GET", path: projects, answer: listProjects },
    { method: "POST", path: projects, answer: createProject },
    { method: "GET", path: projectPath, answer: getProject },
    { method: "PUT", path: projectPath, answer: updateProject },
    { method: "DELETE", path: projectPath, answer: deleteProject },
];

const wanted = z.object({
    name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[\w\-_.]+$/),
});

/** The project the path names; throws the API's error when there is none. */
export function projectOf(context: OpaContext): Project {
    return projectAmong(context, context.world.store.projects);
}

function projectAmong<P extends Project>(context: OpaContext, projects: ReadonlyMap<string, P>): P {
    const project = projects.get(param(context, "project"));
    if (project?.resourceGroupId !== resourceGroupOf(context).id) throw notFound(context.world.settings);
    return project;
}

function listProjects(context: OpaContext): Answer {
    const group = resourceGroupOf(context);
    requireAdministrator(context, group.id);
    const contains = (context.call.query.get("contains") ?? "").toLowerCase();
    const all = [...context.world.store.projects.values()].filter(
        ({ resourceGroupId }) => resourceGroupId === group.id,
    );
    const found = all.filter(({ name }) => name.toLowerCase().includes(contains));
    return listOf(context, found, (project) => onWire(context, project));
}

function getProject(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const isDeletedShown = settings.deletedProjectById === "answers-200";
    const shown = isDeletedShown ? new Map([...store.deletedProjects, ...store.projects]) : store.projects;
    const project: Project | DeletedProject = projectAmong(context, shown);
    requireAdministrator(context, project.resourceGroupId);
    return { status: 200, body: onWire(context, project) };
}

function createProject(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const group = resourceGroupOf(context);
    requireAdministrator(context, group.id);
    const { name } = bodyOf(context, wanted);
    const isTaken = [...store.projects.values()].some((one) => one.resourceGroupId === group.id && one.name === name);
    if (isTaken && settings.projectNames === "unique") throw refused(settings, 409, "The project already exists");
    const project = { id: store.ids.opa(), seq: store.ids.next(), name, resourceGroupId: group.id };
    store.projects.set(project.id, project);
    return { status: 201, body: onWire(context, project) };
}

function updateProject(context: OpaContext): Answer {
    const project = projectOf(context);
    requireAdministrator(context, project.resourceGroupId);
    project.name = bodyOf(context, wanted.partial()).name ?? project.name;
    const { projectUpdateStatus: status } = context.world.settings;
    return status === 204 ? { status } : { status, body: onWire(context, project) };
}

function deleteProject(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const project = projectOf(context);
    requireAdministrator(context, project.resourceGroupId);
    const isEmpty = [...store.folders.values()].every(({ projectId }) => projectId !== project.id);
    if (!isEmpty && settings.nonEmptyContainerDelete === "refused") {
        throw refused(settings, 409, "The project still has secret folders");
    }
    goneFromPolicies(context.world, store.removeProject(project.id));
    store.deletedProjects.set(project.id, { ...project, deletedAtMs: context.world.clock.nowMs() });
    return { status: 204 };
}

function onWire({ world }: OpaContext, project: Project | DeletedProject) {
    const { id, name, resourceGroupId } = project;
    return {
        id,
        name,
        team: world.credentials.opaTeam,
        resource_group_id: resourceGroupId,
        deleted_at: "deletedAtMs" in project ? timeOf(project.deletedAtMs) : null,
        ssh_certificate_type: "CERT_TYPE_ED25519_01",
        active_resource_count: 0,
        stale_resource_count: 0,
    };
}
