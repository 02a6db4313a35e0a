import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startTenant, type Tenant } from "../../../tenant";
import { engineEnvironment } from "../../engine/support/engine-environment";
import { inventoryOf } from "../../engine/support/inventory";
import { said } from "../../engine/support/scene";
import { goldenTexts, pinned } from "../../stored/support/golden-texts";
import { type Installation, installPacked, must, type ScratchProject } from "./packed";

/** npm installs all of Pulumi. */
const wholeLifeMs = 600_000;

/** A project that has the package in some way, and how its programs are written. */
export interface Setting {
    readonly installation: Installation;
    /** Files of the project, `index.js` among them, which runs `everything`. */
    readonly files: Readonly<Record<string, string>>;
    /** The folder with the `node` that runs all of it, below the project; the machine's own when absent. */
    readonly nodeIn?: string;
    /** What the program's outputs `node` and `sdk` are. */
    readonly runsOn: { readonly node: RegExp; readonly sdk: RegExp };
    /** Before anything is made. */
    readonly atFirst?: (life: Life) => Promise<void>;
}

/** A project, its engine and its tenant. */
export interface Life {
    readonly project: ScratchProject;
    readonly tenant: Tenant;
    pulumi(...args: string[]): ReturnType<ScratchProject["run"]>;
}

/** A function for a program: it declares a space, and each resource alone. Text, since modules of both kinds run it. */
export const everything = `(okta, { ExistingOktaGroup, GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy, TeamSecretsSpace }) => {
    const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
    new TeamSecretsSpace("payments", { ...place, members: ["ana@example.com", "ben@example.com"] });
    const group = new okta.group.Group("auditors", { name: "auditors" });
    const appId = process.env.APP_ID;
    const push = { appId, sourceGroupId: group.id, targetGroupName: "auditors", deleteTargetGroupOnDestroy: "if-created" };
    new GroupPushMapping("auditors", push);
    new ExistingOktaGroup("staff", { group: "All staff", maxMembers: 500 });
    const folder = new OpaSecretFolder("runbooks", { ...place, name: "runbooks" });
    const rules = [{ name: "runbooks", secretFolderId: folder.id, privileges: ["reveal"] }];
    const principals = { userGroups: [{ name: "platform-admins" }] };
    new OpaSecurityPolicy("readers", { name: "readers", resourceGroup: "platform", principals, rules });
}`;

/** A program in CommonJS, or a module of the kind that a package needs. */
export const inCommonJs = `
exports.node = process.version;
exports.sdk = require("@pulumi/pulumi/package.json").version;
(${everything})(require("@pulumi/okta"), require("pulumi-okta-opa"));
`;

