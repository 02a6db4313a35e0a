import { ApiFailure } from "../../../http/failure/api-failure";
import { messageOf } from "../../../lifecycle/run/unfinished";
import { isProjectListed, openResourceGroup } from "../../containers";
import { remedied } from "./missing-right";
import type { Project } from "./tree";

const needed =
    "Give the service user's group the role resource_admin, or delegated_resource_admin of the resource group: it shows every folder.";

/** Pulumi does not delete a folder alone from state while a policy refers to it (test/engine/remedies.test.ts). */
const ifGroupDeleted =
    " If its resource group was deleted, run `pulumi state delete --target-dependents` with the folder's URN, which " +
    "`pulumi stack --show-urns` shows: Pulumi then forgets the folder, and with it what depends on it, such as a policy.";

/**
 * The result of a look into listings of folders that are proven to be complete. OPA leaves out of a listing what the caller
 * is not allowed to see, and answers 404 for it (docs/contracts/opa-api.md 2.4); a resource admin sees every folder. So
 * the look counts only if that role is there both before and after it: listing the projects needs it. Throws when it is
 * not.
 *
 * @param purpose What cannot be determined otherwise: "whether secret folder … is gone".
 */
export async function seeingAll<T>(project: Project, purpose: string, look: () => Promise<T>): Promise<T> {
    return telling(purpose, async () => {
        await requireProject(project);
        const seen = await look();
        await requireProject(project);
        return seen;
    });
}

/**
 * Whether the whole project is gone: its resource group can be opened, and does not list it. Throws when it cannot be
 * determined.
 */
export async function isProjectGone({ opa, key }: Project, purpose: string): Promise<boolean> {
    const ask = async () => {
        if (await isProjectListed(opa, key)) return false;
        await openResourceGroup(opa, key.resourceGroupId);
        return !(await isProjectListed(opa, key));
    };
    return telling(purpose, ask, ifGroupDeleted);
}

async function requireProject({ opa, key }: Project): Promise<void> {
    if (await isProjectListed(opa, key)) return;
    throw new Error(`Project ${key.projectId} is not listed in its resource group.`);
}

/**
 * Adds to a failure what remains unknown because of it; for a missing right, the remedy names the role that is needed to find
 * out.
 */
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
