import assert from "node:assert/strict";
import { makeGroup } from "../../tenant/store/make-okta";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

/** The query of one of an answer's links, by relation. */
function linkOf(lines: readonly string[], rel: string): URL | undefined {
    const line = lines.find((one) => one.endsWith(`; rel="${rel}"`));
    return line === undefined ? undefined : new URL(/^<(.+)>; rel="\w+"$/.exec(line)?.[1] ?? "");
}

async function pages(scene: Scene, path: string): Promise<{ ids: string[][]; links: (readonly string[])[] }> {
    const [ids, links]: [string[][], (readonly string[])[]] = [[], []];
    for (let target: string | undefined = path; target !== undefined; ) {
        const answered = await scene.me.okta("GET", target);
        ids.push(made<{ id: string }[]>(answered).map(({ id }) => id));
        const lines = headerLines(answered, "link");
        links.push(lines);
        const next = linkOf(lines, "next");
        target = next && `${next.pathname}${next.search}`;
    }
    return { ids, links };
}

describe("the pages of the tenant's Okta lists", () => {
    const at = sceneForEach();

    it("are linked by two header lines, and the last by one", async () => {
        for (const name of ["a", "b", "c"]) await at.scene.mapping(name);

        const { ids, links } = await pages(at.scene, `${at.scene.mappings}?limit=1`);

        assert.deepEqual(
            links.map(({ length }) => length),
            [2, 2, 1],
        );
        assert.deepEqual(ids.flat(), [...at.scene.tenant.store.mappings.keys()]);
        for (const lines of links)
            for (const line of lines) assert.match(line, /^<http:\/\/127\.0\.0\.1:\d+\/[^,]*>; rel="(self|next)"$/);
    });

    it("of mappings lose the filters in self and in next, and hold 100 when nothing is said", async () => {
        const { store, opaAppId: appId } = at.scene.tenant;
        at.scene.tenant.seedMany({ groups: 101, mappings: 101 });

        const answered = await at.scene.me.okta(
            "GET",
            `${at.scene.mappings}?status=ACTIVE&lastUpdated=2026-01-01T00:00:00Z`,
        );

        const lines = headerLines(answered, "link");
        assert.equal(bodyOf<unknown[]>(answered).length, 100);
        assert.equal(linkOf(lines, "self")?.search, "?limit=100");
        assert.deepEqual([...(linkOf(lines, "next")?.searchParams.keys() ?? [])], ["after", "limit"]);
        assert.equal(store.apps.has(appId), true);
    });

    it("of mappings hold up to 1000 when asked", async () => {
        at.scene.tenant.seedMany({ groups: 1001, mappings: 1001 });

        const { ids } = await pages(at.scene, `${at.scene.mappings}?limit=1000`);

        assert.deepEqual(
            ids.map(({ length }) => length),
            [1000, 1],
        );
    });

    it("of a search keep it in both links", async () => {
        for (const name of ["pay-a", "pay-b"]) await at.scene.group(name);
        at.scene.tenant.clock.flush();
        const search = 'profile.name sw "pay-"';

        const answered = await at.scene.me.okta("GET", `/api/v1/groups?${new URLSearchParams({ search, limit: "1" })}`);

        const lines = headerLines(answered, "link");
        assert.deepEqual(
            ["self", "next"].map((rel) => linkOf(lines, rel)?.searchParams.get("search")),
            [search, search],
        );
    });

    it("go on behind the last one shown, though others come and go in between", async () => {
        const made = ["a", "b", "c", "d"].map((name) => makeGroup(at.scene.tenant.store, 0, { name }).id);
        const first = await at.scene.me.okta("GET", "/api/v1/groups?limit=4");
        const next = linkOf(headerLines(first, "link"), "next");
        at.scene.tenant.store.groups.delete(made[1] ?? "");
        makeGroup(at.scene.tenant.store, 0, { name: "e" });

        const second = await at.scene.me.okta("GET", `${next?.pathname}${next?.search}`);

        const namesOf = (answered: typeof first) =>
            bodyOf<{ profile: { name: string } }[]>(answered).map(({ profile }) => profile.name);
        assert.deepEqual(
            [namesOf(first), namesOf(second)],
            [
                ["Everyone", "All staff", "a", "b"],
                ["c", "d", "e"],
            ],
        );
    });

    for (const mappingCursor of ["opaque", "mapping-id"] as const) {
        for (const what of ["is deleted", "loses its source", "no longer fits the filter"]) {
            it(`of mappings go on when the last one shown ${what} in between (${mappingCursor})`, async () => {
                const { tenant, me, admin, mappings } = at.scene;
                Object.assign(tenant.settings, { mappingCursor, nextLinkFilters: "kept" });
                for (const name of ["a", "b", "c"]) await at.scene.mapping(name);
                const [first, second, third] = [...tenant.store.mappings.values()];
                const page = await me.okta("GET", `${mappings}?status=ACTIVE&limit=2`);
                const next = linkOf(headerLines(page, "link"), "next");

                made(await me.okta("PATCH", `${mappings}/${second?.id}`, { status: "INACTIVE" }));
                if (what === "is deleted") {
                    made(await me.okta("DELETE", `${mappings}/${second?.id}?deleteTargetGroup=false`));
                } else if (what === "loses its source") {
                    made(await admin.okta("DELETE", `/api/v1/groups/${second?.sourceGroupId}`));
                }
                const rest = await me.okta("GET", `${next?.pathname}${next?.search}`);

                const idsOf = (answered: typeof page) => made<{ id: string }[]>(answered).map(({ id }) => id);
                assert.deepEqual([idsOf(page), idsOf(rest)], [[first?.id, second?.id], [third?.id]]);
            });
        }
    }

    it("of mappings also begin behind a mapping's id", async () => {
        const [one, other] = [await at.scene.mapping("a"), await at.scene.mapping("b")];

        const { ids } = await pages(at.scene, `${at.scene.mappings}?after=${one.id}`);

        assert.deepEqual(ids, [[other.id]]);
    });
});
