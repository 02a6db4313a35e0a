import assert from "node:assert/strict";
import { engineTestMs, place, type Scene, startScene } from "./support/scene";

const payments = { name: "payments", members: ["ana@example.com"] };
const mobile = { name: "mobile", members: ["chloe@example.com"] };
const oncall = { group: "OnCall", privileges: "reveal" };

describe("who has arrived in OPA, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startScene({ config: { ...place } });
        const { id } = (await scene.administrator.okta("POST", "/api/v1/groups", { profile: { name: "OnCall" } })) as {
            id: string;
        };
        const dario = scene.tenant.store.userWithLogin("dario@example.com");
        await scene.administrator.okta("PUT", `/api/v1/groups/${id}/users/${dario?.id}`);
        scene.tenant.clock.flush();
    });
    after(() => scene.close());

    const declare = (...teams: readonly object[]) => scene.configure({ ...place, "pulumi-okta-opa:teams": teams });

    /** The groups whose members OPA was asked for since the last time, each as often as it was. */
    function looked(): readonly string[] {
        const paths = scene.tenant.requests.filter(({ by }) => by !== "administrator").map(({ path }) => path);
        scene.tenant.clearRequests();
        return paths
            .flatMap((path) => /\/groups\/([^/]+)\/users$/.exec(path)?.slice(1) ?? [])
            .filter(isOpas)
            .sort();
    }

    it("is looked at once for each push that is new", async () => {
        declare({ ...payments, access: { oncall } }, mobile);
        scene.tenant.clearRequests();

        const told = await scene.up();

        assert.deepEqual(looked(), ["OnCall", "team-mobile", "team-payments"]);
        assert.doesNotMatch(told, /in OPA/);
    });

    it("is not looked at where nothing has changed, nor in a preview", async () => {
        await scene.up();
        await scene.succeed("preview", "--expect-no-changes");
        declare({ ...payments, members: ["ana@example.com", "ben@example.com"], access: { oncall } }, mobile);
        await scene.succeed("preview");

        assert.deepEqual(looked(), []);
    });

    it("is looked at for the team whose members have changed, and for no other", async () => {
        const told = await scene.up();

        assert.deepEqual([...new Set(looked())], ["team-payments"]);
        assert.doesNotMatch(told, /in OPA/);
    });

    it("is no reason to fail where it may not be seen, which is said", async () => {
        scene.tenant.fail({ method: "GET", path: /\/v1\/teams\/\w+\/groups\/[^/]+\/users$/, status: 403, times: 1 });
        declare({ ...payments, access: { oncall } }, mobile);

        const told = await scene.up();

        assert.match(told, /Whether people have arrived in OPA was not checked: /);
    });

    it("is told in a warning of the team where somebody is missing, and somebody else is there", async () => {
        const { store } = scene.tenant;
        store.opaGroupNamed("team-mobile")?.members.add("ana@example.com");
        scene.tenant.failPush({ outcome: "never", group: "team-mobile" });
        declare({ ...payments, access: { oncall } }, { ...mobile, members: ["chloe@example.com", "emma@example.com"] });

        const told = await scene.up();

        assert.match(
            told,
            /warning: Group "team-mobile" has other people in OPA than in Okta, 30 s after the change\. Missing in OPA: emma@example\.com\. Extra in OPA: ana@example\.com\./,
        );
        assert.match(told, /okta-opa:index:TeamSecretsSpace \(mobile\)/);
        assert.ok(looked().length <= 9);
    });
});

const isOpas = (name: string): boolean => !/^00g/.test(name);
