import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { checkout } from "./demo/checkout";
import { findEngine } from "./demo/find-engine";
import { leaveToUser } from "./demo/keep";
import { CheckFailed, expectThat, say, step } from "./demo/narrate";
import { switchOffPolicy } from "./demo/outside-pulumi";
import { writeProject } from "./demo/project";
import { pulumiSettings } from "./demo/pulumi-environment";
import { type Stack, stackIn } from "./demo/stack";
import { environmentOf, startTenantProcess, type TenantProcess } from "./demo/tenant-process";
import { accessOf, inventoryOf, stateOf } from "./demo/tenant-state";
import { type Grant, grantsIn, tableOf } from "./demo/who-can-do-what";
import { tell, tellAside } from "./terminal";

/** Pulumi's exit code for unexpected changes (since 3.227). */
const foundChanges = 7;
/** OPA deletes a pushed group some time after the deletion in Okta. */
const deletionMs = 10_000;

const keeps = process.argv.includes("--keep");

/** Shows everything on a simulated tenant, from an empty stack to an empty stack. */
async function demo(home: string, cleanUp: (() => Promise<void>)[]): Promise<void> {
    step("A Pulumi engine");
    const engineFolder = await findEngine();

    step("A simulated Okta org with Okta Privileged Access (OPA)");
    const tenant = await startTenantProcess();
    cleanUp.push(() => tenant.stop());
    say(`Okta and OPA at ${tenant.okta}; open it in a browser to see what is in them, live`);
    const before = inventoryOf(await stateOf(tenant.control));

    step("A stack with local state, for this repository's program and the teams of Pulumi.dev.yaml");
    const project = join(home, "project");
    writeProject(project);
    const settings = { ...pulumiSettings(home), ...environmentOf(tenant) };
    const stack = stackIn(project, engineFolder, settings);
    expectThat((await stack.quietly("stack", "init", "dev")).code === 0, "the stack dev is there, and empty");

    const grants = await bringUp(stack, tenant);
    await showDrift(stack, tenant, grants);
    if (keeps) {
        tenant.release();
        cleanUp.length = 0;
        leaveToUser({ home, project, engineFolder, settings, tenantPid: tenant.pid, control: tenant.control });
        return;
    }
    await takeDown(stack, tenant, before);
    step("Every step worked. To explore it yourself: npm run demo -- --keep");
}

async function bringUp(stack: Stack, tenant: TenantProcess): Promise<readonly Grant[]> {
    step("Create the teams' spaces");
    expectThat((await stack.show("up", "--yes", "--skip-preview")).code === 0, "everything was created");

    step("What now exists in the tenant: who can do what in which folder");
    const grants = (await grantsOf(tenant)).toSorted((one, other) => one.folder.localeCompare(other.folder));
    say(tableOf(grants));
    const folders = new Set(grants.map(({ folder }) => folder));
    expectThat(
        folders.size > 0,
        `${folders.size} folders can be used by those for whom they are declared, and by nobody else`,
    );

    step("Declared and real are the same");
    const { code } = await stack.show("preview", "--expect-no-changes");
    expectThat(code === 0, "a second preview finds nothing to do");
    return grants;
}

async function showDrift(stack: Stack, tenant: TenantProcess, [grant]: readonly Grant[]): Promise<void> {
    if (!grant) return;
    step(`Outside Pulumi, an administrator switches off the policy "${grant.policy}"`);
    await switchOffPolicy(tenant, grant.policyId);
    const left = (await grantsOf(tenant)).filter(({ policyId }) => policyId === grant.policyId);
    expectThat(left.length === 0, `nobody in ${grant.group} can use ${grant.folder} any more`);
    const { code, text } = await stack.show("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes");
    const isNamed = /~ active\s*: false => true/.test(text) && /~ 1 to update/.test(text);
    expectThat(isNamed, "it names what was changed, and nothing else");
    expectThat(
        code === foundChanges,
        `it ends with exit code ${foundChanges}, which tells a scheduled job that something has drifted`,
    );
}

async function grantsOf({ control }: TenantProcess): Promise<readonly Grant[]> {
    return grantsIn(await accessOf(control), await stateOf(control));
}

async function takeDown(stack: Stack, tenant: TenantProcess, before: readonly string[]): Promise<void> {
    step("Destroy everything");
    expectThat((await stack.show("destroy", "--yes", "--skip-preview")).code === 0, "everything was deleted");
    const giveUpMs = Date.now() + deletionMs;
    let difference = await differenceFrom(before, tenant);
    while (difference.length > 0 && Date.now() < giveUpMs) {
        await setTimeout(200);
        difference = await differenceFrom(before, tenant);
    }
    if (difference.length > 0) say(difference.join("\n"));
    expectThat(difference.length === 0, "the tenant holds exactly what it held before");
}

async function differenceFrom(before: readonly string[], tenant: TenantProcess): Promise<readonly string[]> {
    const now = inventoryOf(await stateOf(tenant.control));
    return [
        ...now.filter((line) => !before.includes(line)).map((line) => `left over: ${line}`),
        ...before.filter((line) => !now.includes(line)).map((line) => `lost: ${line}`),
    ];
}

async function main(): Promise<void> {
    const demos = join(checkout, ".demo");
    mkdirSync(demos, { recursive: true });
    const home = mkdtempSync(join(demos, "run-"));
    const cleanUp = [async () => rmSync(home, { recursive: true, force: true })];
    const finish = async () => {
        for (const undo of cleanUp.splice(0).reverse()) await undo();
    };
    let isInterrupted = false;
    for (const signal of ["SIGINT", "SIGTERM"]) {
        process.once(signal, () => {
            isInterrupted = true;
            tell("\nInterrupted: taking everything away.");
            void finish().then(() => process.exit(130));
        });
    }
    try {
        await demo(home, cleanUp);
    } catch (failure) {
        // The failure comes from the interruption.
        if (isInterrupted) return;
        process.exitCode = 1;
        tellAside(
            `\n${failure instanceof CheckFailed ? failure.message : (failure instanceof Error && failure.stack) || failure}`,
        );
    } finally {
        await finish();
    }
}

void main();
