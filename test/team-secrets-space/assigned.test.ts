import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { declaredTeams, TeamSecretsSpace } from "../../resources";
import { Neighbours } from "../../resources/team-secrets-space/guards/neighbours";
import { planOf } from "../../resources/team-secrets-space/plan";
import { startTenant, type Tenant } from "../../tenant";
import { assign, makeApp, makeGroup, makeUser } from "../../tenant/store/make-okta";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { withEnvironment } from "./support/with-environment";

const [ana, ben, chloe] = ["ana@example.com", "ben@example.com", "chloe@example.com"];
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
const owners = { members: [ben, chloe], privileges: "manage" };

describe("the people of a space who are not assigned to the app", () => {
    let tenant: Tenant;
    let assignedId: string;
    beforeEach(async () => {
        tenant = await startTenant({ speed: 100 });
        const { store, opaAppId } = tenant;
        const everyone = [...store.groups.values()].find(({ name }) => name === "Everyone");
        await okta("DELETE", `/api/v1/apps/${opaAppId}/groups/${everyone?.id}`);
        assignedId = makeGroup(store, 0, { name: "OPA users" }).id;
        assign(store, 0, opaAppId, assignedId);
        assignTo(ana);
    });
    afterEach(() => {
        runtime.setAllConfig({});
        return tenant.close();
    });

    const okta = (method: string, path: string, body?: object) => administratorOf(tenant).okta(method, path, body);
    const idOf = (login: string) => tenant.store.userWithLogin(login)?.id ?? assert.fail(login);
    const assignTo = (login: string) => tenant.store.membersOf(assignedId).add(idOf(login));

    const plan = (declared: object, name = "payments", isToCome = false) =>
        withEnvironment(tenant.environment, () =>
            planOf(
                {
                    ...{ name, resource: {}, mistakes: [], neighbours: new Neighbours() },
                    isToCome: () => Promise.resolve(isToCome),
                },
                { ...place, ...declared },
            ),
        );

    /** Calls for the list of the app's people. */
    const lists = () =>
        tenant.requests.filter(({ path }) => path.startsWith(`/api/v1/apps/${tenant.opaAppId}/users`)).length;

    it("are named in one warning, with their levels and the way on", async () => {
        const { warnings } = await plan({ members: [ana, ben], access: { owners } });

        assert.deepEqual(warnings, [
            `Okta does not push people who are not assigned to app "Okta Privileged Access" (${tenant.opaAppId}), and they get ` +
                "no access. members: ben@example.com; access.owners.members: ben@example.com, chloe@example.com. " +
                "Assign the app to them, through a group other than the team's.",
        ]);
    });

    it("are not looked for where all are assigned but by one list, which all spaces share", async () => {
        for (const login of [ben, chloe]) assignTo(login);

        const plans = await Promise.all(
            ["a", "b", "c"].map((name) => plan({ members: [ana, ben], access: { owners } }, name)),
        );

        assert.deepEqual(
            plans.flatMap(({ warnings }) => warnings),
            [],
        );
        assert.equal(lists(), 1);
    });

    it("are not told once they are assigned, although a moment ago they were not", async () => {
        await plan({ members: [ana, ben] }, "before");
        assignTo(ben);

        assert.deepEqual((await plan({ members: [ana, ben] })).warnings, []);
    });

    it("are found beyond the first page", async () => {
        for (let number = 0; number < 600; number += 1) {
            const login = `n${number}@example.com`;
            makeUser(tenant.store, 0, { login, firstName: "N", lastName: "N" });
            assignTo(login);
        }
        tenant.clearRequests();

        const { warnings } = await plan({ members: ["n0@example.com", "n599@example.com", ana] });

        assert.deepEqual(warnings, []);
        assert.equal(lists(), 2);
    });

    for (const inactiveAppUsers of ["listed", "left-out"] as const) {
        it(`are not told of whoever is not active, and ${inactiveAppUsers}: that is told already`, async () => {
            assignTo(ben);
            tenant.settings.inactiveAppUsers = inactiveAppUsers;
            await okta("POST", `/api/v1/users/${idOf(ben)}/lifecycle/suspend`);

            const { warnings } = await plan({ members: [ana, ben] });

            assert.equal(warnings.length, 1);
            assert.match(warnings[0] ?? "", /"ben@example.com" is suspended/);
        });
    }

    it("are told in the update where the program is still to make what they need", async () => {
        assert.deepEqual((await plan({ members: [ana, ben] }, "payments", true)).warnings, []);
    });

    for (const [how, status] of [
        ["these credentials may not list its people", 403],
        ["it is not there", 404],
    ] as const) {
        it(`are no error where ${how}: it is said that it was not checked`, async () => {
            tenant.fail({ method: "GET", path: /\/apps\/0oa\w+\/users/, status, times: 9 });

            const { warnings, unchecked } = await plan({ members: [ana, ben] });

            assert.deepEqual(warnings, []);
            assert.match(
                unchecked ?? "",
                /^Whether the members of teams are assigned to the Okta Privileged Access app was not checked: the people of app "Okta Privileged Access" \(0oa\w+\) cannot be listed\./,
            );
        });
    }

    it("are refused by a stack that requires it, where these credentials may not list the app's people", async () => {
        runtime.setAllConfig({ "pulumi-okta-opa:requireAssigned": "true" });
        tenant.fail({ method: "GET", path: /\/apps\/0oa\w+\/users/, status: 403, times: 9 });

        await assert.rejects(
            plan({ members: [ana, ben] }),
            /pulumi-okta-opa:requireAssigned: Whether the members .* was not checked: the people of app .* cannot be listed\./,
        );
    });

    it("are not looked for where several apps may be meant, and that is said", async () => {
        makeApp(tenant.store, 0, { name: "okta_privileged_access_sso", label: "Second" });
        await okta("POST", "/api/v1/groups", { profile: { name: "team-payments" } });
        tenant.clock.advance(60_000);

        const { unchecked } = await plan({ members: [ana, ben] });

        assert.match(
            unchecked ?? "",
            /was not checked: which app it is cannot be told\. Declare it: `pulumi config set/,
        );
        assert.equal(lists(), 0);
        assert.equal((await plan({ members: [ana, ben], appId: tenant.opaAppId }, "other")).warnings.length, 1);
    });

    it("are mistakes of a stack that requires it, each where it is declared", async () => {
        runtime.setAllConfig({ "pulumi-okta-opa:requireAssigned": "true" });

        await assert.rejects(
            plan({ members: [ana, ben, "nobody@example.com"], access: { owners } }),
            (error: Error) => {
                const app = `not assigned to app "Okta Privileged Access" (${tenant.opaAppId}), so Okta does not push this person`;
                for (const line of [
                    `members[1]: "${ben}" is ${app}, who gets no access (pulumi-okta-opa:requireAssigned). Assign the app to the person, through a group other than the team's.`,
                    `access.owners.members[0]: "${ben}" is ${app}`,
                    `access.owners.members[1]: "${chloe}" is ${app}`,
                    'members[2]: "nobody@example.com" does not exist',
                ])
                    assert.ok(error.message.includes(line), `${line}\n\n${error.message}`);
                return true;
            },
        );
    });

    it("are looked for again in the update of such a stack, where the program is still to make what they need", async () => {
        runtime.setAllConfig({ "pulumi-okta-opa:requireAssigned": "true" });

        const { later } = await plan({ members: [ana, ben] }, "payments", true);

        assert.deepEqual(
            later.map(({ property }) => property),
            ["members[1]"],
        );
    });

    it("are not looked for in a stack that says neither yes nor no", async () => {
        runtime.setAllConfig({ "pulumi-okta-opa:requireAssigned": "yes" });

        await assert.rejects(plan({ members: [ana] }), /pulumi-okta-opa:requireAssigned: "yes": use true or false\./);
    });
});

