import assert from "node:assert/strict";
import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { conditionsSchema } from "../../../resources/team-secrets-space/declared/conditions";
import { levels } from "../../../resources/team-secrets-space/declared/level";
import { retirement } from "../../../resources/team-secrets-space/declared/retired";
import { teamSchema } from "../../../resources/team-secrets-space/declared/space-schema";
import { checkFiles } from "../../../resources/team-secrets-space/files/check-files";
import { inFolderWith } from "../support/team-folder";

const who = "members: [ana@example.com]\n";
const uuid = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const other = "7c1d2e3f-0000-4000-8000-000000000000";

const stack = [
    "config:",
    "  pulumi-okta-opa:conditions: { mfa: any, approval: oncall }",
    "  pulumi-okta-opa:minimum: { delete: { mfa: phishing-resistant } }",
    "  pulumi-okta-opa:groups: { WD-Payments: { id: 00g1payments } }",
    "  pulumi-okta-opa:approvals: { oncall: { id: 65f0, name: On call, lasts: 8h }, quick: { id: 65f1, name: Quick, lasts: 1h } }",
    "",
].join("\n");

/** What is told of one file of an area, which stands beside that of another team. */
const toldOf = (
    text: string,
    { file = "payments/cards.yaml", platform }: { readonly file?: string; readonly platform?: string } = {},
) =>
    inFolderWith(
        {
            [`teams/${file}`]: text,
            "teams/search/index.yaml": who,
            "Pulumi.dev.yaml": stack,
            ...(platform === undefined ? {} : { "platform.yaml": platform }),
        },
        (home) =>
            checkFiles(join(home, "teams"), { stack: "dev" }).mistakes.map(({ file, line, column, property, reason }) =>
                `${file}:${line}:${column} ${property}: ${reason}`.replaceAll(`${home}/`, ""),
            ),
    );

/** What each key may be, and may not, where the platform file says nothing. `refused` alone: no value of it is taken. */
interface Decision {
    readonly taken?: readonly string[];
    readonly refused?: readonly string[];
}

