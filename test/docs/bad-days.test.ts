import assert from "node:assert/strict";
import { makeGroup } from "../../tenant/store/make-okta";
import { engineTestMs, place } from "../engine/support/scene";
import { policyByHand } from "../review/support/ground";
import { blocksOf } from "./support/blocks";
import { type Desk, search, startDesk } from "./support/desk";

const owned = { "teams/consumer/search.yaml": search, "platform.yaml": 'owners: ["@acme/platform"]\n' };

/** The commands on a page, block after block, as the page has them. */
const commandsOf = (page: string) =>
    blocksOf(page)
        .filter(({ language }) => language === "sh")
        .map(({ text }) => text.trim().split("\n"));

/** Each command by itself, whatever it ends with. */
async function all(
    desk: Desk,
    commands: readonly string[] = [],
): Promise<readonly (readonly [number | null, string])[]> {
    const ends: (readonly [number | null, string])[] = [];
    for (const command of commands) {
        const { code, said } = await desk.sh(command);
        ends.push([code, said]);
    }
    return ends;
}

const codes = (ends: readonly (readonly [number | null, string])[]) => ends.map(([code]) => code);

/** Puts a person into the team's group, or takes one out, as an administrator does in Okta. */
async function inOkta({ administrator, tenant }: Desk, method: "PUT" | "DELETE", login: string): Promise<void> {
    const [group] = (await administrator.okta("GET", "/api/v1/groups?q=team-search")) as { id: string }[];
    const user = (await administrator.okta("GET", `/api/v1/users/${login}`)) as { id: string };
    assert.ok(group);
    await administrator.okta(method, `/api/v1/groups/${group.id}/users/${user.id}`);
    tenant.clock.flush();
}

