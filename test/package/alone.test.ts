import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeGroup } from "../../tenant/store/make-okta";
import { inventoryOf } from "../engine/support/inventory";
import { lockedVersion } from "./support/packed";
import { begin, type Life, succeeds } from "./support/whole-life";

/** One resource each, by its class: nothing else is declared, nor is Okta's own package used. */
const programs = {
    GroupPushMapping: {
        args: '{ appId: process.env.APP_ID, sourceGroupId: SOURCE, targetGroupName: "auditors", deleteTargetGroupOnDestroy: "if-created" }',
        made: ({ tenant }: Life) => [...tenant.store.mappings.values()].map(({ status }) => status),
        is: ["ACTIVE"],
    },
    OpaSecretFolder: {
        args: '{ resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "runbooks" }',
        made: ({ tenant }: Life) => [...tenant.store.folders.values()].map(({ name }) => name).sort(),
        is: ["runbooks", "teams"],
    },
    OpaSecurityPolicy: {
        args: '{ name: "readers", resourceGroup: "platform", principals: { userGroups: [{ name: "platform-admins" }] }, rules: [{ name: "all", secretFolderId: TEAMS, privileges: ["reveal"] }] }',
        made: ({ tenant }: Life) =>
            [...tenant.store.policies.values()].map(({ name }) => name).filter((one) => one === "readers"),
        is: ["readers"],
    },
} as const;

describe("a resource alone in an empty project, installed by pnpm, on the real engine", function () {
    this.timeout(900_000);
    let life: Life;
    let close: (() => Promise<void>) | undefined;
    let given: Readonly<Record<string, string>>;

    before(async () => {
        const dependencies = (archive: string) => ({
            ...Object.fromEntries(["@pulumi/pulumi", "@pulumi/okta"].map(lockedVersion)),
            "pulumi-okta-opa": `file:${archive}`,
        });
        ({ life, close } = await begin({ installation: { by: "pnpm", dependencies }, files: { "index.js": "" } }));
        const { store, clock } = life.tenant;
        const source = makeGroup(store, clock.nowMs(), { name: "auditors" }).id;
        const teams = [...store.folders.values()].find(({ name }) => name === "teams")?.id ?? "";
        given = { SOURCE: source, TEAMS: teams };
    });
    after(() => close?.());

    for (const [name, { args, made, is }] of Object.entries(programs)) {
        it(`${name} is made, has nothing to do the second time, is refreshed, and goes again`, async () => {
            const text = Object.entries(given).reduce(
                (all, [word, id]) => all.replace(word, JSON.stringify(id)),
                args as string,
            );
            const program = `const { ${name} } = require("pulumi-okta-opa");\nnew ${name}("alone", ${text});\n`;
            writeFileSync(join(life.project.folder, "index.js"), program);
            const atFirst = inventoryOf(life.tenant);

            await succeeds(life, "up", "--yes", "--skip-preview");
            assert.deepEqual(made(life), is);
            await succeeds(life, "up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes");
            await succeeds(life, "destroy", "--yes", "--skip-preview");

            life.tenant.clock.flush();
            assert.deepEqual(inventoryOf(life.tenant), atFirst);
        });
    }
});
