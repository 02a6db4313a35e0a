import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTeams, TeamSecretsSpace } from "../../../resources";
import { administratorOf } from "../../support/administrator";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { inFolderWith } from "../support/team-folder";

const config = {
    "pulumi-okta-opa:resourceGroup": "platform",
    "pulumi-okta-opa:project": "team-secrets",
    "pulumi-okta-opa:parentFolder": "teams",
};

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const freeze = (what: string, until = day(2)): string =>
    `freeze: { what: ${what}, by: "ben@acme.com", until: "${until}", why: "audit, CHG-12" }\ndefault: { privileges: manage }\n`;

const both = "members: [ana@example.com, ben@example.com]\n";

/** A change of a team of two, and which freezes stop it. */
const changes: Readonly<Record<string, readonly [team: string, stopped: readonly string[]]>> = {
    "somebody joins": [
        "members: [ana@example.com, ben@example.com, chloe@example.com]\nconditions: { mfa: any }\n",
        ["gains", "all"],
    ],
    "somebody leaves": ["members: [ana@example.com]\nconditions: { mfa: any }\n", ["removals", "all"]],
    "one joins and one leaves": [
        "members: [ana@example.com, chloe@example.com]\nconditions: { mfa: any }\n",
        ["gains", "removals", "all"],
    ],
    "conditions are dropped": [both, ["gains", "all"]],
    "conditions are tightened": [`${both}conditions: { mfa: phishing-resistant }\n`, ["all"]],
    "more privileges": [`${both}conditions: { mfa: any }\nprivileges: manage\n`, ["gains", "all"]],
    "a folder inside goes": [`${both}conditions: { mfa: any }\n#`, ["removals", "all"]],
    "the description": [`${both}conditions: { mfa: any }\nfolders: [prod]\ndescription: Cards\n`, []],
};

const first = `${both}conditions: { mfa: any }\nfolders: [prod]\n`;

describe("a freeze", function () {
    this.timeout(120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    const played = (
        act: (run: {
            up: () => ReturnType<Stack["up"]>;
            preview: () => ReturnType<Stack["up"]>;
            write: (file: string, text: string) => void;
        }) => Promise<void>,
    ) =>
        inFolderWith(
            { "teams/a/cards.yaml": first, "platform.yaml": "default: { privileges: manage }\n" },
            async (home) => {
                const stack = new Stack(simulation, "scratch", "dev", config);
                const program = async () => {
                    for (const { name, ...space } of await declaredTeams({ files: join(home, "teams") })) {
                        new TeamSecretsSpace(name, space);
                    }
                };
                assert.deepEqual((await stack.up(program)).errors, []);
                simulation.tenant.clock.flush();
                simulation.tenant.clearRequests();
                await act({
                    up: () => stack.up(program),
                    preview: () => stack.preview(program),
                    write: (file, text) => writeFileSync(join(home, file), text),
                });
            },
        );

    const writes = () => simulation.tenant.requests.filter(({ writes, by }) => writes && by !== "administrator").length;

    for (const [what, [team, stopped]] of Object.entries(changes)) {
        it(`of ${stopped.join(", ") || "nothing"} waits, if ${what}`, () =>
            played(async ({ up, preview, write }) => {
                write(
                    "teams/a/cards.yaml",
                    team.includes("folders") || team.endsWith("#") ? team : `${team}folders: [prod]\n`,
                );
                for (const one of ["gains", "removals", "all"]) {
                    write("platform.yaml", freeze(one));
                    const planned = await preview();
                    assert.deepEqual(planned.errors, []);
                    if (!stopped.includes(one)) {
                        assert.doesNotMatch(planned.said.join("\n"), /Frozen/);
                        continue;
                    }
                    assert.match(planned.said.join("\n"), /Frozen: .* This change would be refused by `pulumi up`\./);

                    const { errors, done } = await up();

                    assert.match(
                        errors.join("\n"),
                        new RegExp(
                            `Frozen: .*until ${day(2)} at its end \\(UTC\\), by "ben@acme\\.com": "audit, CHG-12"\\. Nothing was changed\\.`,
                        ),
                    );
                    assert.deepEqual([done, writes()], [[], 0]);
                }
                // It ends by itself, the day after its last.
                write("platform.yaml", freeze("all", day(-1)));
                assert.deepEqual((await up()).errors, []);
            }));
    }

    it("of removals lets a leaver go whom Okta has deactivated, as no declaration takes the access away", () =>
        played(async ({ up, preview, write }) => {
            write("platform.yaml", freeze("removals"));
            const ben = simulation.tenant.store.userWithLogin("ben@example.com")?.id ?? assert.fail();
            await administratorOf(simulation.tenant).okta("POST", `/api/v1/users/${ben}/lifecycle/deactivate`);

            assert.doesNotMatch((await preview()).said.join("\n"), /Frozen/);
            assert.deepEqual((await up()).errors, []);
        }));
});
