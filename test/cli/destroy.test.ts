import assert from "node:assert/strict";
import { fatesIn, wholeStackIn } from "../../cli/destroy/whole-stack";
import { startTenant, type Tenant } from "../../tenant";
import { byHandOn } from "../opa/support/by-hand";
import { connected } from "../opa/support/connected";

const urn = (type: string, name: string) => `urn:pulumi:dev::scratch::${type}::${name}`;
const folderType = "pulumi-nodejs:dynamic/opa:SecretFolder";

/** What `pulumi stack export` prints of these folders, each with properties of its own. */
const exportOf = (tenant: Tenant, folders: Readonly<Record<string, object>>): string => {
    const { store } = tenant;
    const resources = Object.entries(folders).map(([path, more]) => {
        const all = [...store.folders.values()];
        const at = (wanted: string) => all.find((one) => store.pathOf(one) === wanted) ?? assert.fail(wanted);
        const steps = path.split("/");
        const ancestorIds = steps.slice(1).map((_, index) => at(steps.slice(0, index + 1).join("/")).id);
        const { id, projectId } = at(path);
        const resourceGroupId = store.projects.get(projectId)?.resourceGroupId;
        const outputs = { resourceGroupId, projectId, folderId: id, ancestorIds, path, ...more };
        return { urn: urn(folderType, path), type: folderType, custom: true, outputs };
    });
    return JSON.stringify({ version: 3, deployment: { resources } });
};

describe("what becomes of a stack's folders when all of it is deleted", () => {
    let tenant: Tenant;
    before(async () => {
        tenant = await startTenant();
    });
    after(() => tenant.close());

    const fates = async (folders: Readonly<Record<string, object>>) => {
        const connect = () => connected(tenant, (send) => send, {}, {});
        const told = await fatesIn(wholeStackIn(exportOf(tenant, folders)), connect);
        return told.map(({ what, stops }) => [what, stops]);
    };

    it("is that an empty one goes, one with something in it stops the deletion, and one that is kept or may be emptied does not", async () => {
        const hand = byHandOn(tenant);
        for (const path of ["a", "a/dev", "b", "c", "d", "e", "f", "f/kept"].map((one) => `teams/${one}`))
            await hand.folder(path);
        for (const path of ["teams/b/key", "teams/c/key", "teams/d/key", "teams/e/key"]) await hand.secret(path);

        assert.deepEqual(
            await fates({
                "teams/e": { deleteContents: "teams/e" },
                "teams/a/dev": {},
                "teams/a": {},
                "teams/b": { deleteContents: "teams/other" },
                "teams/c": { onDelete: "retain" },
                "teams/d": { onDelete: "if-created", adoptedAt: "2026-11-01T00:00:00Z" },
                "teams/f": {},
                "teams/f/kept": { onDelete: "retain" },
            }),
            [
                ['Folder "teams/a" holds nothing, and goes.', undefined],
                [
                    'Folder "teams/b" holds 1 secret: teams/b/key. It would stay, with nobody who can open it, and the run would end with an error.',
                    "it holds something",
                ],
                ['Folder "teams/c" stays; it holds 1 secret: teams/c/key.', undefined],
                ['Folder "teams/d" stays; it holds 1 secret: teams/d/key.', undefined],
                ['Folder "teams/e" is deleted WITH EVERYTHING IN IT, 1 secret: teams/e/key.', undefined],
                [
                    'Folder "teams/f" holds 1 folder: teams/f/kept. It would stay, with nobody who can open it, and the run would end with an error.',
                    "it holds something",
                ],
            ],
        );
    });

    it("is not known of one that cannot be seen, which one that is gone is not, and a state that is not understood is refused", async () => {
        assert.deepEqual(await fates({ "teams/b": { folderId: "nowhere" } }), [
            ['Folder "teams/b" is gone already.', undefined],
        ]);
        tenant.fail({ method: "GET", path: /secret_folders/, status: 403, times: 99 });
        const unseen = await fates({ "teams/b": {} });
        assert.match(String(unseen), /^Folder "teams\/b": what it holds could not be seen: .*,it was not seen$/s);

        const resources = [{ urn: urn(folderType, "x"), type: folderType, custom: true, outputs: {} }];
        assert.throws(
            () => wholeStackIn(JSON.stringify({ deployment: { resources } })),
            /State does not say where folder x is, so nobody can say what it holds\./,
        );
    });
});
