import assert from "node:assert/strict";
import { isSecret, Output, output, secret, unknown } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "../../resources";
import { unknownValue } from "../../resources/lifecycle/declared/unknown";
import { asFarAsKnown, given } from "../../resources/lifecycle/given";
import { declaredSchema } from "../../resources/opa/security-policy/declared/schema";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const rule = {
    name: "one",
    secretFolderId: "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11",
    privileges: ["secret_reveal", "reveal"],
};

describe("a declaration as the engine is given it", () => {
    it("has its defaults, and canonical forms, of promises and of outputs too", async () => {
        const args = {
            name: "briefs",
            principals: output({ userGroups: [{ name: "b" }, { name: "a" }] }),
            rules: Promise.resolve([rule]),
            active: null,
        };

        const { principals, rules, active, ...rest } = given(declaredSchema, args);

        assert.deepEqual(await come(principals), { userGroups: [{ name: "a" }, { name: "b" }], workloadRoles: [] });
        assert.deepEqual(await come(rules), [{ ...rule, privileges: ["list", "secret_reveal"], conditions: [] }]);
        assert.equal(await come(active), true);
        assert.deepEqual(JSON.parse(JSON.stringify(await come(rest))), {
            name: "briefs",
            description: "",
            waitForGroups: 60,
            onExisting: "fail",
        });
    });

    it("is as it was written where it is wrong, is not known, or is secret: no part more than was", async () => {
        const written = {
            name: 7,
            rules: [{ ...rule, name: unknown }],
            principals: { userGroups: [{ name: secret("a") }] },
            description: undefined,
            activ: true,
        };

        const { name, rules, principals, activ } = given(declaredSchema, written);

        assert.equal(await come(name), written.name);
        assert.equal(await rules, written.rules);
        const kept = (await principals) as typeof written.principals;
        assert.equal(kept, written.principals);
        assert.ok(await isSecret(output(kept.userGroups[0]?.name)));
        assert.equal(activ, true);
    });

    it("is at once what it will be where it is plain, and an output where it is a text to come, known and secret as that is", async () => {
        const kept = given(declaredSchema, {
            ...{ name: "briefs", active: false, waitForGroups: Promise.resolve(5) },
            ...{ description: secret("of ana"), resourceGroup: unknown, onExisting: output("adopt") },
        });
        const { name, active, description, resourceGroup, waitForGroups, onExisting } = kept;

        assert.deepEqual({ name, active }, { name: "briefs", active: false });
        assert.ok([waitForGroups, description, resourceGroup, onExisting].every(Output.isInstance));
        assert.deepEqual(await come([waitForGroups, description, onExisting]), [5, "of ana", "adopt"]);
        assert.ok(await isSecret(output(description)));
        assert.equal(await isSecret(output(onExisting)), false);
        assert.equal(await asFarAsKnown(resourceGroup), unknownValue);
    });

    describe("in a stack", () => {
        let simulation: Simulation;
        let sourceGroupId: string;
        before(async () => {
            simulation = await Simulation.start();
            const { okta } = administratorOf(simulation.tenant);
            const group = (await okta("POST", "/api/v1/groups", { profile: { name: "briefs" } })) as { id: string };
            sourceGroupId = group.id;
        });
        after(() => simulation.close());

        const program =
            (privileges: string[] = ["reveal"]) =>
            () => {
                const folder = new OpaSecretFolder("folder", { ...place, name: "briefs" });
                const push = new GroupPushMapping("push", {
                    appId: simulation.tenant.opaAppId,
                    sourceGroupId,
                    targetGroupName: "briefs",
                });
                new OpaSecurityPolicy("policy", {
                    name: "briefs",
                    resourceGroup: place.resourceGroup,
                    principals: { userGroups: [{ name: push.targetGroupName }] },
                    rules: [{ name: "briefs", secretFolderId: folder.id, privileges: privileges as ["reveal"] }],
                });
            };

        it("has an output for each property, also for one without a value", async () => {
            const seen: unknown[] = [];
            const { errors } = await new Stack(simulation).up(() => {
                const folder = new OpaSecretFolder("top", {
                    resourceGroup: "platform",
                    project: "team-secrets",
                    name: "top",
                });
                const policy = new OpaSecurityPolicy("all", {
                    name: "all",
                    principals: { userGroups: [{ name: "platform-admins" }] },
                    scope: "team",
                    rules: [{ name: "all", secretFolderId: folder.id, privileges: ["list"] }],
                });
                for (const one of [folder.parentFolder, folder.deleteContents, policy.resourceGroup]) {
                    one.apply((value) => seen.push(value));
                }
            });

            assert.deepEqual([errors, seen], [[], [undefined, undefined, undefined]]);
        });

        it("is checked in its parts although another part is not known yet", async () => {
            const { errors } = await new Stack(simulation).preview(program(["reed"]));

            assert.match(errors.join("\n"), /rules\[0\]\.privileges\[0\]: "reed": use any of/);
        });

        it("keeps what it depends on, property by property", async () => {
            const stack = new Stack(simulation);
            const { errors } = await stack.up(program());

            assert.deepEqual(errors, []);
            const { propertyDependencies = {}, inputs } = stack.resource("policy") ?? {};
            const by = (property: string) =>
                [...(propertyDependencies[property] ?? [])].map((urn) => urn.split("::").at(-1));
            assert.deepEqual([by("rules"), by("principals"), by("active")], [["folder"], ["push"], []]);
            assert.equal(inputs?.["active"], true);
        });
    });
});

/** What it comes to. */
const come = (value: unknown): Promise<unknown> =>
    new Promise((resolve) => void (output(value) as Output<unknown>).apply((known) => resolve(known)));
