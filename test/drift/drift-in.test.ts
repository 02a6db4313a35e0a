import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020";
import { driftJsonSchema } from "../../resources/drift/document";
import { driftIn } from "../../resources/drift/drift-in";
import { previewFrom } from "../../resources/engine/preview";

const stack = "urn:pulumi:dev::teams::";
const space = `${stack}okta-opa:index:TeamSecretsSpace::payments`;
const members = "okta:index/groupMemberships:GroupMemberships";
const policy = "pulumi-nodejs:dynamic/opa:SecurityPolicy";
const folder = "pulumi-nodejs:dynamic/opa:SecretFolder";
const mapping = "pulumi-nodejs:dynamic/okta:GroupPushMapping";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Inputs = Readonly<Record<string, unknown>>;

/** What the engine prints of one resource: refreshed, and what is done then. */
function steps(type: string, name: string, was: Inputs, then: { op: string; is?: Inputs; next?: Inputs } | undefined) {
    const urn = `${stack}okta-opa:index:TeamSecretsSpace$${type}::${name}`;
    const state = (inputs: Inputs | undefined) =>
        inputs && { urn, type, id: "id", parent: space, inputs, outputs: inputs };
    const refresh = { op: "refresh", urn, oldState: state(was), newState: state(was) };
    if (!then) return [refresh];
    const { op, is, next } = then;
    return [refresh, { op, urn, oldState: state(is), newState: state(next) }];
}

const rules = (...privileges: readonly string[]) => [{ secretFolderId: "f1", privileges, conditions: [] }];

const itsPolicy = (change: Inputs = {}) => ({
    active: true,
    principals: { userGroups: [{ name: "team-payments" }], workloadRoles: [] },
    rules: rules("list", "secret_reveal"),
    __provider: "text",
    ...change,
});

const its = steps(folder, "payments-folder", { folderId: "f1", path: "teams/payments" }, undefined);

const found = (document: object, beside = {}) => driftIn(previewFrom(JSON.stringify(document), "drift"), beside);

const reveal = { who: "team-payments", what: "secret_reveal", where: "teams/payments", conditions: "" };