/** By key of the file. A level is written below `access: { owners: … }`. */
const decisions: Readonly<Record<string, Decision>> = {
    name: { taken: ["name: cards"], refused: ["name: index", "name: Cards"] },
    members: { taken: ["members: []"] },
    group: {
        taken: ["group: WD-Payments"],
        // Another one, its id, other letters, a letter that only looks like its own (a Cyrillic a).
        refused: ["group: Admins", "group: 00g1payments", "group: wd-payments", 'group: "WD-P\u0430yments"'],
    },
    parentFolder: { refused: ["parentFolder: teams/index", "parentFolder: ..", `parentFolder: ${uuid}`] },
    resourceGroup: { refused: ["resourceGroup: other", `resourceGroup: ${uuid}`] },
    project: { refused: ["project: other"] },
    appId: { refused: ["appId: 0oa1other"] },
    groupName: {
        // What it is called anyway.
        taken: ["groupName: team-cards"],
        refused: ["groupName: team-index", "groupName: TEAM-INDEX", "groupName: TEAM-CARDS"],
    },
    folderName: { taken: ["folderName: cards"], refused: ["folderName: index", "folderName: INDEX"] },
    description: { taken: ["description: Cards"] },
    onExistingPush: { refused: ["onExistingPush: adopt", "onExistingPush: fail"] },
    onExisting: { refused: ["onExisting: adopt", "onExisting: fail"] },
    onDelete: { refused: ["onDelete: delete", "onDelete: if-created"] },
    deleteContents: { refused: ["deleteContents: teams/cards", "deleteContents: teams/index"] },
    allowReplacement: { refused: ["allowReplacement: true", "allowReplacement: false"] },
    existing: { refused: [`existing: { folder: ${uuid} }`, "existing: {}"] },
    retired: { taken: ["retired: { reason: moved }"] },
    "retired.reason": { taken: ["retired: { reason: moved }"] },
    "retired.until": { taken: ['retired: { reason: moved, until: "2033-12-31" }'] },
    "retired.keeps": { refused: ["retired: { reason: moved, keeps: [owners] }"] },
    privileges: {
        taken: ["privileges: contribute", "privileges: [list, secret_reveal, folder_create]"],
        refused: [
            "privileges: manage",
            ...["secret_delete", "folder_delete", "folder_update"].map((one) => `privileges: [list, ${one}]`),
        ],
    },
    folders: { taken: ["folders: [prod/eu]"], refused: ["folders: [../index]", "folders: [prod/../../index]"] },
    conditions: { taken: ["conditions: {}"], refused: ["conditions: none", "conditions: { none: true }"] },
    "conditions.none": { refused: ["conditions: { none: true, mfa: any }"] },
    "conditions.mfa": { taken: ["conditions: { mfa: phishing-resistant }"] },
    "conditions.mfaEvery": {
        taken: ["conditions: { mfaEvery: each-time }"],
        refused: ["conditions: { mfaEvery: 12h }", "conditions: { mfaEvery: 31m }"],
    },
    "conditions.approval": {
        taken: ["conditions: { approval: oncall }"],
        refused: ["conditions: { approval: quick }"],
    },
    "conditions.approvalLasts": {
        taken: ["conditions: { approvalLasts: 30m }"],
        refused: ["conditions: { approvalLasts: 9h }"],
    },
    access: { taken: ["access: {}"] },
    "access.*.members": { taken: ["access: { owners: { members: [ana@example.com], privileges: reveal } }"] },
    "access.*.group": {
        taken: ["access: { owners: { group: WD-Payments, privileges: reveal } }"],
        refused: ["access: { owners: { group: Admins, privileges: list } }"],
    },
    "access.*.opaGroup": { refused: ["access: { owners: { opaGroup: everyone, privileges: list } }"] },
    "access.*.workloadRole": { refused: [`access: { owners: { workloadRole: ${uuid}, privileges: list } }`] },
    "access.*.privileges": {
        refused: [
            "access: { owners: { members: [ana@example.com], privileges: manage } }",
            "access: { owners: { members: [ana@example.com], privileges: [secret_delete] } }",
        ],
    },
    "access.*.folder": {
        refused: ["access: { owners: { members: [], privileges: list, folder: ../index } }"],
    },
    "access.*.conditions": {
        taken: ["access: { owners: { members: [], privileges: list, conditions: { mfaEvery: 5m } } }"],
        refused: [
            "access: { owners: { members: [], privileges: list, conditions: none } }",
            "access: { owners: { members: [], privileges: list, conditions: { none: true } } }",
            "access: { owners: { members: [], privileges: list, conditions: { mfaEvery: 12h } } }",
            "access: { owners: { members: [], privileges: list, conditions: { approval: quick } } }",
        ],
    },
};

/** The file of a team with this line. */
const fileWith = (line: string) => (/^(members|group):/.test(line) ? `${line}\n` : `${who}${line}\n`);

describe("what the file of a team may say where nobody allows it more", () => {
    it("is decided for every key that a team, a level, its conditions and its retirement have", () => {
        const keys = [
            ...Object.keys(teamSchema.shape),
            ...Object.keys(retirement.shape).map((key) => `retired.${key}`),
            ...["none", ...Object.keys(conditionsSchema.shape)].map((key) => `conditions.${key}`),
            ...Object.keys(levels.valueType.shape).map((key) => `access.*.${key}`),
        ];

        assert.deepEqual(Object.keys(decisions).sort(), keys.sort());
    });

    for (const [key, { taken = [], refused = [] }] of Object.entries(decisions)) {
        for (const line of taken) {
            it(`is ${line}`, async () => {
                assert.deepEqual(await toldOf(fileWith(line)), []);
            });
        }
        for (const line of refused) {
            it(`is not ${line}, of which it is told where it stands (${key})`, async () => {
                const told = await toldOf(fileWith(line));

                assert.match(told.join("\n"), /^teams\/payments\/cards\.yaml:[12]:\d+ /m);
            });
        }
    }

    it("says what is allowed, who can allow more, and how", async () => {
        const platform = 'owners: ["@acme/platform"]\n';

        const told = await toldOf(`${who}privileges: manage\nappId: 0oa1other\n`, { platform });

        assert.deepEqual(
            told.filter((one) => !one.includes("pulumi-okta-opa:minimum.delete")),
            [
                "teams/payments/cards.yaml:2:13 privileges: manage grants folder_update, folder_delete, secret_delete, and the most that may be " +
                    "granted is contribute, for files of the area payments. Take it back, or ask @acme/platform to allow it in platform.yaml: " +
                    "areas: { payments: { privileges: [contribute, manage] } }.",
                'teams/payments/cards.yaml:3:8 appId: "0oa1other" may not be written. None is allowed, for files of the area payments. Take it ' +
                    'back, or ask @acme/platform to allow it in platform.yaml: areas: { payments: { appIds: ["0oa1other"] } }.',
            ],
        );
    });
});

