import { ApiFailure } from "../../http/api-failure";
import { messageOf } from "../../lifecycle/unfinished";
import { isProjectListed, openResourceGroup } from "../project";
import { remedied } from "./missing-right";
import type { Project } from "./tree";

const needed =
    "Give the service user's group the role resource_admin, or delegated_resource_admin of the resource group: it shows every folder.";

/**
 * What is seen in listings of a project's folders while everything in them is shown. OPA leaves out of a listing what the
 * caller may not see, and answers 404 for it (contracts/opa-api.md 2.4); a resource admin sees every folder. So that role is
 * shown to be there both before and after the look: it is needed to list the projects. Throws when it is not.
 *
 * @param purpose What cannot be told otherwise: "whether secret folder … is gone".
 */
export async function seeingAll<T>(project: Project, purpose: string, look: () => Promise<T>): Promise<T> {
    return telling(purpose, async () => {
        await requireProject(project);
        const seen = await look();
        await requireProject(project);
        return seen;
    });
}

/** Whether the whole project is gone: its resource group can be opened, and lacks it. Throws when it cannot be told. */
export async function isProjectGone({ opa, key }: Project, purpose: string): Promise<boolean> {
    const ask = async () => {
        if (await isProjectListed(opa, key)) return false;
        await openResourceGroup(opa, key.resourceGroupId);
        return !(await isProjectListed(opa, key));
    };
    return telling(purpose, ask, " If its resource group was deleted, run `pulumi state delete` for the folder.");
}

async function requireProject({ opa, key }: Project): Promise<void> {
    if (await isProjectListed(opa, key)) return;
    throw new Error(`Project ${key.projectId} is not listed in its resource group.`);
}

/** A failure, with what it leaves open; for one that comes from a missing right, the remedy is the role that would tell. */
async function telling<T>(purpose: string, ask: () => Promise<T>, ifNotFound = ""): Promise<T> {
    try {
        return await ask();
    } catch (failure) {
        throw new Error(`Cannot determine ${purpose}. ${reasonOf(failure, ifNotFound)}`);
    }
}

function reasonOf(failure: unknown, ifNotFound: string): string {
    if (!(failure instanceof ApiFailure) || failure.details.code === "conditions_unmet") return messageOf(failure);
    if (failure.kind === "forbidden") return remedied(failure, needed);
    return failure.kind === "not-found" ? remedied(failure, `${needed}${ifNotFound}`) : failure.message;
}
