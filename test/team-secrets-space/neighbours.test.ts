import assert from "node:assert/strict";
import { Neighbours } from "../../resources/team-secrets-space/guards/neighbours";
import { planOf } from "../../resources/team-secrets-space/plan";
import { startTenant, type Tenant } from "../../tenant";
import { administratorOf } from "../support/administrator";
import { withEnvironment } from "./support/with-environment";

const ana = "ana@example.com";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Ids of what is in the tenant when a test begins: folders teams, teams/Cards, teams/Cards/apps. */
interface Ids {
    readonly resourceGroup: string;
    readonly project: string;
    readonly teams: string;
    readonly cards: string;
    readonly apps: string;
}

type Declared = (ids: Ids) => object;

const place = { resourceGroup: "platform", project: "team-secrets" };
const inTeams = { ...place, parentFolder: "teams" };

/** Two spaces of one program, and what the second one is told of the first. */
const inTheWay: readonly [title: string, first: Declared, second: Declared, told: RegExp][] = [
    [
        "is below the other's folder, and its parent is given by id",
        () => ({ ...inTeams, folderName: "Cards" }),
        ({ cards }) => ({ ...place, parentFolder: cards }),
        /parentFolder: "[0-9a-f-]{36}" is, or lies in, the folder of TeamSecretsSpace "first", whose members could use/,
    ],
    [
        "is below the other's folder, and its parent is given by resource id",
        () => ({ ...inTeams, folderName: "Cards" }),
        ({ resourceGroup, project, cards }) => ({ ...place, parentFolder: `${resourceGroup}/${project}/${cards}` }),
        /parentFolder: .* is, or lies in, the folder of TeamSecretsSpace "first"/,
    ],
    [
        "lies several folders below the other's, by id",
        () => ({ ...inTeams, folderName: "Cards" }),
        ({ apps }) => ({ ...place, parentFolder: apps }),
        /parentFolder: .* is, or lies in, the folder of TeamSecretsSpace "first"/,
    ],
    [
        "lies below the other's folder, by path, and that is written in another case",
        () => ({ ...inTeams, folderName: "cards" }),
        () => ({ ...place, parentFolder: "teams/Cards/apps" }),
        /parentFolder: "teams\/Cards\/apps" is, or lies in, the folder of TeamSecretsSpace "first"/,
    ],
    [
        "lies below the other's folder, whose own parent, project and resource group are given by id",
        ({ resourceGroup, project, teams }) => ({ resourceGroup, project, parentFolder: teams, folderName: "Cards" }),
        () => ({ ...place, parentFolder: "teams/Cards" }),
        /parentFolder: "teams\/Cards" is, or lies in, the folder of TeamSecretsSpace "first"/,
    ],
    [
        "takes over a folder that the other takes over as well",
        ({ cards }) => ({ ...inTeams, folderName: "Cards", existing: { folder: { id: cards } } }),
        ({ cards }) => ({ ...inTeams, folderName: "other", existing: { policy: { id: cards } } }),
        /existing\.policy: "[0-9a-f-]{36}": is also existing\.folder of TeamSecretsSpace "first"\. Each object is one space's/,
    ],
    [
        "is around the other's folder",
        ({ apps }) => ({ ...place, parentFolder: apps }),
        () => ({ ...inTeams, folderName: "Cards" }),
        /folderName: "Cards" is the folder that holds the folder of TeamSecretsSpace "first"/,
    ],
    [
        "has the other's folder, whose parent is given by id, and by name in another case",
        () => ({ ...inTeams, folderName: "mobile" }),
        ({ teams }) => ({ ...place, parentFolder: teams, folderName: "MOBILE" }),
        /folderName: "MOBILE" is also, in the same place, the folder of TeamSecretsSpace "first"/,
    ],
    [
        "has the other's group, in another case",
        () => ({ ...inTeams, groupName: "squad" }),
        () => ({ ...inTeams, groupName: "Squad" }),
        /groupName: "Squad" is also the group of TeamSecretsSpace "first"/,
    ],
    [
        "has the other's group, and its place is not known yet",
        () => ({ ...inTeams, groupName: "squad" }),
        () => ({ ...place, parentFolder: unknown, groupName: "squad" }),
        /groupName: "squad" is also the group of TeamSecretsSpace "first"/,
    ],
    [
        "has the other's folder and somebody who does not exist, both at once",
        () => ({ ...inTeams, folderName: "mobile" }),
        ({ teams }) => ({ ...place, parentFolder: teams, folderName: "mobile", members: ["nobody@example.com"] }),
        /members\[0\]: "nobody@example.com" does not exist in Okta[\s\S]*folderName: "mobile" is also, in the same place/,
    ],
];

