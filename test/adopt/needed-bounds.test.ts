import assert from "node:assert/strict";
import { type InArea, neededBounds } from "../../resources/adopt/output/needed-bounds";
import { authorityMistakes } from "../../resources/team-secrets-space/authority/authority";
import { type DeclaredPlatform, platformSchema } from "../../resources/team-secrets-space/authority/platform-schema";
import { usualSettings } from "../../resources/team-secrets-space/declared/stack-settings";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";

const members = ["ana@example.com"];
const role = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const settings = {
    ...usualSettings,
    conditions: { mfa: "any" as const },
    approvals: { oncall: { id: "r1", name: "On-call", lasts: "8h" } },
    groups: { "WD-Search": { id: "00g1" } },
};

/** What a file says, and the bounds that it needs. */
const cases: Readonly<Record<string, readonly [team: object, needs: object]>> = {
    "nothing beyond the usual": [{ members, privileges: ["contribute"], folders: ["dev"] }, {}],
    "a group that the stack lists": [{ group: "WD-Search" }, {}],
    "more privileges, of a level too": [
        { members, privileges: ["manage"], access: { a: { members, privileges: ["secret_delete"] } } },
        { privileges: ["contribute", "manage"] },
    ],
    "privileges that are no set": [
        { members, privileges: ["list", "secret_reveal", "secret_delete"] },
        { privileges: ["contribute", "secret_delete"] },
    ],
    "a group that it does not list": [{ group: "WD-Payments" }, { groups: ["WD-Search", "WD-Payments"] }],
    "no conditions": [{ members, conditions: "none" }, { minimum: {} }],
    "weaker conditions of a level": [
        { members, access: { a: { members, privileges: ["list"], conditions: { mfa: "any", mfaEvery: "12h" } } } },
        { minimum: {} },
    ],
    "names of its own": [
        { members, groupName: "Payments people", folderName: "pay" },
        { groupNames: ["Payments people"], folderNames: true },
    ],
    "an app, a group and a role": [
        {
            members,
            appId: "0oa1",
            access: {
                a: { opaGroup: "auditors", privileges: ["list"] },
                b: { workloadRole: role, privileges: ["list"] },
            },
        },
        { appIds: ["0oa1"], opaGroups: ["auditors"], workloadRoles: [role] },
    ],
    "another place": [{ members, project: "other" }, { places: [{ project: "other" }] }],
};

describe("what a platform file must allow, so that files may say what exists", () => {
    const none = platformSchema.parse({});

    const mistakesOf = (files: readonly InArea[], declared: DeclaredPlatform) => {
        const list = files.map(({ name, team }) => ({ name, ...team }));
        const { spaces } = teamsIn(list, {}, undefined, settings);
        const made = files.map(({ area, name, team }, index) => ({
            area,
            value: { name, ...team },
            made: spaces[index],
        }));
        return authorityMistakes({ file: "platform.yaml", declared, mistakes: [] }, made, settings);
    };

    for (const [what, [team, needs]] of Object.entries(cases)) {
        it(`for ${what} is that and no more, and enough`, () => {
            const files = [{ area: "commerce", name: "payments", team: { ...team } }];

            const needed = neededBounds(files, none, settings);

            assert.deepEqual(needed, Object.keys(needs).length > 0 ? { commerce: needs } : {});
            assert.equal(mistakesOf(files, none).length > 0, Object.keys(needs).length > 0);
            const declared = platformSchema.parse({ areas: needed });
            assert.deepEqual([mistakesOf(files, declared), neededBounds(files, declared, settings)], [[], {}]);
        });
    }

    it("takes back what the area forbids and is there", () => {
        const files = [{ area: "a", name: "one", team: { members, retired: { reason: "moved" } } }];
        const declared = platformSchema.parse({ areas: { a: { mayNot: ["access", "retired"] } } });

        assert.deepEqual(neededBounds(files, declared, settings), { a: { mayNot: ["access"] } });
    });

    it("is together for the teams of an area, keeps what the area has, and is another area's not", () => {
        const files = [
            { area: "a", name: "one", team: { members, groupName: "One" } },
            { area: "a", name: "two", team: { members, groupName: "Two" } },
            { area: "b", name: "three", team: { members } },
        ];
        const declared = platformSchema.parse({ areas: { a: { groupNames: ["Zero"] } } });

        assert.deepEqual(neededBounds(files, declared, settings), { a: { groupNames: ["Zero", "One", "Two"] } });
    });
});
