import assert from "node:assert/strict";
import sinon from "sinon";
import { ApiFailure, type FailureKind } from "../../../resources/http/failure/api-failure";
import type { ApiRequest, Send } from "../../../resources/http/send";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { declaredSchema } from "../../../resources/okta/group-push-mapping/declared/schema";
import { establish, linkAgain } from "../../../resources/okta/group-push-mapping/steps/create";
import { requireExisting } from "../../../resources/okta/group-push-mapping/steps/existing";
import { type Fresh, make } from "../../../resources/okta/group-push-mapping/steps/make";
import type { Mapping } from "../../../resources/okta/group-push-mapping/wire/mapping";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";
import type { Target } from "../../../resources/okta/group-push-mapping/wire/wire";
import type { App } from "../../../resources/okta/lookups/by-id";
import { inNoTime } from "../support/in-no-time";

const time = "2026-11-24T14:00:00.000Z";
const earlier = (ms: number) => new Date(Date.parse(time) - ms).toISOString();

/** A mapping as Okta has it: "source-target". */
const onWire = (ends: string, more: object = {}) => {
    const [sourceGroupId, targetGroupId] = ends.split("-");
    return { id: ends, sourceGroupId, targetGroupId, status: "ACTIVE", created: time, lastUpdated: time, ...more };
};

interface Given {
    /** What becomes of the requests to create a mapping, one after the other; all others are granted. */
    readonly posts?: readonly FailureKind[];
    /** The mappings that the app's list has, and those that it lacks. */
    readonly list?: readonly ReturnType<typeof onWire>[];
    readonly unlisted?: readonly ReturnType<typeof onWire>[];
    /** The groups that there are, by their names, or why they cannot be read. */
    readonly groups?: Readonly<Record<string, { readonly name: string } | FailureKind>>;
    /** How often the search finds none of them at first. */
    readonly misses?: number;
}

const readable = { source: { name: "team" }, target: { name: "team" }, other: { name: "other" } };

/** An Okta whose app "app" has mappings. Each request to create one takes three seconds. */
function okta({ posts = [], list = [], unlisted = [], groups = readable, misses = 0 }: Given) {
    const asked: string[] = [];
    const [refusals, searches] = [[...posts], { left: misses }];
    const fail = ({ method, path }: ApiRequest, kind: FailureKind): never => {
        throw new ApiFailure({ kind, said: `It says ${kind}`, method, path });
    };
    const created = (request: ApiRequest): object => {
        const { sourceGroupId, targetGroupId = "made", status } = request.body as Properties;
        asked.push(`POST ${targetGroupId} ${status}`);
        const refusal = refusals.shift();
        return refusal ? fail(request, refusal) : onWire(`${sourceGroupId}-${targetGroupId}`, { status });
    };
    const group = (request: ApiRequest, id: string): object => {
        const found = groups[id] ?? "not-found";
        if (typeof found === "string") return fail(request, found);
        return { id, type: id === "source" ? "OKTA_GROUP" : "APP_GROUP", created: time, profile: found };
    };
    const listed = (request: ApiRequest): object => {
        // Groups by their ids: each is read by itself then.
        if (request.query?.["search"] === undefined) return [];
        asked.push("search");
        searches.left -= 1;
        return searches.left < 0 && groups["target"] ? [group(request, "target")] : [];
    };
    const read = (request: ApiRequest): object => {
        const [area, id = "", of, , mappingId] = request.path.split("/").slice(3);
        if (area === "groups") return id ? group(request, id) : listed(request);
        if (of === undefined) return { id, name: "any", label: "App", status: "ACTIVE", features: ["GROUP_PUSH"] };
        if (of === "groups") return [];
        asked.push(mappingId ? "mapping" : "list");
        if (!mappingId) return list;
        return [...list, ...unlisted].find((one) => one.id === mappingId) ?? fail(request, "not-found");
    };
    const send: Send = async (request) => {
        const body = request.method === "POST" ? created(request) : read(request);
        return { status: 200, headers: new Headers(), body, tookMs: 3000 };
    };
    return { mappings: new AppMappings(send, "app"), asked };
}

const byName = { targetGroupName: "team" };
const byId = { targetGroupId: "target" };
const link = { onExistingTarget: "link" };
const declared = (more: Properties = {}) =>
    declaredSchema.parse({ appId: "app", sourceGroupId: "source", ...byName, ...more });

/** What is known of a mapping, beside the mapping itself: `gave` is its target. */
const known = ({ mapping, ...origin }: Fresh) => ({ gave: mapping.targetGroupId, ...origin });

const made = async (given: Given, target: Target, more: Properties = {}, app?: App) => {
    const { mappings, asked } = okta(given);
    const fresh = await make(mappings, declared(more), target, app).then(known, (failure: unknown) => failure);
    return { fresh, asked };
};

