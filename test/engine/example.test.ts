import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Given, SecretPrivilege } from "../../tenant";
import { inventoryOf, only } from "./support/inventory";
import { exampleOfTeams, haveOrganisation } from "./support/organisation";
import { arrivalOf, engineTestMs, exitCodes, type Scene, said, startScene, writesTo } from "./support/scene";

/** Who, in which folder below `teams`, what, having done what; and the tenant's verdict. */
type Row = readonly [
    who: string,
    folder: string,
    privilege: SecretPrivilege,
    given: "nothing" | "mfa" | "phr" | "approved" | "approved phr",
    answer: "allowed" | "needs mfa" | "needs phr" | "needs approval" | "needs phr and approval" | "refused",
];

const mobile: readonly Row[] = [
    ["ben", "mobile", "secret_reveal", "nothing", "needs mfa"],
    ["ben", "mobile", "secret_reveal", "mfa", "allowed"],
    ["ben", "mobile", "secret_delete", "phr", "refused"],
];

const elsewhere: readonly Row[] = [
    ["emma", "search", "secret_update", "mfa", "allowed"],
    ["grace", "data-platform", "list", "phr", "refused"],
    ["farid", "data-platform/prod", "secret_reveal", "mfa", "allowed"],
    ["farid", "data-platform/prod", "secret_delete", "phr", "refused"],
    ["chloe", "data-platform/prod", "secret_delete", "mfa", "needs phr"],
    ["chloe", "data-platform/prod", "secret_delete", "phr", "allowed"],
    ["jonas", "data-platform", "list", "mfa", "allowed"],
    ["jonas", "data-platform", "secret_reveal", "phr", "refused"],
    ["grace", "payments/prod", "secret_create", "mfa", "allowed"],
    ["grace", "payments/prod", "secret_reveal", "phr", "refused"],
    ["grace", "payments/dev", "secret_reveal", "mfa", "allowed"],
    ["hugo", "payments/prod", "list", "mfa", "allowed"],
    ["hugo", "payments/dev", "list", "phr", "refused"],
    ["ines", "treasury/prod/us", "list", "mfa", "needs phr"],
    ["kira", "treasury/prod/us", "list", "phr", "allowed"],
    ["kira", "treasury/prod/us", "secret_reveal", "approved phr", "refused"],
    ["ines", "treasury/prod/us", "secret_reveal", "phr", "needs approval"],
    ["ines", "treasury/prod/us", "secret_reveal", "approved phr", "allowed"],
    ["hugo", "treasury/prod/eu", "secret_reveal", "nothing", "needs phr and approval"],
    ["hugo", "treasury/prod/us", "secret_reveal", "approved phr", "refused"],
    ["emma", "treasury/prod/us", "secret_update", "phr", "allowed"],
    ["emma", "treasury/prod/us", "secret_reveal", "phr", "refused"],
    ["jonas", "treasury/ci", "list", "mfa", "allowed"],
    ["treasury-batch", "treasury/prod/eu", "secret_reveal", "nothing", "allowed"],
    ["treasury-batch", "treasury/prod/us", "secret_reveal", "nothing", "refused"],
    ["leo", "mobile", "list", "phr", "refused"],
];

const byApproval: readonly Row[] = [
    ["hugo", "payments/prod", "secret_reveal", "mfa", "needs approval"],
    ["hugo", "payments/prod", "secret_reveal", "approved phr", "allowed"],
];

const declared: readonly Row[] = [...mobile, ...elsewhere, ...byApproval];