describe("the declared teams of a stack", () => {
    let simulation: Simulation;
    beforeEach(async () => {
        simulation = await Simulation.start();
    });
    afterEach(() => simulation.close());

    /** What a preview says of two teams, of Ana and Ben each, once the app is assigned to nobody. */
    async function previewed(config: Readonly<Record<string, string>>): Promise<{ errors: string; said: string }> {
        const { store, opaAppId } = simulation.tenant;
        store.appAssignments.get(opaAppId)?.clear();
        const settings = Object.entries(place).map(([key, value]) => [`pulumi-okta-opa:${key}`, value] as const);
        const teams = ["payments", "cards"].map((name) => ({ name, members: [ana, ben] }));
        const all = { ...Object.fromEntries(settings), "scratch:teams": JSON.stringify(teams), ...config };
        const program = async () => {
            for (const { name, ...space } of await declaredTeams()) new TeamSecretsSpace(name, space);
        };
        const { errors, said } = await new Stack(simulation, "scratch", "dev", all).preview(program);
        return { errors: errors.join("\n"), said: said.join("\n") };
    }

    it("are warned of once each", async () => {
        const { errors, said } = await previewed({});

        assert.equal(errors, "");
        assert.equal(said.match(/not assigned to app "Okta Privileged Access"/g)?.length, 2, said);
    });

    it("are refused with everybody who is not assigned, where the stack requires it", async () => {
        const { errors } = await previewed({ "pulumi-okta-opa:requireAssigned": "true" });

        for (const where of [
            "teams[0].members[0]",
            "teams[0].members[1]",
            "teams[1].members[0]",
            "teams[1].members[1]",
        ])
            assert.ok(errors.includes(`${where}: "`), errors);
    });

    it("are warned of once for all of them that it was not checked", async () => {
        simulation.tenant.fail({ method: "GET", path: /\/apps\/0oa\w+\/users/, status: 403, times: 99 });

        const { errors, said } = await previewed({});

        assert.equal(errors, "");
        assert.equal(said.match(/was not checked/g)?.length, 1, said);
        const asked = simulation.tenant.requests.filter(({ path }) => /\/apps\/0oa\w+\/users/.test(path));
        assert.equal(asked.length, 1);
    });
});