describe("a mapping that is made", () => {
    const app = (name: string): App => ({ id: "app", name, label: "App", status: "ACTIVE", features: [] });
    const opas = app("okta_privileged_access_sso");

    it("pushes at once where its group is certain, or may be linked to and is not one of OPA's", async () => {
        for (const [target, more, of, status] of [
            [byId, {}, opas, "ACTIVE"],
            [byId, { status: "INACTIVE" }, opas, "INACTIVE"],
            [byName, {}, app("any"), "INACTIVE"],
            [byName, link, opas, "INACTIVE"],
            [byName, link, app("any"), "ACTIVE"],
            [byName, link, undefined, "ACTIVE"],
        ] as const) {
            const { asked } = await made({}, target, more, of);
            assert.deepEqual(asked, [`POST ${"targetGroupId" in target ? "target" : "made"} ${status}`]);
        }
    });

    it("may have a group as old as its request, and two seconds more, or one that was there", async () => {
        const created = { gave: "made", targetMadeSince: earlier(5000), targetAdopted: false };
        assert.deepEqual((await made({}, byName)).fresh, created);
        assert.deepEqual((await made({}, byId)).fresh, { gave: "target", targetAdopted: true });
    });
});

describe("a mapping whose creation fails", () => {
    beforeEach(() => void sinon.stub(console, "log"));
    afterEach(() => sinon.restore());

    const sourceGone = { ...readable, source: "not-found" } as const;
    const refused = async (given: Given, target: Target, message: RegExp, more: Properties = {}) => {
        const { fresh, asked } = await made(given, target, more);
        assert.ok(fresh instanceof Error);
        assert.match(fresh.message, message);
        return asked.map((one) => one.split(" ")[0]);
    };

    for (const kind of ["rejected", "conflict"] as const) {
        const given = { posts: [kind] };
        const itself = new RegExp(`^It says ${kind}: POST`);

        it(`is refused as Okta says (${kind}), unless there is one, or the group may be linked to`, async () => {
            assert.deepEqual(await refused(given, byName, itself), ["POST", "list"]);
            assert.deepEqual(await refused(given, byId, itself, link), ["POST", "list"]);
            const list = [onWire("source-target")];
            const there = { gave: "target", targetMadeSince: earlier(2000), targetAdopted: false };
            assert.deepEqual((await made({ ...given, list }, byName)).fresh, there);
        });

        it(`links to the group that has the name, once the search finds it (${kind})`, async () => {
            const { fresh, asked } = await inNoTime(() => made({ ...given, misses: 3 }, byName, link));
            assert.deepEqual(fresh, { gave: "target", targetAdopted: true });
            assert.deepEqual(asked.slice(-2), ["search", "POST target ACTIVE"]);

            await inNoTime(() => refused({ ...given, misses: 99 }, byName, itself, link));
        });
    }

    it("is refused because of its source where that is gone, and otherwise as Okta says", async () => {
        const source = /^Source group source does not exist\. .* It says /;
        for (const kind of ["rejected", "conflict", "not-found"] as const) {
            const posts = [kind];
            assert.deepEqual(await refused({ posts, groups: sourceGone }, byName, source, link), ["POST"], kind);
            const unseen = { ...readable, source: "forbidden" } as const;
            await refused({ posts, groups: unseen }, byName, new RegExp(`^It says ${kind}: POST`));
        }
    });

    it("is not looked for where the request had no effect", async () => {
        const list = [onWire("source-target")];
        for (const kind of ["not-found", "forbidden"] as const) {
            const itself = new RegExp(`^It says ${kind}: POST`);
            assert.deepEqual(await refused({ posts: [kind], list }, byName, itself), ["POST"]);
        }
    });

    it("is found, though its source cannot be read, and never asked for twice, where the request may have had an effect", async () => {
        const given = { posts: ["unavailable"], list: [onWire("other-third"), onWire("source-target")] } as const;
        const found = { gave: "target", targetMadeSince: earlier(2000), targetAdopted: false };

        for (const groups of [readable, sourceGone]) {
            const { fresh, asked } = await made({ ...given, groups }, byName);
            assert.deepEqual(fresh, found);
            assert.deepEqual(asked, ["POST made INACTIVE", "list"]);
        }
        assert.deepEqual((await made(given, byId)).fresh, { gave: "target", targetAdopted: true });
    });

    it("is none of another source or target, and may come later", async () => {
        const comes = /^It says unavailable: .* may come into being all the same/;
        for (const [target, ...list] of [
            [byName],
            [byName, "another-target"],
            [byName, "source-other"],
            [byName, "source-unseen"],
            [byId, "another-target"],
            [byId, "source-other"],
            [byId, "source-unseen"],
        ] as const) {
            const given = { posts: ["unavailable"], list: list.map((ends) => onWire(ends)) } as const;
            assert.deepEqual(await refused(given, target, comes, link), ["POST", "list"], `${list}`);
        }
    });
});

