import { performance } from "node:perf_hooks";
import { startTenant, type Tenant } from "../../tenant";
import { Caller } from "../tenant/support/callers";

const counts = { users: 2000, groups: 1000, mappings: 1000, folders: 1000, policies: 1000 };

/** How often each call is made; the median is told, since a machine may be busy with other things. */
const rounds = 15;

interface Measured {
    readonly what: string;
    readonly send: (me: Caller) => Promise<{ readonly status: number; readonly text: string }>;
    /** What it may take, in milliseconds; nothing is demanded when absent. */
    readonly mostMs?: number;
}

function callsTo(tenant: Tenant): readonly Measured[] {
    const mappings = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
    const [project] = tenant.store.projects.values();
    const folders = `/resource_groups/${project?.resourceGroupId}/projects/${project?.id}/secret_folders`;
    const place = { resource_group: { name: "platform" }, project: { name: "team-secrets" } };
    const path = "/folder-0996/folder-0997/folder-0998/folder-0999/";
    const question = { ...place, parent_folder_path: path, secret_folder_name: "folder-1000" };
    const search = encodeURIComponent('profile.name eq "team-0500"');
    return [
        { what: "list of 1,000 mappings", send: (me) => me.okta("GET", `${mappings}?limit=1000`), mostMs: 50 },
        { what: "list of 1,000 groups", send: (me) => me.okta("GET", "/api/v1/groups?limit=1000") },
        { what: "search for one group", send: (me) => me.okta("GET", `/api/v1/groups?search=${search}`) },
        { what: "user by login", send: (me) => me.okta("GET", "/api/v1/users/person.1999@example.com") },
        { what: "list of 1,000 policies", send: (me) => me.opa("GET", "/security_policy?count=1000") },
        { what: "OPA group by name", send: (me) => me.opa("GET", "/groups/team-0999") },
        { what: "list of the top folders", send: (me) => me.opa("GET", folders) },
        { what: "folder by its path, five deep", send: (me) => me.opa("POST", "/resolve_secret", question) },
        { what: "new folder", send: (me) => me.opa("POST", folders, { name: `new-${tenant.store.folders.size}` }) },
    ];
}

async function medianMs(me: Caller, { what, send }: Measured): Promise<number> {
    const timesMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
        const startMs = performance.now();
        const { status, text } = await send(me);
        timesMs.push(performance.now() - startMs);
        if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
    }
    return timesMs.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}

function tell(what: string, timeMs: number, mostMs?: number): void {
    const verdict = mostMs === undefined ? "" : ` of at most ${mostMs}`;
    process.stdout.write(`${what.padEnd(32)} ${timeMs.toFixed(1).padStart(8)} ms${verdict}\n`);
    if (mostMs !== undefined && timeMs > mostMs) process.exitCode = 1;
}

/** Seeds a large organisation and times what is asked of it. Exit code 1 when something takes longer than it may. */
async function main(): Promise<void> {
    const tenant = await startTenant({ settings: { oktaRequestsPerMinute: 1e6, opaRequestsPerHour: 1e6 } });
    const startMs = performance.now();
    tenant.seedMany(counts);
    tell(`seeded: ${Object.values(counts).join(", ")}`, performance.now() - startMs, 2000);
    const me = new Caller(tenant);
    for (const measured of callsTo(tenant)) tell(measured.what, await medianMs(me, measured), measured.mostMs);
    await tenant.close();
}

void main();
