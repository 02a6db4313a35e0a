import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { inFolderWith } from "./support/team-folder";

const place = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

const exceptions = "pulumi-okta-opa:exceptions";

const platform = "default: { privileges: manage, folderNames: true, places: [{ parentFolder: teams/spare }] }\n";
const cards = "teams/a/cards.yaml";
const files = {
    [cards]: "members: [ana@example.com]\nfolders: [dev, prod/eu]\n",
    "teams/b/search.yaml": "members: [chloe@example.com]\n",
};

describe("a preview in which a team goes, or a folder of it", function () {
    this.timeout(180_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => {
        simulation.reset();
    });
    after(() => simulation.close());

    interface Around {
        /** What the stack says of teams in the first run. */
        readonly exception?: string;
        /** The same in the preview. */
        readonly exceptionNow?: string;
        readonly beforehand?: () => void;
        readonly meanwhile?: () => void;
    }

    /** Makes the teams, puts secrets into folders by hand, and previews the teams without one, or as it is declared now. */
    const previewed = (
        secrets: readonly string[],
        now: string | undefined,
        act: (outcome: Awaited<ReturnType<Stack["preview"]>>, stack: Stack, program: () => Promise<void>) => unknown,
        { exception, exceptionNow, beforehand, meanwhile }: Around = {},
    ) =>
        inFolderWith({ "platform.yaml": platform, ...files }, async (home) => {
            const config: Record<string, string> = { ...place, ...(exception ? { [exceptions]: exception } : {}) };
            beforehand?.();
            const stack = new Stack(simulation, "scratch", "dev", config);
            const program = async () => {
                for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                    new TeamSecretsSpace(name, space);
                }
                // The program's own, which no file declares.
                new TeamSecretsSpace("own", { members: ["ben@example.com"], privileges: "list" });
            };
            assert.deepEqual((await stack.up(program)).errors, []);
            simulation.tenant.clock.flush();
            for (const path of secrets) putSecret(path);
            meanwhile?.();
            delete config[exceptions];
            if (exceptionNow) config[exceptions] = exceptionNow;
            if (now === undefined) rmSync(join(home, cards));
            else writeFileSync(join(home, cards), now);
            simulation.tenant.clearRequests();
            await act(await stack.preview(program), stack, program);
        });

    function folderAt(path: string) {
        const { store } = simulation.tenant;
        const folder = [...store.folders.values()].find((one) => store.pathOf(one) === path);
        assert.ok(folder, path);
        return folder;
    }

    function putSecret(path: string): void {
        const { store } = simulation.tenant;
        const folder = folderAt(path);
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.secrets.set(id, { ...folder, id, seq, name: `key${seq}`, parentId: folder.id });
    }

    function putFolder(above: string, name: string): void {
        const { store } = simulation.tenant;
        const parent = folderAt(above);
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.folders.set(id, { ...parent, id, seq, name, parentId: parent.id });
    }

    const writes = () =>
        simulation.tenant.requests.filter(({ writes, path }) => writes && !path.endsWith("/service_token"));

    it("is refused where its folder holds anything, with how much, where, and what to do, before any write", () =>
        previewed(["teams/cards", "teams/cards/prod/eu", "teams/own"], undefined, ({ errors }) => {
            const told = errors.join("\n");
            assert.match(told, /"cards": is no longer declared, and its folder "teams\/cards" holds 2 secrets: /);
            assert.match(told, /teams\/cards\/prod\/eu\/key\d+/);
            assert.match(told, /retired: \{ reason: "…" \}/);
            assert.match(told, /pulumi-okta-opa:exceptions: \{ "cards": \{ deleteContents: "teams\/cards" \} \}/);
            assert.doesNotMatch(told, /teams\/own/);
            assert.deepEqual(writes(), []);
        }));

    it("goes on as the message says: retired keeps everything, and what is empty may go", async () => {
        await previewed(["teams/cards"], `${files[cards]}retired: { reason: gone }\n`, ({ errors }) =>
            assert.deepEqual(errors, []),
        );
        simulation.reset();
        await previewed([], undefined, async ({ errors, said }, stack, program) => {
            assert.deepEqual(errors, []);
            assert.match(
                said.join("\n"),
                /"cards" is no longer declared: its access ends, .*"teams\/cards" holds nothing/,
            );
            assert.deepEqual((await stack.up(program)).errors, []);
            assert.equal(
                [...simulation.tenant.store.folders.values()].some(({ name }) => name === "cards"),
                false,
            );
        });
    });

    it("says what is deleted for good where that is applied", () =>
        previewed(
            ["teams/cards/dev"],
            undefined,
            ({ errors, said }) => {
                assert.deepEqual(errors, []);
                assert.match(
                    said.join("\n"),
                    /"teams\/cards" is deleted WITH EVERYTHING IN IT, 1 secret: teams\/cards\/dev\/key/,
                );
            },
            { exception: JSON.stringify({ cards: { deleteContents: "teams/cards" } }) },
        ));

    it("is refused where nobody can tell what its folder holds: that is never taken for empty", () =>
        previewed(
            ["teams/cards"],
            undefined,
            ({ errors }) => {
                const told = errors.join("\n");
                assert.match(
                    told,
                    /"cards": is no longer declared, and what its folder "teams\/cards" holds could not be seen, /,
                );
                assert.match(told, /Cannot determine what secret folder "teams\/cards" .* contains\..*403/);
                assert.deepEqual(writes(), []);
            },
            {
                meanwhile: () => {
                    simulation.tenant.fail({ method: "GET", path: /\/items$/, status: 403, times: 99 });
                },
            },
        ));

    it("is told that a folder is gone already, and is not refused for it", () =>
        previewed(
            [],
            undefined,
            ({ errors, said }) => {
                assert.deepEqual(errors, []);
                assert.match(said.join("\n"), /Folder "teams\/cards" is gone already/);
            },
            {
                meanwhile: () => {
                    const { store } = simulation.tenant;
                    const gone = [...store.folders.values()].filter((one) =>
                        store.pathOf(one).startsWith("teams/cards"),
                    );
                    for (const { id } of gone) store.folders.delete(id);
                },
            },
        ));

    it("is refused where a folder inside is to be deleted with what it holds, though the team's own is kept", () =>
        previewed(
            ["teams/cards/dev"],
            undefined,
            ({ errors }) => {
                assert.match(
                    errors.join("\n"),
                    /"cards": is no longer declared, and its folder "teams\/cards\/dev" holds 1 secret: /,
                );
                assert.deepEqual(writes(), []);
            },
            {
                beforehand: () => putFolder("teams", "cards"),
                exception: JSON.stringify({ cards: { onExisting: "adopt" } }),
            },
        ));

    it("is refused where a team's folder is to be replaced and holds anything, and not where the ones in it are its own", async () => {
        const moved = `${files[cards]}parentFolder: teams/spare\n`;
        const allowed = JSON.stringify({ cards: { allowReplacement: true } });
        for (const secrets of [["teams/cards/prod/eu"], []]) {
            simulation.reset();
            await previewed(
                secrets,
                moved,
                ({ errors }) => {
                    assert.deepEqual(writes(), []);
                    if (secrets.length === 0) assert.deepEqual(errors, []);
                    else
                        assert.match(
                            errors.join("\n"),
                            /"teams\/cards" .* cannot be replaced, because it contains 1 secret, .*eu\/key/,
                        );
                },
                { exceptionNow: allowed, beforehand: () => putFolder("teams", "spare") },
            );
        }
    });

    it("is refused where only a folder inside goes that holds anything, and not where another one does", async () => {
        const without = "members: [ana@example.com]\nfolders: [prod/eu]\n";
        await previewed(["teams/cards/dev"], without, ({ errors }) =>
            assert.match(
                errors.join("\n"),
                /"cards": no longer has folder "dev", and "teams\/cards\/dev" holds 1 secret: /,
            ),
        );
        simulation.reset();
        await previewed(["teams/cards/prod/eu"], without, ({ errors }) => assert.deepEqual(errors, []));
    });
});
