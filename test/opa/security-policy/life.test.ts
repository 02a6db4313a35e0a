import assert from "node:assert/strict";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { securityPolicy } from "../../../resources/opa/security-policy/provider";
import { makeOpaGroup, makePolicy } from "../../../tenant/store/make-opa";
import { lifeOf } from "../../support/life-of";
import { ownerNamed } from "../support/folder-ground";
import { newerOpa } from "../support/newer-opa";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { serverRule } from "../support/policy-hand";

const security = "/v1/teams/example/security_policy";

describe("a security policy", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(() => ground.renew());
    after(() => ground.close());

    const callsSince = (clear: () => void = () => ground.tenant.clearRequests()) => {
        const calls = ground.tenant.requests
            .filter(({ by, path }) => by !== "administrator" && !path.endsWith("/service_token"))
            .map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}")}`);
        clear();
        return calls;
    };

    it("is created with five calls, read with two, left as it is with none, changed with five, deleted with two", async () => {
        const life = ground.life();
        callsSince();

        await life.up({ ...ground.declared });
        assert.deepEqual(callsSince().sort(), [
            `GET /v1/teams/example/groups/team-payments`,
            `GET /v1/teams/example/resource_groups`,
            `GET ${security}`,
            `GET ${security}/{id}`,
            `POST ${security}`,
        ]);
        await life.refresh();
        assert.deepEqual(callsSince(), [`GET ${security}/{id}`, "GET /v1/teams/example/groups"]);
        await life.up({ ...ground.declared });
        assert.deepEqual(callsSince(), []);
        await life.up({ ...ground.declared, active: false });
        const changed = callsSince();
        assert.deepEqual(changed.slice(0, 2).sort(), [
            "GET /v1/teams/example/groups/team-payments",
            "GET /v1/teams/example/resource_groups",
        ]);
        assert.deepEqual(changed.slice(2), [`GET ${security}/{id}`, `PUT ${security}/{id}`, `GET ${security}/{id}`]);
        await life.destroy();
        assert.deepEqual(callsSince(), [`GET ${security}/{id}`, `DELETE ${security}/{id}`]);
    });

    it("looks its groups up again when the push that brings them is re-created, also without a refresh", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared, pushedBy: ["app/source/target"] });
        await ground.hand.removeGroup("team-payments");
        const { id } = makeOpaGroup(ground.tenant.store, "team-payments", []);

        assert.equal((await life.preview({ ...ground.declared, pushedBy: ["app/source/target"] })).op, "same");
        assert.equal(await life.up({ ...ground.declared, pushedBy: ["app/source/other"] }), "update");

        assert.deepEqual(
            ground.hand.policy().userGroups.map((group) => group.id),
            [id],
        );
        await life.refresh();
        assert.equal((await life.preview({ ...ground.declared, pushedBy: ["app/source/other"] })).op, "same");
    });

    it("is sent whole, with all eight flags", async () => {
        const bodies: unknown[] = [];
        ground.tamper = (send) => (request) => {
            if (request.method === "POST" && request.path.endsWith("/security_policy")) bodies.push(request.body);
            return send(request);
        };

        await ground.life().up({ ...ground.declared });

        const group = ground.tenant.store.opaGroupNamed("team-payments");
        assert.deepEqual(bodies, [
            {
                type: "default",
                name: "team-payments secrets",
                description: "Secrets of team payments [pulumi:acme/dev/payments]",
                active: true,
                principals: { user_groups: [{ id: group?.id, type: "user_group" }], workload_roles: [] },
                resource_group: { id: ground.resourceGroupId, type: "resource_group" },
                rules: [
                    {
                        name: "payments",
                        resource_type: "secret_based_resource",
                        resource_selector: {
                            _type: "secret_based_resource",
                            selectors: [
                                {
                                    selector_type: "secret_folder",
                                    selector: {
                                        _type: "secret_folder",
                                        secret_folder: { id: ground.folderId, type: "secret_folder" },
                                    },
                                },
                            ],
                        },
                        privileges: [
                            {
                                privilege_type: "secret",
                                privilege_value: {
                                    _type: "secret",
                                    list: true,
                                    folder_create: true,
                                    folder_update: false,
                                    folder_delete: false,
                                    secret_create: true,
                                    secret_update: true,
                                    secret_reveal: true,
                                    secret_delete: false,
                                },
                            },
                        ],
                        conditions: [
                            {
                                condition_type: "mfa",
                                condition_value: {
                                    _type: "mfa",
                                    re_auth_frequency_in_seconds: 3600,
                                    acr_values: "urn:okta:loa:2fa:any",
                                },
                            },
                        ],
                    },
                ],
            },
        ]);
    });

    it("is read in full by a run that knows only its id", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared });

        const { props, inputs } = await ground.provider().read(life.state?.id ?? "", {});

        assert.equal(Object(props)["policyId"], life.state?.id);
        assert.deepEqual(Object(inputs)["principals"], { userGroups: [{ name: "team-payments" }], workloadRoles: [] });
        assert.equal(Object(inputs)["resourceGroup"], ground.resourceGroupId);
    });

    it("says which group and which folder it lost", async () => {
        ground.tenant.settings.deletedGroupInPolicies = "dangles";
        const life = ground.life();
        await ground.hand.group("sales");
        await life.up({
            ...ground.declared,
            principals: { userGroups: [{ name: "team-payments" }, { name: "sales" }] },
        });
        await ground.hand.removeGroup("sales");
        await ground.hand.removeFolder(ground.folderId);

        await life.refresh();

        assert.equal(ground.said.length, 2);
        assert.match(
            ground.said[0] ?? "",
            /still references deleted group "sales" \(.{36}\), which grants no access\./,
        );
        assert.match(ground.said[1] ?? "", /still references deleted target "payments" \(.{36}\) of rule "payments"/);
    });

    it("says for whom it is besides those that can be declared", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared });
        ground.tamper = newerOpa({ principals: { devices: [{ id: "d1" }] } });

        await life.refresh();

        assert.match(ground.said.join("\n"), /is also for principals that this version does not know \(devices\)/);
        assert.equal((await life.preview({ ...ground.declared })).op, "same");
    });

    it("is made once where OPA takes a name twice and two resources declare it", async () => {
        ground.tenant.settings.policyNames = "may-repeat";
        const opa = ground.connect();
        const provider = dynamicProvider(
            securityPolicy(() => opa),
            new Claims(),
        );
        const lives = ["one", "two"].map((name) => lifeOf(provider, ownerNamed(name)));

        const results = await Promise.allSettled(lives.map((life) => life.up({ ...ground.declared })));

        assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
        const refused = results.find((one) => one.status === "rejected");
        assert.match(String(refused?.reason), /declared twice.*the policy named "team-payments secrets"/);
        assert.equal(
            [...ground.tenant.store.policies.values()].filter((one) => one.name === ground.declared["name"]).length,
            1,
        );
    });

    it("survives a token that ends in the middle of a run", async () => {
        const provider = ground.provider();
        const { inputs } = await provider.check({}, { ...ground.declared });
        const { id, outs } = await provider.create(inputs as Properties);
        ground.tenant.expireTokens();

        const seen = await provider.read(id, outs);

        assert.equal(seen.id, id);
    });

    describe("whose write the rate limit holds back for ten minutes", () => {
        /** Somebody adds a rule on servers by hand, in the console, as soon as the write was refused. */
        function meanwhile(method: "PUT" | "DELETE"): void {
            const retryAt = String(Math.floor(Date.now() / 1000) + 600);
            ground.tenant.fail({
                method,
                path: /security_policy/,
                status: 429,
                headers: { "x-ratelimit-retry-at": retryAt },
            });
            const stop = ground.tenant.follow((call) => {
                if (call.method !== method || call.status !== 429) return;
                stop();
                const policy = ground.hand.policy();
                const rule = {
                    name: "servers by hand",
                    resourceType: "server_based_resource",
                    targets: [],
                    otherSelector: serverRule("")["resource_selector"],
                    privileges: [],
                };
                Object.assign(policy, { rules: [...policy.rules, { ...rule, id: "by-hand", conditions: [] }] });
            });
        }

        const rules = () => ground.hand.policy().rules.map(({ name }) => name);

        it("is looked at again, so that what somebody added meanwhile is kept", async () => {
            const life = ground.life();
            await life.up({ ...ground.declared });
            meanwhile("PUT");

            await life.up({ ...ground.declared, description: "changed" });

            assert.deepEqual(rules(), ["payments", "servers by hand"]);
            assert.equal(ground.hand.policy().description, "changed [pulumi:acme/dev/payments]");
        });

        it("is not deleted with what somebody added meanwhile", async () => {
            const life = ground.life();
            await life.up({ ...ground.declared });
            meanwhile("DELETE");

            await assert.rejects(life.destroy(), /"servers by hand" \(server_based_resource\)/);

            assert.deepEqual(rules(), ["payments", "servers by hand"]);
        });
    });

    it("is not written a second time because the look at what was written is refused", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared });
        const calls: string[] = [];
        // An OPA that applies nothing of what it accepts.
        ground.tamper = (send) => async (request) => {
            const isFirstLook = calls.at(-1) === "PUT";
            calls.push(request.method);
            if (request.method === "PUT") return { status: 204, headers: new Headers(), body: undefined };
            if (!isFirstLook) return send(request);
            throw new ApiFailure({ kind: "rate-limited", said: "No room", method: "GET", path: request.path });
        };

        await assert.rejects(life.up({ ...ground.declared, description: "changed" }), /No room/);

        assert.equal(calls.filter((method) => method === "PUT").length, 1);
    });

    describe("among five hundred", () => {
        const count = 500;

        async function fiveHundred(): Promise<{ ids: string[]; outputs: Properties }> {
            const life = ground.life();
            await life.up({ ...ground.declared });
            const { id: _id, seq: _seq, ...policy } = ground.hand.policy();
            const ids = Array.from(
                { length: count },
                (_, index) => makePolicy(ground.tenant.store, { ...policy, name: `policy ${index}` }).id,
            );
            return { ids, outputs: { ...life.state?.outputs } };
        }

        it("is read from lists that all share: a few pages of policies, and a few of groups", async () => {
            const { ids, outputs } = await fiveHundred();
            const provider = ground.provider();
            callsSince();

            const found = await Promise.all(ids.map((id) => provider.read(id, outputs)));

            assert.deepEqual(
                found.map(({ id }) => id),
                ids,
            );
            const calls = callsSince();
            const paths = (path: string) => calls.filter((call) => call === path).length;
            assert.equal(paths(`GET ${security}/{id}`), 2);
            assert.equal(paths(`GET ${security}`), 6);
            assert.ok(calls.length <= 24, calls.join("\n"));
        });

        it("is proven gone for all of them with one request each and a few lists", async () => {
            const { ids, outputs } = await fiveHundred();
            const provider = ground.provider();
            for (const id of ids) ground.tenant.store.policies.delete(id);
            callsSince();

            const found = await Promise.all(ids.map((id) => provider.read(id, outputs)));

            assert.ok(found.every(({ id }) => id === undefined));
            const listed = callsSince().filter((call) => !call.includes("{id}"));
            assert.ok(listed.length <= 40, `${listed.length} calls`);
        });

        it("is never older in that list than what this process wrote", async () => {
            const { ids, outputs } = await fiveHundred();
            const provider = ground.provider();
            await Promise.all(ids.map((id) => provider.read(id, outputs)));
            const { inputs } = await provider.check({}, { ...ground.declared, name: "renamed" });
            const [id = ""] = ids;

            await provider.update(id, outputs, inputs as Properties);

            const { props } = await provider.read(id, outputs);
            assert.equal(Object(props)["name"], "renamed");
        });
    });
});
