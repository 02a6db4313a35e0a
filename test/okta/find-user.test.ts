import assert from "node:assert/strict";
import type { Send } from "../../resources/http/send";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { findUser } from "../../resources/okta/lookups/find-user";
import { startTenant, type Tenant } from "../../tenant";
import { administratorOf } from "../support/administrator";

const few = ["ana@example.com", "ben@example.com", "chloe@example.com"];
const many = [...few, "dario@example.com", "emma@example.com"];

describe("a person's login", () => {
    let tenant: Tenant;
    let send: Send;
    beforeEach(async () => {
        tenant = await startTenant();
        send = connectToOkta({ get: () => undefined }, tenant.environment);
    });
    afterEach(() => tenant.close());

    const idsOf = (logins: readonly string[]) =>
        Promise.all(logins.map(async (login) => (await findUser(send, login))?.id));
    const known = (logins: readonly string[]) =>
        logins.map((login) => tenant.store.userWithLogin(login.toLowerCase())?.id);
    const calls = () => tenant.requests.map(({ path, query }) => `${path}${query ? "?" : ""}`);

    it("is looked up by itself when few are asked for, which is always current", async () => {
        assert.deepEqual(await idsOf(few), known(few));

        assert.deepEqual(
            calls(),
            few.map((login) => `/api/v1/users/${encodeURIComponent(login)}`),
        );
    });

    it("is looked up together with all others that are asked for at the same moment", async () => {
        assert.deepEqual(await idsOf(many), known(many));

        assert.deepEqual(calls(), ["/api/v1/users?"]);
    });

    it("costs one call for as many as fit into a query of 4,000 characters", async () => {
        tenant.seedMany({ users: 100 });
        const logins = [...tenant.store.users.values()]
            .map(({ login }) => login)
            .filter((one) => one.startsWith("person."));

        assert.deepEqual(await idsOf(logins), known(logins));
        assert.equal(tenant.requests.length, 2);
        for (const { query } of tenant.requests) assert.ok(query.length < 4100, `${query.length} characters`);
    });

    it("is looked up with fewer others when Okta refuses so many at once", async () => {
        tenant.seedMany({ users: 40 });
        const logins = [...tenant.store.users.values()]
            .map(({ login }) => login)
            .filter((one) => one.startsWith("person."));
        tenant.fail({ method: "GET", path: /\/users$/, status: 400 });

        assert.deepEqual(await idsOf(logins), known(logins));
        assert.equal(tenant.requests.length, 3);
    });

    it("is found in upper case among others", async () => {
        const logins = [...many.slice(1), "ANA@example.com"];

        assert.deepEqual(await idsOf(logins), known(logins));
    });

    it("is found by itself when no list is given", async () => {
        tenant.fail({ method: "GET", path: /\/users$/, status: 400 });

        assert.deepEqual(await idsOf(many), known(many));
    });

    it("of nobody finds nobody, alone and among others", async () => {
        const found = await Promise.all([...many, "nobody@example.com"].map((login) => findUser(send, login)));

        assert.deepEqual(
            found.map((user) => user?.login),
            [...many, undefined],
        );
        assert.equal(await findUser(send, "nobody@example.com"), undefined);
    });

    it("of somebody who was deactivated says so, alone and among others", async () => {
        const found = await Promise.all([...many, "leo@example.com"].map((login) => findUser(send, login)));

        assert.deepEqual(
            found.map((user) => user?.status),
            [...many.map(() => "ACTIVE"), "DEPROVISIONED"],
        );
        assert.equal((await findUser(send, "leo@example.com"))?.status, "DEPROVISIONED");
    });

    it("in its short form, and an id, find who has another login", async () => {
        const [id = ""] = known(["ana@example.com"]);

        assert.deepEqual(
            [await findUser(send, "ana"), await findUser(send, id)].map((user) => user?.login),
            ["ana@example.com", "ana@example.com"],
        );
    });
});

/** Logins as an org can have them that chose a format of its own (docs/contracts/okta-api.md 2.3). */
const odd = [
    "00123456",
    "acme/ana",
    "/acme",
    "acme/ana@example.com/",
    "ACME\\ana",
    'ana "the boss" lee',
    "o'brien@example.com",
    "ana lee",
    "ana+test@example.com",
    "100%@example.com",
    "%2Fana",
    "ana?x=1&y=2#z",
    "ana;ben,chloe",
    'ana" or profile.login eq "ben@example.com',
    "josé@example.com",
    "ÅNA@EXAMPLE.COM",
    "名前です",
    "ana😀lee",
];

describe("a login of a format that the org chose", () => {
    let tenant: Tenant;
    let send: Send;
    before(async () => {
        tenant = await startTenant({ settings: { searchLagMs: 0 } });
        send = connectToOkta({ get: () => undefined }, tenant.environment);
        for (const login of odd) {
            const profile = { login, email: "odd@example.com", firstName: "Odd", lastName: "One" };
            await administratorOf(tenant).okta("POST", "/api/v1/users?activate=true", { profile });
        }
    });
    after(() => tenant.close());

    for (const login of odd) {
        it(`finds the same person alone, in another case, and among others: ${login}`, async () => {
            const is = tenant.store.userWithLogin(login)?.id;

            const alone = await findUser(send, login);
            const shouted = await findUser(send, login.toUpperCase());
            const [among, whispered] = await Promise.all(
                [login, login.toLowerCase(), ...many].map((each) => findUser(send, each)),
            );

            assert.notEqual(is, undefined);
            assert.deepEqual([alone?.id, shouted?.id, among?.id, whispered?.id], [is, is, is, is]);
            assert.equal(await findUser(send, `${login}x`), undefined);
        });
    }
});
