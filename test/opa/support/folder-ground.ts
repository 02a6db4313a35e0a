import { usualConditions } from "../../../resources/http/connect";
import type { Send } from "../../../resources/http/send";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import type { Properties } from "../../../resources/lifecycle/plain";
import type { Patience } from "../../../resources/lifecycle/wait-until";
import { type OpaConnection, openOpa } from "../../../resources/opa/connection";
import type { OpaCredentials } from "../../../resources/opa/connection/credentials";
import type { ProjectKey } from "../../../resources/opa/project";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";
import { startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { type Life, lifeOf } from "../../support/life-of";
import { type ByHand, byHandOn } from "./by-hand";

/** Credentials other than those of the tenant's automation. */
export type FolderCredentials = Partial<Omit<OpaCredentials, "origin">>;

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
    life(): Life;
    /** One that waits, as ours do, for a right that was granted a moment ago. */
    patientLife(patience: Patience): Life;
    /** A new process: nothing is remembered but state. */
    nextRun(credentials?: FolderCredentials): void;
    /** From now on every request goes through `change` first. */
    tamper(change: (send: Send) => Send): void;
}

/** What every test of folders declares unless it says otherwise. */
export const payments = {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "payments",
    description: "Secrets of team payments",
} as const satisfies Properties;

/** Requests without end, so that no test waits for a budget. */
const plenty: Partial<TenantSettings> = { opaRequestsPerHour: 1_000_000_000 };

/** Starts a tenant. Waits of our own take no time. */
export async function folderGround(settings: Partial<TenantSettings> = {}): Promise<FolderGround> {
    const tenant = await startTenant({ settings: { ...plenty, ...settings } });
    let changed = (send: Send) => send;
    let opa = connected(tenant, (send) => changed(send));
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
        life: () => lifeOf(provider),
        patientLife: (patience) => lifeOf(dynamicProvider(secretFolder(() => opa, patience))),
        nextRun(credentials) {
            opa = connected(tenant, (send) => changed(send), credentials);
        },
        tamper(change) {
            changed = change;
            opa = connected(tenant, (send) => changed(send));
        },
    };
}

/** A connection of its own, as a new process would have. */
function connected(
    { opa: origin, credentials }: Tenant,
    change: (send: Send) => Send = (send) => send,
    others: FolderCredentials = {},
): OpaConnection {
    const { opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = credentials;
    const connection = openOpa(
        { origin, team, keyId, keySecret, ...others },
        // Tries that follow each other at once, and nothing said about them.
        { ...usualConditions({}), random: () => 0, say: () => undefined },
    );
    return { ...connection, send: change(connection.send) };
}
