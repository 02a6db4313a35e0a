import assert from "node:assert/strict";
import { listOpaSecretFolders } from "../../../resources";
import { findFolder } from "../../../resources/opa/secret-folder/find-folder";
import { unconfirmed } from "../../../tenant";
import { type FolderGround, folderGround } from "../support/folder-ground";

describe("a project whose folders may be listed under a condition only", () => {
    let ground: FolderGround;
    const environment = { ...process.env };
    before(async () => {
        ground = await folderGround();
        Object.assign(process.env, ground.tenant.environment);
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.byHand.revokeRole();
        ground.byHand.askForMfa();
    });
    after(async () => {
        for (const name of Object.keys(ground.tenant.environment)) {
            if (environment[name] === undefined) delete process.env[name];
            else process.env[name] = environment[name];
        }
        await ground.tenant.close();
    });

    /** By ids: their names may not be looked up without the role. */
    const place = () => ({ resourceGroup: ground.project.resourceGroupId, project: ground.project.projectId });

    for (const conditionalList of unconfirmed.conditionalList.values) {
        const isRefused = conditionalList === 403;

        it(`finds no folder, and ${isRefused ? "says the condition" : "says that it may be unseen"} (${conditionalList})`, async () => {
            ground.tenant.settings.conditionalList = conditionalList;
            ground.nextRun();

            await assert.rejects(
                findFolder(ground.opa, { ...place(), path: "teams" }),
                isRefused
                    ? /its conditions are not met; MFA is required/
                    : /this service user sees no folders in the project/,
            );
        });

        it(`is ${isRefused ? "not listed as if it were empty" : "listed without them"} (${conditionalList})`, async () => {
            ground.tenant.settings.conditionalList = conditionalList;

            const listed = listOpaSecretFolders(place());

            if (isRefused) await assert.rejects(listed, /its conditions are not met; MFA is required/);
            else assert.deepEqual(await listed, []);
        });
    }
});
