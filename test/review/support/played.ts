import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { accessIn } from "../../../resources/access/access-in";
import { canonicalText } from "../../../resources/access/document";
import { look } from "../../../resources/access/look";
import { readCheckout } from "../../../resources/review/checkout/read-checkout";
import type { Review } from "../../../resources/review/page/document";
import { reviewOf } from "../../../resources/review/review-of";
import type { Refuse } from "../../../resources/review/reviewed";
import type { Live } from "../../../resources/review/snapshot";
import type { Tenant } from "../../../tenant";
import { connected, plenty } from "../../opa/support/connected";
import type { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { State } from "../../support/stack/state";
import { elsewhere, roles } from "./ground";
import { type Overlap, type Seen, seenIn } from "./seen";

/** Texts of files by their paths. */
export type Files = Readonly<Record<string, string>>;

const stackFile = "Pulumi.dev.yaml";

/** A checkout's configuration, with where the seeded organisation has room. */
const placed = (more = ""): string =>
    `config:\n  pulumi-okta-opa:resourceGroup: platform\n  pulumi-okta-opa:project: team-secrets\n  pulumi-okta-opa:parentFolder: teams\n${more}`;

/** Lets files say everything that the changes are about. */
const platform = [
    "default:",
    '  { privileges: manage, minimum: {}, groups: [Staff, OnCall, OnCall-Payments], groupNames: ["*"], folderNames: true,',
    `    workloadRoles: ${JSON.stringify(Object.values(roles))},`,
    "    opaGroups: [Audit, Robots, team-search], places: [{ project: other }, { parentFolder: elsewhere }],",
    "    takes: [payments] }",
    "budget: { teams-removed: 9, teams-renamed: 9, lists-cut-off: 9, all-replaced: 9 }",
    "",
].join("\n");

/** Files of teams, with the configuration that they need. */
export const checkout = (teams: Files, config = ""): Files => ({
    "Pulumi.yaml": "name: scratch\nruntime: nodejs\n",
    [stackFile]: placed(config),
    "platform.yaml": platform,
    ...Object.fromEntries(Object.entries(teams).map(([name, text]) => [`teams/${name}.yaml`, text])),
});

/** Lets `act` have these files in a folder of their own. */
export async function inFolders<T>(all: readonly Files[], act: (folders: string[]) => Promise<T>): Promise<T> {
    const home = mkdtempSync(join(tmpdir(), "review-"));
    try {
        const folders = all.map((files, index) => {
            const folder = join(home, String(index));
            mkdirSync(folder);
            for (const [path, text] of Object.entries(files)) {
                mkdirSync(dirname(join(folder, path)), { recursive: true });
                writeFileSync(join(folder, path), text);
            }
            return folder;
        });
        return await act(folders);
    } finally {
        rmSync(home, { recursive: true, force: true });
    }
}

/** The review of two checkouts; every mistake in them fails. */
export function reviewed(
    base: string,
    head: string,
    live: Live | undefined,
    more: { readonly author?: string; readonly unknownAuthor?: string; readonly refuse?: Refuse } = {},
): Review {
    const where = { teams: "teams", stack: "dev" };
    const was = readCheckout(base, where);
    const is = readCheckout(head, where, was.declared);
    assert.deepEqual([...was.mistakes, ...is.mistakes], []);
    return reviewOf({
        base: was.declared,
        head: is.declared,
        live,
        author: more.author,
        unknownAuthor: more.unknownAuthor,
        refuse: more.refuse,
        nowMs: Date.UTC(2026, 10, 25),
    });
}

/** What a simulated run needs to know of a change. */
export interface Played {
    readonly base: Files;
    readonly head: Files;
    /** What is applied before that. */
    readonly first?: Files | undefined;
    /** What is there before anything is made. */
    readonly before?: ((tenant: Tenant) => void) | undefined;
    /** What an administrator does once the base is applied. */
    readonly meanwhile?: ((tenant: Tenant) => void) | undefined;
}

export interface Outcome {
    readonly page: Review;
    /** By what of overlapping rules counts. */
    readonly before: Readonly<Record<Overlap, Seen>>;
    readonly after: Readonly<Record<Overlap, Seen>>;
}

/** What the tenant says under both answers. */
export const bothSeen = (tenant: Tenant): Readonly<Record<Overlap, Seen>> => ({
    "each-its-own": seenIn(tenant, "each-its-own"),
    strictest: seenIn(tenant, "strictest"),
});

/** Applies the one checkout, then the other one, and gives the page and what the tenant said before and after. */
export function played(
    simulation: Simulation,
    { base, head, before, meanwhile, first = base }: Played,
): Promise<Outcome> {
    return inFolders([base, head, first], async ([baseFolder = "", headFolder = "", firstFolder = ""]) => {
        const { tenant } = simulation;
        setUp(simulation, before);
        const state = new State();
        if (first !== base) await applied(simulation, state, firstFolder);
        await applied(simulation, state, baseFolder);
        meanwhile?.(tenant);
        const wasSeen = bothSeen(tenant);
        const live = await snapshotOf(simulation);
        await applied(simulation, state, headFolder);
        return { page: reviewed(baseFolder, headFolder, live), before: wasSeen, after: bothSeen(tenant) };
    });
}

/** The organisation as seeded, with what is there besides. */
export function setUp(simulation: Simulation, more?: (tenant: Tenant) => void): void {
    const { tenant } = simulation;
    simulation.reset(plenty);
    elsewhere(tenant);
    more?.(tenant);
    // Lets the search know them.
    tenant.seedMany({});
}

/** Applies a checkout, and lets every push arrive. */
export async function applied(
    simulation: Simulation,
    state: State,
    folder: string,
    options: Parameters<Stack["up"]>[1] = {},
): Promise<void> {
    const stack = new Stack(simulation, "scratch", "dev", configIn(folder), state);
    const files = join(folder, "teams");
    const { errors } = await stack.up(async () => {
        for (const { name, ...space } of await declaredTeams(existsSync(files) ? { files } : {})) {
            new TeamSecretsSpace(name, space);
        }
    }, options);
    assert.deepEqual(errors, []);
    simulation.tenant.clock.flush();
}

/** As Pulumi hands it to a program. */
export function configIn(folder: string): Readonly<Record<string, string>> {
    const { config } = parse(readFileSync(join(folder, stackFile), "utf8")) as { config: Record<string, unknown> };
    const texts = Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return Object.fromEntries(texts) as Record<string, string>;
}

/** What `access snapshot` would write now. */
export async function snapshotOf(simulation: Simulation): Promise<Live> {
    const connect = () => connected(simulation.tenant, (send) => send, {}, {});
    const seen = await simulation.inProcess(undefined, () => look({ resource: connect(), security: connect() }));
    assert.ok(seen !== "killed");
    const access = { ...accessIn(seen), taken: new Date(Date.UTC(2026, 10, 25)).toISOString() };
    return { access, text: canonicalText(access) };
}