const areas = (bounds: string) => `areas:\n  payments: ${bounds}\n`;

/** What the platform file allows, and what of it is still refused. */
const opened: readonly {
    readonly bounds: string;
    readonly taken: readonly string[];
    readonly refused: readonly string[];
}[] = [
    {
        bounds: "{ places: [{ parentFolder: teams/payments }] }",
        taken: ["parentFolder: teams/payments", "parentFolder: /teams/payments/eu/", "folders: [a]"],
        refused: [
            "parentFolder: teams",
            "parentFolder: teams/payments2",
            "parentFolder: Teams/payments",
            "parentFolder: teams/payments/../search",
            `parentFolder: ${uuid}`,
            `parentFolder: ${uuid}/${uuid}/${uuid}`,
            "parentFolder: teams/payments\nproject: other",
            "resourceGroup: other\nparentFolder: teams/payments",
        ],
    },
    {
        bounds: `{ places: [{ parentFolder: ${uuid} }] }`,
        taken: [`parentFolder: ${uuid}`],
        refused: [`parentFolder: ${other}`, `parentFolder: ${uuid}/x`, `parentFolder: ${uuid}/${other}/${other}`],
    },
    {
        bounds: "{ places: [{ resourceGroup: a, project: p }, { resourceGroup: b, project: q }] }",
        taken: ["resourceGroup: a\nproject: p", "project: q\nresourceGroup: b"],
        refused: [
            "resourceGroup: a\nproject: q",
            "project: p",
            "resourceGroup: a",
            "resourceGroup: a\nproject: p\nparentFolder: x",
        ],
    },
    {
        bounds: "{ groupNames: [payments-*, Squad people] }",
        taken: ["groupName: payments-cards", "groupName: Squad people"],
        refused: [
            "groupName: team-index",
            'groupName: "payments-"',
            'groupName: "\u0440ayments-cards"',
            "groupName: Payments-x",
            "groupName: Squad",
            "groupName: Squad people 2",
        ],
    },
    {
        bounds: "{ folderNames: true }",
        taken: ["folderName: wallet"],
        refused: ["folderName: index", "folderName: INDEX", "folderName: a/b"],
    },
    {
        bounds: "{ appIds: [0oa1ours] }",
        taken: ["appId: 0oa1ours"],
        refused: ["appId: 0oa1other", "appId: 0OA1OURS", "appId: [0oa1ours]"],
    },
    {
        bounds: "{ groups: [WD-Payments] }",
        taken: ["group: WD-Payments"],
        refused: ["group: Admins", "group: 00g1payments"],
    },
    { bounds: "{ groups: [Admins] }", taken: [], refused: ["group: Admins", "group: WD-Payments"] },
    {
        bounds: `{ opaGroups: [auditors], workloadRoles: [${uuid}] }`,
        taken: [
            "access: { a: { opaGroup: auditors, privileges: list } }",
            `access: { a: { workloadRole: ${uuid}, privileges: reveal } }`,
        ],
        refused: [
            "access: { a: { opaGroup: everyone, privileges: list } }",
            `access: { a: { workloadRole: ${other}, privileges: list } }`,
            `access: { a: { workloadRole: ${uuid}, privileges: manage } }`,
        ],
    },
    {
        bounds: "{ privileges: manage }",
        taken: ["privileges: manage\nconditions: { mfa: phishing-resistant }"],
        refused: ["privileges: manage", "privileges: manage\nconditions: none"],
    },
    { bounds: "{ privileges: list }", taken: ["privileges: list"], refused: ["description: no word of privileges"] },
    {
        bounds: "{ minimum: {} }",
        taken: ["conditions: none", "conditions: { mfaEvery: 12h }"],
        refused: ["privileges: manage\nconditions: none"],
    },
    {
        bounds: "{ minimum: { mfa: phishing-resistant } }",
        taken: ["conditions: { mfa: phishing-resistant }"],
        refused: ["description: no word of conditions", "conditions: none", "conditions: { mfa: any }"],
    },
    {
        bounds: "{ mayNot: [access, members] }",
        taken: ["group: WD-Payments"],
        refused: ["access: {}", "description: people are named"],
    },
];

