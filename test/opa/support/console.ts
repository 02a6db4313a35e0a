import type { Tenant } from "../../../tenant";
import { type Administrator, administratorOf } from "../../support/administrator";

/** What a person can do in the console, as requests of the administrator. */
export interface Console {
    /** Sends a request to OPA; resolves with the body of the answer. */
    readonly opa: Administrator["opa"];
    /** The path of the seeded project. */
    projectPath(): string;
    /** Creates something; resolves with its id. */
    create(path: string, body: unknown): Promise<string>;
}

/** The console of this tenant. */
export function consoleOf(tenant: Tenant): Console {
    const { opa } = administratorOf(tenant);
    return {
        opa,
        projectPath() {
            const [project] = tenant.store.projects.values();
            return `/resource_groups/${project?.resourceGroupId}/projects/${project?.id}`;
        },
        create: async (path, body) => ((await opa("POST", path, body)) as { id: string }).id,
    };
}