describe("the example of five teams, a file each, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let atFirst: readonly string[];
    const { files, config } = exampleOfTeams();
    const file = (name: string) => join(scene.folder, "teams", name);

    before(async () => {
        scene = await startScene({ program: files, config });
        haveOrganisation(scene.tenant);
        // The simulated org has no name of its own.
        const org = new URL(scene.tenant.okta).host;
        scene.configure({ ...config, "pulumi-okta-opa:expect": { org, opaTeam: scene.tenant.credentials.opaTeam } });
        atFirst = inventoryOf(scene.tenant).map(withoutTimes);
    });
    after(() => scene.close());

    it("gives each person what the files say, and nothing else", async () => {
        await scene.up();

        assertVerdicts(scene, declared);
    });

    it("has the stack configuration in the state of the resources' provider, and of the files nothing", async () => {
        const { stdout } = await scene.succeed("stack", "export");
        const { deployment } = JSON.parse(stdout) as { deployment: { resources: { type: string; inputs?: object }[] } };

        const [provider, ...others] = deployment.resources.filter(
            ({ type }) => type === "pulumi:providers:pulumi-nodejs",
        );

        assert.deepEqual(others, []);
        const given = Object.keys(provider?.inputs ?? {}).filter((key) => key.includes(":"));
        assert.deepEqual(given.sort(), Object.keys(config).sort());
        assert.doesNotMatch(JSON.stringify(provider), /@example\.com/);
    });

    it("changes nothing the second time, nor in a search for drift", async () => {
        scene.tenant.clearRequests();

        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("changes one team in place, by its policies alone", async () => {
        const text = readFileSync(file("money/payments.yaml"), "utf8");
        writeFileSync(
            file("money/payments.yaml"),
            text.replace("approval: oncall", "approval: oncall, mfa: phishing-resistant"),
        );
        scene.tenant.clearRequests();

        await scene.up();

        assert.deepEqual(writesTo(scene.tenant).map(withoutIds), ["PUT /v1/teams/example/security_policy/…"]);
        assertVerdicts(scene, [
            ...mobile,
            ...elsewhere.filter(([who, folder]) => who !== "hugo" || folder !== "payments/prod"),
            ["hugo", "payments/prod", "list", "mfa", "needs phr"],
            ["hugo", "payments/prod", "secret_reveal", "mfa", "needs phr and approval"],
            ["hugo", "payments/prod", "secret_reveal", "approved phr", "allowed"],
        ]);
        writeFileSync(file("money/payments.yaml"), text);
    });

    it("names what somebody has loosened by hand, folder and level, and heals it", async () => {
        const { policies, folders } = scene.tenant.store;
        const oncall = only(policies.values(), ({ name }) => name === "team-payments-oncall secrets");
        oncall.rules = oncall.rules.map((rule) => ({ ...rule, conditions: [] }));
        const eu = only(folders.values(), ({ name }) => name === "eu");
        eu.name = "europe";
        assertVerdicts(scene, [["hugo", "payments/prod", "secret_reveal", "nothing", "allowed"]]);

        const told = await scene.pulumi("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes");
        await scene.succeed("up", "--yes", "--skip-preview", "--refresh", "--run-program");

        assert.equal(told.code, exitCodes.changesFound, said(told));
        assert.match(said(told), /::payments-policy\/oncall\]/);
        assert.match(said(told), /name\s*: "europe" => "eu"/);
        assert.match(said(told), /~ 2 to update/);
        assertVerdicts(scene, declared);
    });

    it("takes a team's access and its folder away with its file, and nothing of anybody else's", async () => {
        const text = readFileSync(file("product/mobile.yaml"), "utf8");
        rmSync(file("product/mobile.yaml"));

        await scene.up();

        assertVerdicts(scene, [...elsewhere, ...byApproval, ["ben", "mobile", "list", "phr", "refused"]]);
        assert.ok(
            [...scene.tenant.store.groups.values()].some(
                ({ name, type }) => name === "WD-Mobile" && type === "OKTA_GROUP",
            ),
        );
        writeFileSync(file("product/mobile.yaml"), text);
    });

    it("is finished by the next run when the one that brings a team back is killed in the middle", async () => {
        const { tenant } = scene;
        tenant.clearRequests();
        await scene.killedDuring(arrivalOf(tenant, "POST", /secret_folders$/), "up", "--yes", "--skip-preview");
        await scene.pulumi("cancel", "--yes");

        await scene.up();

        assertVerdicts(scene, declared);
    });

    it("is taken away, with all that it made and nothing of the organisation's", async () => {
        await scene.succeed("destroy", "--yes", "--skip-preview");

        assert.deepEqual(inventoryOf(scene.tenant).map(withoutTimes), atFirst);
    });
});

const withoutTimes = (line: string): string => line.replaceAll(/,"last\w+Ms":\d+/g, "");

const withoutIds = (write: string): string => write.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");

function assertVerdicts({ tenant }: Scene, rows: readonly Row[]): void {
    tenant.clock.flush();
    const found = rows.map(([who, folder, privilege, given]): Row => {
        const subject = who === "treasury-batch" ? { workloadRole: who } : { person: `${who}@example.com` };
        const { answer, needs } = tenant.verdict({ ...subject, path: `teams/${folder}`, privilege, ...done[given] });
        const words = needs.map((need) => {
            if (need.kind !== "mfa") return need.kind;
            return need.factor === "any" ? "mfa" : "phr";
        });
        const told = answer === "needs" ? `needs ${words.join(" and ")}` : answer;
        return [who, folder, privilege, given, told as Row[4]];
    });
    assert.deepEqual(found, rows);
}

const done: Readonly<Record<Row[3], Given>> = {
    nothing: {},
    mfa: { mfa: "any" },
    phr: { mfa: "phishing-resistant" },
    approved: { approved: true },
    "approved phr": { mfa: "phishing-resistant", approved: true },
};