describe("what the file of a team may say where the platform file allows it", () => {
    for (const { bounds, taken, refused } of opened) {
        for (const line of taken) {
            it(`with ${bounds} is ${line.replaceAll("\n", ", ")}`, async () => {
                assert.deepEqual(await toldOf(fileWith(line), { platform: areas(bounds) }), []);
            });
        }
        for (const line of refused) {
            it(`with ${bounds} is not ${line.replaceAll("\n", ", ")}`, async () => {
                const told = await toldOf(fileWith(line), { platform: areas(bounds) });

                // What collides with another team's is told of the later file, and names both.
                assert.match(told.join("\n"), /teams\/payments\/cards\.yaml/);
            });
        }
    }

    it("is allowed to its own area alone, key by key before what is allowed to all", async () => {
        const platform = `default: { appIds: [0oa1all], folderNames: true }\nareas:\n  payments: { appIds: [0oa1ours] }\n`;
        const told = async (line: string, file: string) => (await toldOf(fileWith(line), { platform, file })).length;

        assert.deepEqual(
            [
                await told("appId: 0oa1ours", "payments/cards.yaml"),
                await told("appId: 0oa1all", "payments/cards.yaml"),
                await told("folderName: wallet", "payments/cards.yaml"),
                await told("appId: 0oa1ours", "mobile/cards.yaml"),
                await told("appId: 0oa1all", "mobile/cards.yaml"),
            ],
            [0, 1, 0, 1, 0],
        );
    });

    it("is never less than the stack's minimum, whatever the platform file says", async () => {
        const platform = areas("{ privileges: manage, minimum: {} }");

        const told = await toldOf(`${who}privileges: manage\nconditions: { mfa: any }\n`, { platform });

        assert.match(told.join("\n"), /pulumi-okta-opa:minimum\.delete/);
    });

    for (const area of ["Payments", "payments ", "p\u0430yments", "constructor", "__proto__", "default"]) {
        it(`is not allowed to an area that is called ${JSON.stringify(area)}`, async () => {
            const platform = areas("{ privileges: manage, minimum: {} }");
            const file = `${area}/cards.yaml`;

            assert.notDeepEqual(await toldOf(`${who}privileges: [list, folder_update]\n`, { platform, file }), []);
        });
    }

    for (const trick of [
        "areas: { payments: &all { privileges: manage }, search: *all }\n",
        "areas:\n  payments: { privileges: manage }\n  search:\n    <<: { privileges: manage }\n",
        "areas: { ../search: { privileges: manage } }\n",
        "areas: { payments: {}, Payments: { privileges: manage } }\n",
        "areas: { payments: { privileges: own } }\n",
        "areas: { payments: { privilege: manage } }\n",
        "areas: { payments: { places: [{}] } }\n",
        "areas: { payments: { minimum: { mfaEvery: 5m } } }\n",
        'owners: ["@acme/platform @mallory"]\n',
        "area: {}\n",
        "- areas\n",
        "",
    ]) {
        it(`is nothing that this platform file says: ${trick.trim() || "(empty)"}`, async () => {
            const told = await toldOf(who, { platform: trick });

            assert.match(told.join("\n"), /^platform\.yaml:\d+:\d+ /m);
        });
    }

    it("is nothing where the platform file is a link, or is called otherwise", async () => {
        await inFolderWith({ "teams/a/cards.yaml": who, "teams/a/x.md": "areas: {}\n" }, (home) => {
            symlinkSync(join("teams", "a", "x.md"), join(home, "platform.yaml"));
            const told = () => checkFiles(join(home, "teams")).mistakes.map(({ reason }) => reason);

            assert.match(told().join(), /is a link, which is not read/);
            renameSync(join(home, "platform.yaml"), join(home, "Platform.yml"));
            assert.match(told().join(), /is not read\. Call it platform\.yaml/);
            renameSync(join(home, "Platform.yml"), join(home, "away"));
            mkdirSync(join(home, "platform.yaml"));
            assert.match(told().join(), /is no file, which is not read/);
        });
    });
});
