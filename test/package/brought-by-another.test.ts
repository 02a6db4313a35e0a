import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../tenant";
import { engineEnvironment } from "../engine/support/engine-environment";
import { installPacked, type ScratchProject } from "./support/packed";

/** npm installs all of Pulumi. */
const packageTestMs = 600_000;

/** A company's package that brings ours: a component around a space. */
const component = `
const { ComponentResource } = require("@pulumi/pulumi");
const { OpaSecretFolder, TeamSecretsSpace } = require("pulumi-okta-opa");

exports.Team = class Team extends ComponentResource {
    constructor(name, space) {
        super("company:index:Team", name, {});
        this.space = new TeamSecretsSpace(name, space, { parent: this });
    }
};
exports.Archive = class Archive extends ComponentResource {
    constructor(name) {
        super("company:index:Archive", name, {});
        new OpaSecretFolder(name, { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name }, { parent: this });
    }
};
`;

const programs = {
    "a space": `new (require("company").Team)("payments", { members: ["ana@example.com"], resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" });`,
    "a resource": `new (require("company").Archive)("archive");`,
} as const;

/** Puts our package where only the company's package finds it. */
const layouts: Readonly<Record<string, (modules: string) => void>> = {
    "nested, as npm does for a second version": (modules) => {
        const nested = join(modules, "company", "node_modules");
        mkdirSync(nested, { recursive: true });
        renameSync(join(modules, "pulumi-okta-opa"), join(nested, "pulumi-okta-opa"));
        writeFileSync(join(modules, "company", "index.js"), component);
    },
    "strict, as pnpm does": (modules) => {
        const store = join(modules, ".pnpm");
        const [ours, theirs] = ["pulumi-okta-opa@0.1.0", "company@1.0.0"].map((name) =>
            join(store, name, "node_modules"),
        );
        assert.ok(ours && theirs);
        const others = readdirSync(modules).filter((name) => !name.startsWith(".") && name !== "pulumi-okta-opa");
        mkdirSync(ours, { recursive: true });
        mkdirSync(join(theirs, "company"), { recursive: true });
        renameSync(join(modules, "pulumi-okta-opa"), join(ours, "pulumi-okta-opa"));
        for (const name of others) symlinkSync(join(modules, name), join(ours, name));
        symlinkSync(join(ours, "pulumi-okta-opa"), join(theirs, "pulumi-okta-opa"));
        symlinkSync(join(modules, "@pulumi"), join(theirs, "@pulumi"));
        writeFileSync(join(theirs, "company", "index.js"), component);
        symlinkSync(join(theirs, "company"), join(modules, "company"));
    },
};

describe("the package, brought to a project by another package alone", function () {
    this.timeout(packageTestMs);
    let project: ScratchProject;
    let tenant: Tenant;
    let env: NodeJS.ProcessEnv;

    before(async () => {
        project = await installPacked();
        tenant = await startTenant();
        const home = join(project.folder, "home");
        mkdirSync(home);
        env = { ...engineEnvironment(home), ...tenant.environment };
        // The program is no package of its own, so that nothing else decides what it finds.
        writeFileSync(
            join(project.folder, "Pulumi.yaml"),
            JSON.stringify({ name: "scratch", runtime: "nodejs", main: "index.js" }),
        );
        writeFileSync(join(project.folder, "index.js"), "");
        const { code, stderr } = await pulumi("stack", "init", "dev");
        assert.equal(code, 0, stderr);
    });
    after(async () => {
        await tenant?.close();
        if (project) rmSync(project.folder, { recursive: true, force: true, maxRetries: 3 });
    });

    const pulumi = (...args: string[]) => project.run("pulumi", [...args, "--non-interactive"], { env });
    const up = () => pulumi("up", "--yes", "--skip-preview");

    for (const [layout, lay] of Object.entries(layouts)) {
        it(`says what to add before anything is made, and works once that is added: ${layout}`, async () => {
            const modules = join(project.folder, "node_modules");
            lay(modules);

            for (const [what, program] of Object.entries(programs)) {
                writeFileSync(join(project.folder, "index.js"), program);
                const { code, stdout } = await up();
                const { stdout: state } = await pulumi("stack", "export");

                assert.notEqual(code, 0, what);
                assert.match(stdout, /error: pulumi-okta-opa is not to be found from the folder of this project, /);
                assert.match(
                    stdout,
                    /`npm install pulumi-okta-opa@0\.1\.0`, `pnpm add pulumi-okta-opa@0\.1\.0` or `yarn add pulumi-okta-opa@0\.1\.0`/,
                );
                assert.doesNotMatch(stdout, /Cannot find module| at .*\.js:/);
                assert.deepEqual(state.match(/"type": "(?:okta|pulumi-nodejs):[^"]*"/g), null, what);
                assert.deepEqual(tenant.requests, []);
            }

            // What either command does: the project's own folder has it too.
            symlinkSync(homeOfPackage(modules), join(modules, "pulumi-okta-opa"));
            const { code, stdout } = await up();
            const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
            rmSync(join(modules, "pulumi-okta-opa"));
            renameSync(homeOfPackage(modules), join(modules, "pulumi-okta-opa"));
            rmSync(join(modules, "company"), { recursive: true });
            tenant.clearRequests();

            assert.equal(code, 0, stdout);
            assert.match(stdout, /opa:SecretFolder/);
            assert.equal(destroyed.code, 0, destroyed.stdout);
        });
    }
});

/** Where a layout has put it. */
function homeOfPackage(modules: string): string {
    const places = [join(modules, "company"), join(modules, ".pnpm", "pulumi-okta-opa@0.1.0")];
    const found = places
        .map((place) => join(place, "node_modules", "pulumi-okta-opa"))
        .find((place) => existsSync(place));
    assert.ok(found);
    return found;
}
