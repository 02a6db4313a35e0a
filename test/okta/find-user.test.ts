import assert from "node:assert/strict";
import type { Send } from "../../resources/http/send";
import { connectToOkta } from "../../resources/okta/connection";
import { findUser } from "../../resources/okta/find-user";
import { startTenant, type Tenant } from "../../tenant";

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
        Promise.all(logins.map(async (login) => (await findUser(send, login)).id));
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

    it("costs one call for twenty", async () => {
        tenant.seedMany({ users: 100 });
        const logins = [...tenant.store.users.values()]
            .map(({ login }) => login)
            .filter((one) => one.startsWith("person."));

        assert.deepEqual(await idsOf(logins), known(logins));
        assert.equal(tenant.requests.length, 5);
    });

    it("is found in upper case among others", async () => {
        const logins = [...many.slice(1), "ANA@example.com"];

        assert.deepEqual(await idsOf(logins), known(logins));
    });

    it("is found by itself when no list is given", async () => {
        tenant.fail({ method: "GET", path: /\/users$/, status: 400 });

        assert.deepEqual(await idsOf(many), known(many));
    });

    it("of nobody is an error, among others too", async () => {
        const found = await Promise.allSettled([...many, "nobody@example.com"].map((login) => findUser(send, login)));

        assert.deepEqual(
            found.map(({ status }) => status),
            [...many.map(() => "fulfilled"), "rejected"],
        );
        await assert.rejects(findUser(send, "nobody@example.com"), /"nobody@example.com" does not exist in Okta/);
    });

    it("of somebody who was deactivated says so, among others too", async () => {
        const found = await Promise.all([...many, "leo@example.com"].map((login) => findUser(send, login)));

        assert.deepEqual(
            found.map(({ isDeactivated }) => isDeactivated),
            [...many.map(() => false), true],
        );
    });

    it("in its short form is an error that names the whole one", async () => {
        await assert.rejects(findUser(send, "ana"), /"ana" is not a whole login. Write "ana@example.com"/);
    });
});
