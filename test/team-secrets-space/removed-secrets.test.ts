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

const platform = "default: { privileges: manage, folderNames: true }\n";
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

    /** Makes the teams, puts secrets into folders by hand, and previews the teams without one, or as it is declared now. */
    const previewed = (
        secrets: readonly string[],
        now: string | undefined,
        act: (outcome: Awaited<ReturnType<Stack["preview"]>>, stack: Stack, program: () => Promise<void>) => unknown,
        exception?: string,
    ) =>
        inFolderWith({ "platform.yaml": platform, ...files }, async (home) => {
            const config: Record<string, string> = { ...place, ...(exception ? { [exceptions]: exception } : {}) };
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
            delete config[exceptions];
            if (now === undefined) rmSync(join(home, cards));
            else writeFileSync(join(home, cards), now);
            simulation.tenant.clearRequests();
            await act(await stack.preview(program), stack, program);
        });

    function putSecret(path: string): void {
        const { store } = simulation.tenant;
        const folder = [...store.folders.values()].find((one) => store.pathOf(one) === path);
        assert.ok(folder, path);
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.secrets.set(id, { ...folder, id, seq, name: `key${seq}`, parentId: folder.id });
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
            JSON.stringify({ cards: { deleteContents: "teams/cards" } }),
        ));

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