describe("bad days, as the pages say", function () {
    this.timeout(engineTestMs * 4);
    let desk: Desk;

    before(async () => {
        desk = await startDesk(place, owned);
        await desk.up();
        desk.tenant.clock.flush();
    });
    after(() => desk.close());

    it("a key has leaked: it is ended, nobody gains while the stack is frozen, what was done is found, and put right", async () => {
        const [listing = [], finding = [], righting = []] = commandsOf("docs/key-leaked.md");
        const [freeze] = blocksOf("docs/key-leaked.md").filter(({ language }) => language === "yaml");
        const { tenant, administrator } = desk;
        const can = (person: string) =>
            tenant.verdict({ person, path: "teams/search", privilege: "secret_reveal" }).answer === "allowed";

        // What a thief does: a policy for a group of his own, and himself in the team's group.
        const group = makeGroup(tenant.store, tenant.clock.nowMs(), { name: "helpers" });
        await administrator.okta("PUT", `/api/v1/groups/${group.id}/users/${await idOf(desk, "kira@example.com")}`);
        await administrator.opa("POST", "/groups", { name: "helpers", roles: [] });
        await administrator.opa("POST", "/groups/helpers/users", { name: "kira@example.com" });
        policyByHand(tenant, {
            name: "helpers",
            groups: ["helpers"],
            path: "teams/search",
            may: ["list", "secret_reveal"],
        });
        await inOkta(desk, "PUT", "leo@example.com").catch(() => inOkta(desk, "PUT", "emma@example.com"));
        assert.ok(can("kira@example.com"));

        // 1. The key is expired.
        tenant.standing.hasOpaKey = false;
        const ended = await desk.sh("pulumi up --yes --refresh --run-program");
        assert.notEqual(ended.code, 0);
        assert.match(ended.said, /the key may have expired/);

        // 2. An administrator lists what keys there are. Then the pipeline has a new one.
        const token = await bearerOf(desk);
        const lists = await all(
            desk,
            listing.map((line) => `TOKEN=${token}\n${line.replace("/automation/", "/pulumi-automation/")}`),
        );
        assert.deepEqual(codes(lists), [0, 0]);
        assert.match(lists[0]?.[1] ?? "", /pulumi-automation/);
        tenant.standing.hasOpaKey = true;
        assert.match(
            (
                await desk.sh(
                    listing.map(
                        (line) => `TOKEN=${token}\n${line.replace("/automation/", "/pulumi-automation/")}`,
                    )[1] ?? "",
                )
            ).said,
            /last_used/,
        );

        // 3. Frozen: nobody gains, whoever starts it; somebody may lose.
        desk.write("platform.yaml", `${owned["platform.yaml"]}${freeze?.text.replace("2026-12-04", "2999-12-31")}`);
        desk.write("teams/consumer/search.yaml", search.replace("ben@", "chloe@"));
        const frozen = await desk.sh("pulumi up --yes --skip-preview");
        assert.notEqual(frozen.code, 0);
        assert.match(frozen.said, /the pipeline's key has leaked/);
        assert.ok(!can("chloe@example.com"));
        desk.write("teams/consumer/search.yaml", search);

        // 4. What was done is found.
        const found = await all(desk, finding);
        assert.deepEqual(codes(found), [7, 7, 0], found.map(([, said]) => said).join("\n"));
        assert.match(found[0]?.[1] ?? "", /emma@example\.com|leo@example\.com/);
        assert.match(found[1]?.[1] ?? "", /helpers/);
        assert.match(found[2]?.[1] ?? "", /kira@example\.com/);

        // 5. Put right.
        const [thiefs] = [...tenant.store.policies.values()].filter(({ name }) => name === "helpers");
        await administrator.opa("DELETE", `/security_policy/${thiefs?.id}`);
        desk.write("platform.yaml", owned["platform.yaml"]);
        assert.deepEqual(codes(await all(desk, righting)), [0]);
        tenant.clock.flush();
        assert.ok(!can("kira@example.com"));
        assert.deepEqual(codes(await all(desk, finding.slice(0, 2))), [0, 0]);
    });

    it("the pipeline is down: who is taken out in Okta is out, is a gain until the file says so, and a laptop will do", async () => {
        const [byHand = [], unlock = []] = commandsOf("docs/pipeline-down.md");
        const isIn = (person: string, team = "search") =>
            desk.tenant.verdict({ person, path: `teams/${team}`, privilege: "secret_reveal" }).answer === "allowed";

        await inOkta(desk, "DELETE", "ben@example.com");
        assert.ok(!isIn("ben@example.com"));
        const drift = await desk.sh("npx pulumi-okta-opa drift --stack dev");
        assert.equal(drift.code, 7);
        assert.match(drift.said, /gives ben@example\.com/);

        // Another team's change, on a laptop.
        desk.write("teams/consumer/maps.yaml", "members: [chloe@example.com]\n");
        assert.deepEqual(codes(await all(desk, byHand)), [0, 0, 0]);
        desk.tenant.clock.flush();
        assert.ok(isIn("chloe@example.com", "maps") && isIn("ana@example.com") && !isIn("ben@example.com"));

        // The first pull request after the outage.
        desk.write("teams/consumer/search.yaml", search.replace(", ben@example.com", ""));
        await desk.must("pulumi up");
        assert.equal((await desk.sh("npx pulumi-okta-opa drift --stack dev")).code, 0);

        // A run that was killed has left its lock, or none.
        const [lock = ""] = unlock;
        const cancelled = await desk.sh(lock);
        assert.equal(cancelled.code, 0, cancelled.said);
    });
});

async function idOf({ administrator }: Desk, login: string): Promise<string> {
    return ((await administrator.okta("GET", `/api/v1/users/${login}`)) as { id: string }).id;
}

/** A bearer token of somebody in OPA who is not the automation. */
async function bearerOf({ tenant }: Desk): Promise<string> {
    const { adminKeyId, adminKeySecret, opaTeam } = tenant.credentials;
    const answer = await fetch(`${tenant.opa}/v1/teams/${opaTeam}/service_token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ key_id: adminKeyId, key_secret: adminKeySecret }),
    });
    return ((await answer.json()) as { bearer_token: string }).bearer_token;
}
