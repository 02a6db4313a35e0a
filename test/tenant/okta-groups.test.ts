import assert from "node:assert/strict";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

interface GroupOnWire {
    readonly id: string;
    readonly type: string;
    readonly created: string;
    readonly lastUpdated: string;
    readonly lastMembershipUpdated: string;
    readonly profile: Readonly<Record<string, unknown>>;
    readonly _embedded?: Readonly<Record<string, unknown>>;
}

const create = (scene: Scene, profile: unknown) => scene.me.okta("POST", "/api/v1/groups", { profile });

async function names(scene: Scene, query: Readonly<Record<string, string>>): Promise<unknown[]> {
    const answered = await scene.me.okta("GET", `/api/v1/groups?${new URLSearchParams(query)}`);
    return made<GroupOnWire[]>(answered).map(({ profile }) => profile["name"]);
}

describe("a group in the tenant's Okta", () => {
    const at = sceneForEach();

    it("is made with 200, an id, and times with milliseconds", async () => {
        const answered = await create(at.scene, { name: "payments", description: "The team" });

        const { id, type, created, lastUpdated, profile } = bodyOf<GroupOnWire>(answered);
        assert.equal(answered.status, 200);
        assert.match(id, /^00g\w{17}$/);
        assert.deepEqual(
            [type, lastUpdated, profile],
            ["OKTA_GROUP", created, { name: "payments", description: "The team" }],
        );
        assert.match(created, /\.\d{3}Z$/);
    });

    it("has its profile replaced as a whole", async () => {
        const { id } = made<GroupOnWire>(await create(at.scene, { name: "payments", description: "The team" }));

        const { profile } = made<GroupOnWire>(
            await at.scene.me.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "billing" } }),
        );

        assert.deepEqual(profile, { name: "billing", description: null });
    });

    it("is deleted with 204 and no body, and is then 404", async () => {
        const id = await at.scene.group("payments");

        const { status, text, lines } = await at.scene.me.okta("DELETE", `/api/v1/groups/${id}`);
        const gone = await at.scene.me.okta("GET", `/api/v1/groups/${id}`);

        assert.deepEqual([status, text, lines.some(([name]) => name === "content-type")], [204, "", false]);
        assert.equal(gone.status, 404);
        assert.equal(bodyOf(gone)["errorSummary"], `Not found: Resource not found: ${id} (UserGroup)`);
    });

    const refused: readonly (readonly [title: string, profile: unknown])[] = [
        ["no name", {}],
        ["an empty name", { name: "" }],
        ["a name of 256 characters", { name: "x".repeat(256) }],
        ["a description that is no text", { name: "payments", description: 1 }],
        ["a name that another group has", { name: "All staff" }],
        ["the name of the group of all", { name: "Everyone" }],
    ];
    for (const [title, profile] of refused) {
        it(`is not made with ${title}`, async () => {
            const answered = await create(at.scene, profile);

            assert.deepEqual([answered.status, bodyOf(answered)["errorCode"]], [400, "E0000001"]);
        });
    }

    it("may have 255 characters, and the name of an app's group", async () => {
        await at.scene.mapping("source", "ana@example.com");
        made(
            await at.scene.me.okta("POST", at.scene.mappings, {
                sourceGroupId: await at.scene.group("other source"),
                targetGroupName: "shared",
            }),
        );

        const answers = [await create(at.scene, { name: "x".repeat(255) }), await create(at.scene, { name: "shared" })];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 200],
        );
    });

    it("of an app, or of all, is neither replaced nor given members", async () => {
        const { targetGroupId } = await at.scene.mapping("payments");
        const [everyone] = at.scene.tenant.store.groups.keys();

        for (const id of [targetGroupId, everyone]) {
            const member = `/api/v1/groups/${id}/users/${at.scene.userId("ana@example.com")}`;
            const answers = [
                await at.scene.me.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "mine" } }),
                await at.scene.me.okta("PUT", member),
                await at.scene.me.okta("DELETE", member),
            ];
            assert.deepEqual(
                answers.map(({ status }) => status),
                [403, 403, 403],
            );
        }
    });

    it("of an app may be deleted once no mapping uses it", async () => {
        const { id, targetGroupId } = await at.scene.mapping("payments");
        const remove = async () => (await at.scene.me.okta("DELETE", `/api/v1/groups/${targetGroupId}`)).status;

        const before = await remove();
        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "INACTIVE" }));
        made(await at.scene.me.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=false`));

        assert.deepEqual([before, await remove()], [400, 204]);
    });
});

describe("the list of groups in the tenant's Okta", () => {
    const at = sceneForEach();

    it("sees a group at once without a search, and with one only a while later: made, renamed and deleted", async () => {
        const search = { search: 'profile.name sw "pay" or profile.name eq "billing"' };
        const seen: unknown[] = [];
        const look = async () => {
            const early = await names(at.scene, search);
            const plain = (await names(at.scene, {})).filter((name) => name !== "Everyone" && name !== "All staff");
            at.scene.tenant.clock.advance(500);
            seen.push([early, plain, await names(at.scene, search)]);
        };

        const id = await at.scene.group("payments");
        await look();
        made(await at.scene.me.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "billing" } }));
        await look();
        made(await at.scene.me.okta("DELETE", `/api/v1/groups/${id}`));
        await look();

        assert.deepEqual(seen, [
            [[], ["payments"], ["payments"]],
            [["payments"], ["billing"], ["billing"]],
            [["billing"], [], []],
        ]);
    });

    it("finds by the beginning of a name with q, whatever its case, and has no Link then", async () => {
        for (const name of ["Payments", "payroll", "repay"]) await at.scene.group(name);

        const answered = await at.scene.me.okta("GET", "/api/v1/groups?q=PAY&limit=2");

        assert.deepEqual(
            made<GroupOnWire[]>(answered).map(({ profile }) => profile["name"]),
            ["Payments", "payroll"],
        );
        assert.deepEqual(headerLines(answered, "link"), []);
    });

    it("sorts what a search finds, those of the same value by id, and pages in that order", async () => {
        const ids = [];
        for (const name of ["b", "a", "c"]) ids.push(await at.scene.group(name));
        at.scene.tenant.clock.flush();
        const search = 'type eq "OKTA_GROUP" and (profile.name eq "a" or profile.name eq "b" or profile.name eq "c")';

        const sorted = { search, sortBy: "profile.name", sortOrder: "desc" };
        const first = await at.scene.me.okta("GET", `/api/v1/groups?${new URLSearchParams({ ...sorted, limit: "2" })}`);
        const next = new URL(/<(.+)>/.exec(headerLines(first, "link")[1] ?? "")?.[1] ?? "");
        const second = await at.scene.me.okta("GET", `${next.pathname}${next.search}`);

        const pages = [first, second].map((page) => made<GroupOnWire[]>(page).map(({ profile }) => profile["name"]));
        assert.deepEqual(pages, [["c", "b"], ["a"]]);
        const same = await at.scene.me.okta("GET", `/api/v1/groups?${new URLSearchParams({ search, sortBy: "type" })}`);
        assert.deepEqual(
            made<GroupOnWire[]>(same).map(({ id }) => id),
            [...ids].sort(),
        );
    });

    it("embeds counts and the app when asked", async () => {
        const { sourceGroupId, targetGroupId } = await at.scene.mapping("payments", "ana@example.com");
        const embedded = async (id: string) => {
            const query = new URLSearchParams({ filter: `id eq "${id}"`, expand: "stats,app" });
            return made<GroupOnWire[]>(await at.scene.me.okta("GET", `/api/v1/groups?${query}`))[0]?._embedded;
        };

        assert.deepEqual(await embedded(sourceGroupId), {
            stats: { usersCount: 1, appsCount: 0, groupPushMappingsCount: 1 },
        });
        const app = at.scene.tenant.store.apps.get(at.scene.tenant.opaAppId);
        assert.deepEqual((await embedded(targetGroupId))?.["app"], {
            id: app?.id,
            name: "okta_privileged_access_sso",
            label: "Okta Privileged Access",
            signOnMode: app?.signOnMode,
        });
    });

    const unreadable = [
        { search: "nonsense" },
        { search: "profile.name co" },
        { search: 'profile.nickname eq "x"' },
        { search: 'id co "00g"' },
        { search: '(type eq "OKTA_GROUP"' },
        { search: 'profile.name eq "x' },
        { search: 'constructor eq "x"' },
        { search: '__proto__ eq "x"' },
        { search: 'id constructor "x"' },
        { search: 'created gt "yesterday"' },
        { filter: 'profile.name eq "x"' },
        { filter: 'type sw "OKTA"' },
    ];
    for (const query of unreadable) {
        it(`cannot read ${JSON.stringify(query)}`, async () => {
            const answered = await at.scene.me.okta("GET", `/api/v1/groups?${new URLSearchParams(query)}`);

            assert.deepEqual([answered.status, bodyOf(answered)["errorCode"]], [400, "E0000031"]);
        });
    }

    const readable: readonly (readonly [query: Readonly<Record<string, string>>, names: readonly string[]])[] = [
        [{ search: 'profile.name co "STAFF"' }, ["All staff"]],
        [{ search: 'profile.description sw "everyone"' }, ["All staff"]],
        [{ search: 'type eq "BUILT_IN" or profile.name eq "all staff"' }, ["Everyone", "All staff"]],
        [
            { search: 'created gt "2026-01-05T08:59:59.000Z" and created lt "2026-01-05T09:00:01.000Z"' },
            ["Everyone", "All staff"],
        ],
        [{ filter: 'type EQ "OKTA_GROUP" AND lastUpdated ge "2026-01-01T00:00:00.000Z"' }, ["All staff"]],
        [{ filter: 'type eq "okta_group"' }, []],
        [{ search: 'created eq "2026-01-05T09:00:00Z"' }, ["Everyone", "All staff"]],
        [{ search: 'created gt "2026-01-05T09:00:00Z"' }, []],
        [{ search: 'lastMembershipUpdated le "2026-01-05T10:00:00.000+01:00"' }, ["Everyone", "All staff"]],
        [{ filter: 'lastUpdated ge "2026-01-05T09:00:00Z"' }, ["Everyone", "All staff"]],
    ];
    for (const [query, expected] of readable) {
        it(`reads ${JSON.stringify(query)}`, async () => {
            assert.deepEqual(await names(at.scene, query), expected);
        });
    }

    it("takes at most 10000 to a page", async () => {
        const answers = [];
        for (const limit of [10_000, 10_001])
            answers.push(await at.scene.me.okta("GET", `/api/v1/groups?limit=${limit}`));

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 400],
        );
    });
});
