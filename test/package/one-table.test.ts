import assert from "node:assert/strict";
import { type Edit, namedPlaces } from "./support/scratch-copy";

type Edits = Readonly<Record<string, Edit>>;

/** Adds a property to the schema, and perhaps its row to the table; these places have to act on it then. */
const asksFor = (edits: Edits, ...places: readonly string[]) => assert.deepEqual(namedPlaces("shade", edits), places);

/**
 * A property that is declared and then forgotten somewhere would be accepted, never sent, and never seen as drift. So the
 * compiler is asked: rows are added in a copy, and every place that must act has to be an error that names the new property.
 */
describe("a new declared property", function () {
    this.timeout("10m");

    describe("of a secret folder", () => {
        const room = "resources/opa/secret-folder";
        const table = `${room}/declared/effects.ts`;
        const provider = `${room}/provider.ts`;
        const toSchema: Edits = {
            [`${room}/declared/schema.ts`]: ["name: folderName,", "name: folderName, shade: z.string().optional(),"],
        };

        it("does not compile until the table has a row for it, and the class shows it, which its provider asks for", () => {
            asksFor(toSchema, table, provider);
        });

        it("that is kept there does not compile until it is read, sent, compared and shown", () => {
            const edits: Edits = { ...toSchema, [table]: ['name: "update",', 'name: "update", shade: "update",'] };
            asksFor(edits, table, provider, `${room}/steps/existing.ts`, `${room}/wire/wire.ts`);
        });
    });

    describe("of a group that exists", () => {
        const room = "resources/okta/existing-group";
        const table = `${room}/effects.ts`;
        const provider = `${room}/provider.ts`;
        const toSchema: Edits = {
            [`${room}/schema.ts`]: ["appId: z.string(", "shade: z.string().optional(), appId: z.string("],
        };

        it("does not compile until the table has a row for it, and it is looked at and shown", () => {
            asksFor(toSchema, table, provider);
        });

        it("then does not compile until it is looked at and shown", () => {
            asksFor({ ...toSchema, [table]: ['group: "store",', 'group: "store", shade: "store",'] }, provider);
        });

        it("that is looked at does not compile until the class shows it", () => {
            const edits: Edits = {
                ...toSchema,
                [table]: ['group: "store",', 'group: "store", shade: "store",'],
                [provider]: ["knownId, maxMembers, ...rest }", "knownId, maxMembers, shade: _shade, ...rest }"],
            };
            asksFor(edits, provider);
        });
    });

    describe("of a group push mapping", () => {
        const room = "resources/okta/group-push-mapping";
        const table = `${room}/declared/effects.ts`;
        const provider = `${room}/provider.ts`;
        const toSchema: Edits = {
            [`${room}/declared/schema.ts`]: [
                "appConfig: appConfigSchema.optional(),",
                "appConfig: appConfigSchema.optional(), shade: z.string().optional(),",
            ],
        };
        const withRow = (effect: string): Edits => ({
            ...toSchema,
            [table]: ['status: "update",', `status: "update", shade: "${effect}",`],
        });

        it("does not compile until the table has a row for it, and the class shows it, which its provider asks for", () => {
            asksFor(toSchema, table, provider);
        });

        it("that can change does not compile until it is read, sent on creation and on change, compared and shown", () => {
            const steps = [`${room}/steps/compare.ts`, `${room}/steps/state.ts`, `${room}/steps/update.ts`];
            asksFor(withRow("update"), table, provider, ...steps, `${room}/wire/calls.ts`, `${room}/wire/wire.ts`);
        });

        it("that no request can change does not compile until it is read, sent on creation, compared and shown", () => {
            const steps = ["compare", "existing", "plan", "state"].map((step) => `${room}/steps/${step}.ts`);
            asksFor(withRow("replace"), provider, ...steps, `${room}/wire/wire.ts`);
        });

        it("that only state keeps does not compile until it is among those, and shown", () => {
            asksFor(withRow("store"), table, provider);
        });

        it("for Active Directory alone does not compile until it is compared and shown", () => {
            const schema = `${room}/declared/app-config.ts`;
            const edits: Edits = { [schema]: ["type: z.literal(", "shade: z.string().optional(), type: z.literal("] };
            asksFor(edits, schema, provider);
        });
    });

    describe("of a security policy", () => {
        const room = "resources/opa/security-policy";
        const table = `${room}/declared/effects.ts`;
        const provider = `${room}/provider.ts`;
        const toSchema: Edits = {
            [`${room}/declared/schema.ts`]: ["active: z.boolean(", "shade: z.string().optional(), active: z.boolean("],
        };

        const list = `${room}/list-security-policies.ts`;
        const compare = `${room}/steps/compare.ts`;
        const state = `${room}/steps/state.ts`;
        const toWire = `${room}/wire/policy-to-wire.ts`;
        const fromWire = `${room}/wire/rule-from-wire.ts`;
        const beside = (shape: string, line: string): Edits => ({
            [`${room}/declared/${shape}.ts`]: [line, `shade: z.string().optional(), ${line}`],
        });

        it("does not compile until the table has a row for it, and the class shows it, which its provider asks for", () => {
            asksFor(toSchema, table, provider, state);
        });

        it("that is kept there does not compile until it is read, sent, compared, listed and shown", () => {
            const edits: Edits = { ...toSchema, [table]: ['active: "update",', 'active: "update", shade: "update",'] };
            asksFor(edits, list, provider, compare, state, toWire);
        });

        it("of its principals does not compile until it is read, sent, compared, listed and shown", () => {
            asksFor(beside("principal-schema", "userGroups: z\n"), list, provider, compare, state, toWire);
        });

        it("of a rule does not compile until it is read, sent, compared, listed and shown", () => {
            asksFor(beside("rule-schema", "name: text(256),"), list, provider, compare, toWire, fromWire);
        });

        for (const type of ["mfa", "access_request"]) {
            const toShape = beside("condition-schema", `conditionType: z.literal("${type}"),`);
            const shape = `${room}/declared/condition.ts`;
            const line = `readonly conditionType: "${type}";`;

            it(`of the condition "${type}" does not compile until its shape has it`, () => {
                asksFor(toShape, `${room}/declared/condition-schema.ts`);
            });

            it(`of the condition "${type}" then does not compile until it is read, sent, compared and shown`, () => {
                const edits: Edits = { ...toShape, [shape]: [line, `${line} readonly shade?: string | undefined;`] };
                asksFor(edits, provider, compare, toWire, fromWire);
            });
        }
    });

    describe("of a space", () => {
        const room = "resources/team-secrets-space";
        const args = `${room}/args.ts`;
        const team = `${room}/declared/declared-team.ts`;
        const plan = `${room}/plan.ts`;
        /** What of it the file of a team may say. */
        const bounds = `${room}/authority/within-bounds.ts`;

        /** The property where it is checked: of a space, of a level, of conditions. */
        const toSchema = (file: string, line: string): Edits => ({
            [`${room}/declared/${file}.ts`]: [line, `${line} shade: z.string().optional(),`],
        });
        /** And where programs and configurations declare it. */
        const shown = (file: string, line: string, type = "string"): Edits => ({
            [file]: [line, `readonly shade?: ${type} | undefined; ${line}`],
        });
        const ofSpace = toSchema("space-schema", "folderName: folderName.optional(),");
        const ofLevel = toSchema("level", "opaGroup: text(255).optional(),");
        const ofConditions = toSchema("conditions", "mfaEvery: mfaEvery.optional(),");

        it("does not compile until a program and a configuration can declare it, which the plan asks for, and what files may say of it is decided", () => {
            asksFor(ofSpace, bounds, plan);
        });

        it("then does not compile until the component does something with it", () => {
            const edits: Edits = {
                ...ofSpace,
                ...shown(args, "readonly folderName?: Input<string> | undefined;", "Input<string>"),
                ...shown(team, "readonly folderName?: string | undefined;"),
            };
            asksFor(edits, bounds, `${room}/team-secrets-space.ts`);
        });

        it("of a level of access does not compile until it can be declared and is granted", () => {
            asksFor(ofLevel, bounds, `${room}/declared/grants.ts`, plan);
        });

        it("of a level of access then does not compile until a policy is made of it", () => {
            const edits: Edits = {
                ...ofLevel,
                ...shown(args, "readonly folder?: string | undefined;"),
                ...shown(team, "readonly folder?: string | undefined;"),
            };
            asksFor(edits, bounds, `${room}/declared/grants.ts`, `${room}/level-made.ts`);
        });

        it("of its conditions does not compile until it can be declared", () => {
            asksFor(ofConditions, plan);
        });

        it("of its conditions then does not compile until it is told to OPA, checked, and held against the minimum", () => {
            const edits: Edits = {
                ...ofConditions,
                ...shown(team, "readonly mfaEvery?: string | undefined;"),
            };
            asksFor(edits, `${room}/declared/conditions.ts`);
        });
    });
});

/** Its list is one; what is known of each stands beside it, and in the words of a review. */
describe("a new privilege", function () {
    this.timeout("10m");
    const list = "resources/opa/security-policy/declared/privileges.ts";
    const words = "resources/review/page/words.ts";

    it("does not compile until it is said whether it reveals or deletes, and how severe it is to those who review a change", () => {
        asksFor(
            { [list]: ['    "secret_delete",\n] as const;', '    "secret_delete", "shade"] as const;'] },
            list,
            words,
        );
    });
});