/** Declares the tests of a stack's life in such a setting, on the real engine: each step needs what the one before has made. */
export function hasAWholeLife(where: string, setting: Setting): void {
    describe(`the package, ${where}`, function () {
        this.timeout(wholeLifeMs);
        let life: Life;
        let close: (() => Promise<void>) | undefined;
        let atFirst: readonly string[];

        before(async () => {
            ({ life, close } = await begin(setting));
            atFirst = inventoryOf(life.tenant);
            await setting.atFirst?.(life);
        });
        after(() => close?.());

        it("makes a space and each resource alone, and keeps one line of code with each", async () => {
            await succeeds(life, "up", "--yes", "--skip-preview");
            const { stdout: state } = must(await life.pulumi("stack", "export"));
            const { stdout: outputs } = must(await life.pulumi("stack", "output", "--json"));

            const texts = [...state.matchAll(/"__provider": ("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) =>
                pinned(JSON.parse(text)),
            );
            // A group that exists is declared alone, each other kind in the space too; each has its inputs and its outputs.
            const expected = Object.entries(goldenTexts).flatMap(([type, text]) =>
                type.endsWith(":ExistingGroup") ? [text, text] : [text, text, text, text],
            );
            const ordered = (all: readonly ReturnType<typeof pinned>[]) =>
                all.toSorted((one, other) => one.sha256.localeCompare(other.sha256));
            assert.deepEqual(ordered(texts), ordered(expected));
            const { mappings, folders } = life.tenant.store;
            assert.deepEqual([...folders.values()].map(({ name }) => name).sort(), ["payments", "runbooks", "teams"]);
            assert.equal(mappings.size, 2);
            const { node, sdk } = JSON.parse(outputs);
            assert.match(node, setting.runsOn.node);
            assert.match(sdk, setting.runsOn.sdk);
        });

        it("reads everything again, and has nothing to do the second time", async () => {
            await succeeds(life, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
            await succeeds(life, "up", "--yes", "--skip-preview", "--expect-no-changes");
            await succeeds(life, "preview", "--refresh", "--run-program", "--expect-no-changes");
        });

        it("fails, and deletes nothing, for as long as the package is not there", async () => {
            const [there, away] = ["pulumi-okta-opa", ".away"].map((name) =>
                join(life.project.folder, "node_modules", name),
            ) as [string, string];
            const made = inventoryOf(life.tenant);
            renameSync(there, away);
            const refresh = await life.pulumi("refresh", "--yes", "--skip-preview");
            const destroy = await life.pulumi("destroy", "--yes", "--skip-preview");
            renameSync(away, there);

            for (const result of [refresh, destroy]) {
                assert.notEqual(result.code, 0, said(result));
                assert.match(said(result), /Cannot find module 'pulumi-okta-opa\/provider'/);
            }
            assert.deepEqual(inventoryOf(life.tenant), made);
        });

        it("takes everything away again by what is installed, the program untouched", async () => {
            await succeeds(life, "destroy", "--yes", "--skip-preview");

            assert.deepEqual(inventoryOf(life.tenant), atFirst);
        });
    });
}

/** Installs the package in a project of its own, with a tenant beside it and a stack without resources. */
export async function begin(
    setting: Pick<Setting, "installation" | "files" | "nodeIn">,
): Promise<{ life: Life; close: () => Promise<void> }> {
    const project = await installPacked(setting.installation);
    const tenant = await startTenant();
    const close = async () => {
        await tenant.close();
        rmSync(project.folder, { recursive: true, force: true, maxRetries: 3 });
    };
    try {
        const life = await inProject(setting, project, tenant);
        return { life, close };
    } catch (failure) {
        await close();
        throw failure;
    }
}

/** OPA's credentials are in stack configuration, which only `configure` hands to the provider; Okta's in the environment. */
async function inProject(
    { files, nodeIn }: Pick<Setting, "files" | "nodeIn">,
    project: ScratchProject,
    tenant: Tenant,
): Promise<Life> {
    const { OKTAPAM_API_HOST, OKTAPAM_TEAM, OKTAPAM_KEY, OKTAPAM_SECRET, ...okta } = tenant.environment;
    const home = join(project.folder, "home");
    mkdirSync(home);
    const env: NodeJS.ProcessEnv = { ...engineEnvironment(home), ...okta, APP_ID: tenant.opaAppId };
    if (nodeIn) env["PATH"] = `${join(project.folder, nodeIn)}${delimiter}${env["PATH"]}`;
    const pulumi = (...args: string[]) => project.run("pulumi", [...args, "--non-interactive"], { env });
    const description = { name: "scratch", runtime: "nodejs", main: "index.js" };
    writeFileSync(join(project.folder, "Pulumi.yaml"), JSON.stringify(description));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(project.folder, file), text);
    must(await pulumi("stack", "init", "dev"));
    const settings = { host: OKTAPAM_API_HOST, team: OKTAPAM_TEAM, key: OKTAPAM_KEY, secret: OKTAPAM_SECRET };
    for (const [key, value = ""] of Object.entries(settings)) {
        must(await pulumi("config", "set", ...(key === "secret" ? ["--secret"] : []), `opa:${key}`, value));
    }
    return { project, tenant, pulumi };
}

/** Fails the test unless the command ends well. */
export async function succeeds({ pulumi }: Life, ...args: string[]): Promise<void> {
    const result = await pulumi(...args);
    assert.equal(result.code, 0, said(result));
}
