import fc from "fast-check";
import { stringify } from "yaml";
import { roles } from "./ground";
import { checkout, type Files } from "./played";

const login = fc.constantFrom("ana", "ben", "chloe", "dario", "emma", "farid").map((name) => `${name}@example.com`);
const members = fc.uniqueArray(login, { minLength: 1, maxLength: 4 });
const privileges = fc.oneof(
    fc.constantFrom("reveal", "contribute", "manage", "write-only", "list"),
    fc.uniqueArray(fc.constantFrom("list", "secret_reveal", "secret_create", "folder_delete", "secret_delete"), {
        minLength: 1,
        maxLength: 3,
    }),
);
const conditions = fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    fc.constant("none"),
    fc
        .record({
            mfa: fc.constantFrom("any", "phishing-resistant"),
            mfaEvery: fc.constantFrom(undefined, "each-time", "10m", "2h"),
            approval: fc.constantFrom(undefined, "oncall", "audit"),
            approvalLasts: fc.constantFrom(undefined, "1h", "12h"),
        })
        .map(({ approval, approvalLasts, ...rest }) => (approval ? { approval, approvalLasts, ...rest } : rest)),
    fc.constant({ approval: "oncall" }),
);
const folders = ["dev", "dev/eu", "prod"];

/** Who a level is for. Staff is pushed from the first change on, so that who is in it is known. */
const levelWho = fc.oneof(
    { weight: 3, arbitrary: members.map((all) => ({ members: all })) },
    fc.constant({ group: "Staff" }),
    fc.constant({ opaGroup: "Audit" }),
);
const level = fc
    .record({ who: levelWho, privileges, conditions, folder: fc.constantFrom(undefined, ...folders) })
    .map(({ who, ...rest }) => ({ ...who, ...rest }));
const workload = fc.record({ workloadRole: fc.constantFrom(roles.deploy, roles.backup), privileges });

const team = fc
    .record({
        who: fc.oneof(
            { weight: 4, arbitrary: members.map((all) => ({ members: all })) },
            fc.constant({ group: "Staff" }),
        ),
        privileges: fc.option(privileges, { nil: undefined }),
        conditions,
        folders: fc.subarray(folders),
        owners: fc.option(level, { nil: undefined }),
        oncall: fc.option(level, { nil: undefined }),
        deploy: fc.option(workload, { nil: undefined, freq: 4 }),
        isRetired: fc.boolean(),
        isRetiredNow: fc.boolean(),
    })
    .map(({ who, isRetired, isRetiredNow, owners, oncall, deploy, ...rest }) => ({
        ...who,
        ...rest,
        access: without({ owners: placed(owners, rest.folders), oncall: placed(oncall, rest.folders), deploy }),
        retired: isRetired && isRetiredNow ? { reason: "moved" } : undefined,
    }));

/** A level is for a folder that the space has. */
function placed<Level extends { readonly folder: string | undefined }>(
    one: Level | undefined,
    there: readonly string[],
): Level | undefined {
    if (!one?.folder || there.some((path) => path === one.folder || path.startsWith(`${one.folder}/`))) return one;
    return { ...one, folder: undefined };
}

/** YAML has no undefined. */
const without = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

/** Now and then a request type is another one, gets another name, or its approvals last longer. */
const approvals = fc
    .record({
        id: fc.constantFrom("r1", "r1", "r3"),
        name: fc.constantFrom("On-call", "On-call", "Nights"),
        lasts: fc.constantFrom("8h", "8h", "12h"),
    })
    .map(
        ({ id, name, lasts }) =>
            `  pulumi-okta-opa:approvals: { oncall: { id: ${id}, name: ${name}, lasts: ${lasts} }, audit: { id: r2, name: Audit, lasts: 8h } }\n`,
    );
const stackConditions = fc.constantFrom(
    "",
    "  pulumi-okta-opa:conditions: { mfa: any }\n",
    "  pulumi-okta-opa:conditions: { mfa: phishing-resistant, mfaEvery: 10m }\n",
);

const one = fc
    .record({
        a: fc.option(team, { nil: undefined, freq: 6 }),
        b: fc.option(team, { nil: undefined }),
        folderName: fc.constantFrom(undefined, undefined, "alpha"),
        groupName: fc.constantFrom(undefined, undefined, "team-alpha"),
        approvals,
        stackConditions,
    })
    .map(({ a, b, folderName, groupName, approvals: requestTypes, stackConditions: config }): Files => {
        // One that stays, and pushes Staff all along.
        const staff = { group: "Staff", privileges: "list", conditions: "none" };
        const named = a && { ...a, folderName, ...("members" in a ? { groupName } : {}) };
        const teams = Object.entries({ a: named, b, staff }).flatMap(([name, value]) =>
            value ? [[`x/${name}`, stringify(without(value))]] : [],
        );
        return checkout(Object.fromEntries(teams) as Files, `${requestTypes}${config}`);
    });

/** Checkouts of which each may follow the one before. */
export const randomCheckouts = (number: number): fc.Arbitrary<Files[]> =>
    fc.array(one, { minLength: number, maxLength: number });