const apart: readonly [title: string, first: Declared, second: Declared][] = [
    ["beside each other", () => inTeams, () => inTeams],
    [
        "of one folder name in two places",
        () => ({ ...inTeams, folderName: "x" }),
        ({ apps }) => ({ ...place, parentFolder: apps, folderName: "x" }),
    ],
    [
        "whose folders begin alike",
        () => ({ ...inTeams, folderName: "Card" }),
        () => ({ ...place, parentFolder: "teams/Cards" }),
    ],
    [
        "of which one is not known yet",
        () => ({ ...inTeams, folderName: unknown }),
        () => ({ ...place, parentFolder: "teams/Cards" }),
    ],
];

describe("a space of a program that has another space", () => {
    let tenant: Tenant;
    let ids: Ids;
    beforeEach(async () => {
        tenant = await startTenant({ speed: 100 });
        ids = await withFolders(tenant);
    });
    afterEach(() => tenant.close());

    const plan = (neighbours: Neighbours, name: string, declared: object, resource = {}) =>
        planOf(
            { name, resource, mistakes: [], isToCome: () => Promise.resolve(false), neighbours },
            { members: [ana], ...declared },
        );

    for (const [title, first, second, told] of inTheWay) {
        it(`is refused when it ${title}`, () =>
            withEnvironment(tenant.environment, async () => {
                const neighbours = new Neighbours();
                await plan(neighbours, "first", first(ids));

                await assert.rejects(plan(neighbours, "second", second(ids)), ({ message }: Error) => {
                    assert.match(message, /^TeamSecretsSpace "second" cannot be created, so nothing of it was:\n/);
                    assert.match(message, told);
                    return true;
                });
            }));
    }

    for (const [title, first, second] of apart) {
        it(`is planned when they are two ${title}`, () =>
            withEnvironment(tenant.environment, async () => {
                const neighbours = new Neighbours();

                await plan(neighbours, "first", first(ids));
                const { groupName } = await plan(neighbours, "second", second(ids));

                assert.equal(groupName, "team-second");
            }));
    }

    it("is refused when the other's folder turns out to be above it, under the name that it had until this run", () =>
        withEnvironment(tenant.environment, async () => {
            const neighbours = new Neighbours();
            const first = {};
            await plan(neighbours, "first", { ...inTeams, folderName: "renamed" }, first);
            await plan(neighbours, "second", { ...place, parentFolder: ids.apps });

            const told = neighbours.settleIn(first, ids.cards);

            assert.deepEqual(
                told.map(({ property, reason }) => `${property}: ${reason}`),
                [
                    'folderName: "renamed" is the folder that holds the folder of TeamSecretsSpace "second", all of whose secrets ' +
                        "this team's members could use. Choose another.",
                ],
            );
        }));

    it("is planned anew by a second run of the program in the same process", () =>
        withEnvironment(tenant.environment, async () => {
            for (const neighbours of [new Neighbours(), new Neighbours()]) await plan(neighbours, "first", inTeams);
        }));
});

async function withFolders({ store, ...tenant }: Tenant): Promise<Ids> {
    const { opa } = administratorOf({ store, ...tenant });
    const teams = [...store.folders.values()].find((folder) => store.pathOf(folder) === "teams");
    assert.ok(teams);
    const project = [...store.projects.values()].find(({ id }) => id === teams.projectId);
    assert.ok(project);
    const path = `/resource_groups/${project.resourceGroupId}/projects/${project.id}/secret_folders`;
    const made = async (name: string, parent: string) =>
        ((await opa("POST", path, { name, parent_folder_id: parent })) as { id: string }).id;
    const cards = await made("Cards", teams.id);
    const apps = await made("apps", cards);
    return { resourceGroup: project.resourceGroupId, project: project.id, teams: teams.id, cards, apps };
}
