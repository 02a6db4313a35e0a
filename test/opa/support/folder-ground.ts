import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { Succession } from "../../../resources/lifecycle/run/succession";
import type { Patience } from "../../../resources/lifecycle/waiting/wait-until";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import type { ProjectKey } from "../../../resources/opa/containers";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";
import { startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { type Life, lifeOf } from "../../support/life-of";
import { type ByHand, byHandOn } from "./by-hand";
import { connected, type OtherCredentials, plenty, type Tamper } from "./connected";

/** A tenant with what tests of folders need around it. */
export interface FolderGround {
    readonly tenant: Tenant;
    readonly byHand: ByHand;
    readonly project: ProjectKey;
    /** Id of the seeded top-level folder "teams", in which the automation's policy lets it make folders. */
    readonly teamsId: string;
    /** The connection of the current run. */
    readonly opa: OpaConnection;
    readonly provider: DynamicProvider;
    /** Of a resource with this name, in the stack "acme/dev" unless the name says another. */
    life(resource?: string): Life;
    /** One that waits, as ours do, for a right that was granted a moment ago. */
    patientLife(patience: Patience, resource?: string): Life;
    /** A new process: nothing is remembered but state. */
    nextRun(credentials?: OtherCredentials): void;
    /** From now on every request goes through `change` first. */
    tamper(change: Tamper): void;
}

/** What every test of folders declares unless it says otherwise. */
export const payments = {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "payments",
    description: "Secrets of team payments",
} as const satisfies Properties;

/** "payments" is the resource of that name in the stack "acme/dev", "acme/prod/payments" that of another stack. */
export const ownerNamed = (resource = "payments"): string =>
    resource.includes("/") ? resource : `acme/dev/${resource}`;

/** Tries that follow each other at once. */
const hurried = { random: () => 0 };

/** Starts a tenant. Waits of our own take no time. */
export async function folderGround(settings: Partial<TenantSettings> = {}): Promise<FolderGround> {
    const tenant = await startTenant({ settings: { ...plenty, ...settings } });
    let changed: Tamper = (send) => send;
    const connect = (others: OtherCredentials = {}) => connected(tenant, (send) => changed(send), others, hurried);
    let opa = connect();
    // As resources/provider.ts: one of each for a process, which is a run.
    const run = (patience: Patience) =>
        dynamicProvider(
            secretFolder(() => opa, patience),
            new Claims(),
            new Succession(),
        );
    const provider = dynamicProvider(secretFolder(() => opa, { deadlineMs: 0 }));
    return {
        tenant,
        byHand: byHandOn(tenant),
        get project() {
            const [project] = tenant.store.projects.values();
            return { resourceGroupId: project?.resourceGroupId ?? "", projectId: project?.id ?? "" };
        },
        get teamsId() {
            return [...tenant.store.folders.values()].find(({ name }) => name === "teams")?.id ?? "";
        },
        get opa() {
            return opa;
        },
        provider,
        life: (resource) => lifeOf(() => run({ deadlineMs: 0 }), ownerNamed(resource)),
        patientLife: (patience, resource) => lifeOf(() => run(patience), ownerNamed(resource)),
        nextRun(credentials) {
            opa = connect(credentials);
        },
        tamper(change) {
            changed = change;
            opa = connect();
        },
    };
}