describe("drift, as the engine's document tells it", () => {
    const isValid = new Ajv2020().compile(JSON.parse(driftJsonSchema()) as object);

    it("is none where every object was looked at and nothing is done, nor where only the program was changed", () => {
        const changed = itsPolicy({ active: false });
        const document = {
            steps: [...its, ...steps(policy, "p", itsPolicy(), { op: "update", is: itsPolicy(), next: changed })],
        };

        const drift = found(document);

        assert.deepEqual([drift.objects, drift.unknown, drift.planned], [[], [], [{ name: "p", next: "update" }]]);
        assert.ok(isValid(drift), JSON.stringify(isValid.errors));
    });

    it("has each property with what was, is and will be, and what is given back as a gain", () => {
        const is = itsPolicy({ rules: rules("list", "secret_delete"), __provider: "another text" });

        const { objects } = found({
            steps: [...its, ...steps(policy, "p", itsPolicy(), { op: "update", is, next: itsPolicy() })],
        });

        assert.deepEqual(objects, [
            {
                team: "payments",
                name: "p",
                type: policy,
                urn: objects[0]?.urn,
                next: "update",
                what: "changed",
                properties: [
                    {
                        property: "rules",
                        was: rules("list", "secret_reveal"),
                        is: rules("list", "secret_delete"),
                        next: rules("list", "secret_reveal"),
                    },
                ],
                gains: [reveal],
                losses: [{ ...reveal, what: "secret_delete" }],
                by: { events: [], note: "not known" },
            },
        ]);
    });

    it("tells conditions that a hand took away as what is taken away and given under them", () => {
        const mfa = { conditionType: "mfa", reAuthFrequencyInSeconds: 1800, acrValues: "phr" };
        const under = itsPolicy({ rules: [{ ...rules("secret_reveal")[0], conditions: [mfa] }] });
        const is = itsPolicy({ rules: rules("secret_reveal") });

        const [object] = found({
            steps: [...its, ...steps(policy, "p", under, { op: "update", is, next: under })],
        }).objects;

        const withMfa = { ...reveal, conditions: "MFA (phishing-resistant, every 1800 s)" };
        assert.deepEqual([object?.gains, object?.losses], [[withMfa], [reveal]]);
    });

    it("names members by their logins where they are known, in whatever order they are", () => {
        const users = (...ids: readonly string[]) => ({ groupId: "id", users: ids });
        const group = steps("okta:group/group:Group", "g", { name: "team-payments" }, undefined);
        const same = { op: "update", is: users("2", "1"), next: users("1", "2") };
        const other = { op: "update", is: users("1", "3"), next: users("1", "2") };
        const people = new Map([
            ["1", "ana@example.com"],
            ["2", "ben@example.com"],
        ]);

        assert.deepEqual(found({ steps: steps(members, "m", users("1", "2"), same) }).objects, []);
        const [object] = found(
            { steps: [...group, ...steps(members, "m", users("1", "2"), other)] },
            { people },
        ).objects;

        assert.deepEqual(object?.properties, [
            {
                property: "users",
                was: ["ana@example.com", "ben@example.com"],
                is: ["ana@example.com", "3"],
                next: ["ana@example.com", "ben@example.com"],
            },
        ]);
        const membership = { what: "membership", where: "team-payments", conditions: "" };
        assert.deepEqual(object.gains, [{ who: "ben@example.com", ...membership }]);
        assert.deepEqual(object.losses, [{ who: "3", ...membership }]);
    });

    it("tells what is gone: an object that is created after it was refreshed, and a push that is MISSING", () => {
        const push = (status: string) => ({ sourceGroupId: "g", targetGroupName: "team-payments", status });
        const document = {
            steps: [
                ...steps(
                    folder,
                    "payments-folder",
                    { folderId: "f1", path: "teams/payments" },
                    { op: "create", next: {} },
                ),
                ...steps(policy, "p", itsPolicy(), { op: "create", next: itsPolicy() }),
                ...steps(mapping, "push", push("ACTIVE"), { op: "update", is: push("MISSING"), next: push("ACTIVE") }),
            ],
        };

        const { objects } = found(document);

        assert.deepEqual(
            objects.map(({ name, what, next }) => [name, what, next]),
            [
                ["push", "gone", "update"],
                ["payments-folder", "gone", "create"],
                ["p", "gone", "create"],
            ],
        );
        assert.match(objects[1]?.note ?? "", /what was in this one is not made again/);
        assert.equal(objects[2]?.gains.length, 2);
        assert.deepEqual(objects[0]?.gains, [{ who: "g", what: "push", where: "team-payments", conditions: "" }]);
    });

    it("says that a consequence is known only in the update", () => {
        const next = itsPolicy({ principals: unknown });
        const [object] = found({
            steps: steps(policy, "p", itsPolicy(), { op: "update", is: itsPolicy({ active: false }), next }),
        }).objects;

        assert.deepEqual([object?.gains, object?.losses], [[], []]);
        assert.match(object?.note ?? "", /known only then/);
    });

    describe("could not be told", () => {
        const told = (document: object) => {
            const drift = found(document);
            assert.ok(isValid(drift), JSON.stringify(isValid.errors));
            return drift.unknown.join("\n");
        };

        it("where the run failed, whatever it had found by then", () => {
            const diagnostics = [
                { severity: "error", message: "error: 403. Give the right." },
                { severity: "warning", message: "w" },
            ];
            assert.equal(told({ steps: its, diagnostics }), "403. Give the right.");
        });

        it("where nothing was refreshed, or the document may be corrupt", () => {
            const [, update] = steps(policy, "p", itsPolicy(), { op: "update", is: itsPolicy(), next: itsPolicy() });
            assert.match(told({ steps: [update] }), /without --refresh/);
            assert.match(told({ steps: its, maybeCorrupt: true }), /corrupt/);
        });

        it("where state was left out, or a value is a secret", () => {
            assert.match(
                told({ steps: steps(policy, "p", itsPolicy(), { op: "update", next: itsPolicy() }) }),
                /what there is now/,
            );
            const secret = { op: "update", is: { users: "[secret]" }, next: {} };
            assert.match(told({ steps: steps(members, "m", { users: "[secret]" }, secret) }), /users is a secret/);
        });

        it("from what is no such document", () => {
            for (const text of ["", "no changes", '{"steps":', "[]"]) {
                assert.throws(() => previewFrom(text, "drift"), /nothing is known of drift/, text);
            }
        });
    });

    it("is not told of people who have a reason not to be in OPA", () => {
        const push = { group: "g", sourceGroupId: "1", status: "ACTIVE", notInOkta: [] };
        const late = { login: "ana@example.com", why: null };
        const pushDifferences = [
            { ...push, notInOpa: [{ login: "ben@example.com", why: "SUSPENDED" }] },
            { ...push, group: "h", notInOpa: [late, { login: "ben@example.com", why: "SUSPENDED" }] },
        ];

        assert.deepEqual(found({ steps: its }, { pushDifferences }).pushDifferences, [
            { ...push, group: "h", notInOpa: [late] },
        ]);
    });
});
