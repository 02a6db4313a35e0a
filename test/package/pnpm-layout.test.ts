import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { said } from "../engine/support/scene";
import { byCompany, companyDependencies, packCompany } from "./support/company";
import { install, must } from "./support/packed";
import { hasAWholeLife, type Life } from "./support/whole-life";

hasAWholeLife("brought by another package, installed by pnpm, and added as the first run says", {
    installation: { by: "pnpm", dependencies: companyDependencies, prepare: packCompany },
    files: { "index.js": byCompany },
    runsOn: { node: /^v/, sdk: /^3\./ },
    atFirst: addAsTold,
});

async function addAsTold({ pulumi, project, tenant }: Life): Promise<void> {
    const refused = await pulumi("up", "--yes", "--skip-preview");

    assert.notEqual(refused.code, 0);
    assert.match(
        said(refused),
        /pulumi-okta-opa is not to be found from the folder of this project, .*`pnpm add pulumi-okta-opa@/s,
    );
    assert.deepEqual(tenant.requests, []);
    assert.ok(existsSync(join(project.folder, "node_modules", ".pnpm")));
    must(await install(project.folder, "pnpm", project.archive));
}
