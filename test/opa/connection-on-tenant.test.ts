import assert from "node:assert/strict";
import type { OpaConnection } from "../../resources/opa/connection/connect";
import { connectToOpa } from "../../resources/opa/connection/connect";
import { startTenant, type Tenant } from "../../tenant";

const noConfig = { get: () => undefined };

describe("a connection to the tenant's OPA as a service user", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    const connect = (env: NodeJS.ProcessEnv = {}): OpaConnection =>
        connectToOpa(noConfig, "resource", { ...tenant.environment, ...env });
    const list = ({ send, teamPath }: OpaConnection) => send({ method: "GET", path: `${teamPath}/resource_groups` });
    const conversation = () =>
        tenant.requests.map(({ method, path, status }) => `${method} ${path.split("/").at(-1)} -> ${status}`);

    it("makes all calls with one token", async () => {
        const opa = connect();

        await Promise.all([list(opa), list(opa), list(opa)]);

        const call = "GET resource_groups -> 200";
        assert.deepEqual(conversation(), ["POST service_token -> 200", call, call, call]);
    });

    it("renews a token that ended early, once for all calls", async () => {
        const opa = connect();
        await list(opa);
        tenant.clearRequests();

        tenant.expireTokens();
        await Promise.all([list(opa), list(opa)]);

        assert.equal(conversation().filter((line) => line.startsWith("POST")).length, 1);
        assert.equal(conversation().filter((line) => line === "GET resource_groups -> 200").length, 2);
    });

    it("asks only once when its key or its team is wrong", async () => {
        const expected = {
            kind: "unauthenticated",
            message:
                /^Invalid key or team: POST \S+\/service_token, 401\b.*Check OKTAPAM_KEY, OKTAPAM_SECRET and OKTAPAM_TEAM/,
        };
        const opa = connect({ OKTAPAM_SECRET: "another-secret" });

        await assert.rejects(list(opa), expected);
        await assert.rejects(list(opa), expected);
        await assert.rejects(list(connect({ OKTAPAM_TEAM: "elsewhere" })), expected);

        assert.deepEqual(conversation(), ["POST service_token -> 401", "POST service_token -> 401"]);
    });
});