describe("a mapping that is made again", () => {
    it("is linked to the group it had, whatever else the app pushes", async () => {
        const { mappings, asked } = okta({ list: [onWire("another-other")] });

        assert.equal((await linkAgain(mappings, declared(), "target")).targetGroupId, "target");
        assert.deepEqual(asked, ["list", "POST target ACTIVE"]);
    });

    it("is not made beside another one of its source, or of its target", async () => {
        for (const [ends, message] of [
            ["source-other", /already pushed in app app: mapping source-other /],
            ["another-target", /already filled from group another/],
        ] as const) {
            const { mappings, asked } = okta({ list: [onWire(ends)] });
            await assert.rejects(linkAgain(mappings, declared(), "target"), message);
            assert.ok(!asked.some((one) => one.startsWith("POST")));
        }
    });
});

describe("the target group of a mapping that is taken over, or linked to it anew", () => {
    beforeEach(() => void sinon.stub(console, "log"));
    afterEach(() => sinon.restore());

    const pushed = { lastPush: time };
    const there: Mapping = {
        mappingId: "mapping",
        sourceGroupId: "source",
        targetGroupId: "target",
        status: "ACTIVE",
        created: time,
        lastUpdated: time,
    };
    const left = (id: string, isDoubtful = false) => ({ id, name: "team", isDoubtful });
    const { mappings } = okta({});
    const app: App = { id: "app", name: "any", label: "App", status: "ACTIVE", features: [] };
    const established = async (adopts: Mapping, more: Properties = {}, ours?: ReturnType<typeof left>) => {
        const { gave, ...origin } = known(await establish(mappings, declared(more), { app, adopts }, ours));
        assert.equal(gave, "target");
        return origin;
    };
    const foreign = { targetAdopted: true };
    const unsettled = { targetAdopted: false, targetMadeSince: earlier(5000) };

    it("is to be found out where a killed run may have made it, and was there in all other cases", async () => {
        assert.deepEqual(await established(there), unsettled);
        assert.deepEqual(await established({ ...there, status: "INACTIVE" }), unsettled);
        assert.deepEqual(await established(there, { shared: true }), unsettled);

        assert.deepEqual(await established(there, { targetGroupName: undefined, ...byId }), foreign);
        assert.deepEqual(await established(there, link), foreign);
        assert.deepEqual(await established({ ...there, ...pushed }, { shared: true }), foreign);
        assert.deepEqual(await established({ ...there, ...pushed, status: "INACTIVE" }), foreign);
    });

    it("is what it was for the mapping that left it", async () => {
        const doubtful = { targetAdopted: true, targetDoubtful: true };
        assert.deepEqual(await established(there, link, left("target")), { targetAdopted: false });
        assert.deepEqual(await established(there, link, left("target", true)), doubtful);
        assert.deepEqual(await established(there, link, left("other")), foreign);

        const linked = async (ours: ReturnType<typeof left>) =>
            known(await establish(mappings, declared(), { app, makes: byId }, ours));
        assert.deepEqual(await linked(left("target")), { gave: "target", targetAdopted: false });
        assert.deepEqual(await linked(left("target", true)), { gave: "target", ...doubtful });
        assert.deepEqual(await linked(left("other", true)), { gave: "target", ...foreign });
    });
});

describe("a mapping that is given by its id, in a plan", () => {
    const mapping = onWire("source-target");
    const planned = async (given: Given, more: Properties = {}) => {
        const { mappings, asked } = okta(given);
        await requireExisting(mappings, declared(more), "source-target");
        return asked;
    };

    it("is as the list has it, and read by itself only where the list lacks it", async () => {
        const others = [onWire("another-other")];
        assert.deepEqual(await planned({ list: [...others, mapping] }), ["list"]);
        assert.deepEqual(await planned({ list: others, unlisted: [mapping] }), ["list", "mapping"]);
        await assert.rejects(planned({ list: others }), /There is no group push mapping source-target in app app/);
    });

    it("is compared by the id of its group where that is declared, and by no name where others may use it", async () => {
        const unseen = { list: [mapping], groups: {} };
        await planned(unseen, { targetGroupName: undefined, ...byId });
        await planned({ list: [mapping] }, { targetGroupName: "another", shared: true });
        await planned(unseen, { targetGroupName: "another", shared: true });
        await assert.rejects(
            planned({ list: [mapping] }, { targetGroupName: undefined, targetGroupId: "other" }),
            /the target group is "target", declared "other"/,
        );
    });

    it("is refused where its group cannot be seen, with what helps", async () => {
        await assert.rejects(
            planned({ list: [mapping], groups: {} }),
            /^Error: Target group target cannot be read, so whether it is what mapping source-target .* Give the credential an/,
        );
    });
});
