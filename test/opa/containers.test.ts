import assert from "node:assert/strict";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import type { OpaConnection } from "../../resources/opa/connection/connect";
import {
    isProjectListed,
    openResourceGroup,
    projectKeyOf,
    projectsNow,
    resourceGroupIdOf,
    resourceGroupsNow,
} from "../../resources/opa/containers";

const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const named = (name: string, more: object = {}) => ({ id: `${name}-id`, name, ...more });
const list = (...items: readonly object[]) => ({ list: items });

/** An OPA that answers a path with these bodies, one after the other, the last one for good; 404 elsewhere. */
function answering(answers: Readonly<Record<string, readonly object[]>>) {
    const asked: string[] = [];
    const opa: OpaConnection = {
        teamPath: "",
        pause: async () => undefined,
        send: async ({ method, path }) => {
            asked.push(path);
            const bodies = answers[path];
            const body = bodies?.[Math.min(asked.filter((one) => one === path).length, bodies.length) - 1];
            if (body) return { status: 200, headers: new Headers(), body };
            throw new ApiFailure({ kind: "not-found", said: "There is nothing", method, path });
        },
    };
    return { opa, asked };
}

const groups = "/resource_groups";
const projects = "/resource_groups/g/projects";

describe("a resource group or a project", () => {
    it("is the one of exactly that name, and is not looked up where its id is given", async () => {
        const { opa, asked } = answering({
            [groups]: [list(named("platform"), named("platform 2"))],
            "/resource_groups/platform-id/projects": [list(named("secrets"), named("Secrets"))],
        });

        assert.equal(await resourceGroupIdOf(opa, id), id);
        assert.deepEqual(asked, []);
        assert.equal(await resourceGroupIdOf(opa, "platform"), "platform-id");
        assert.deepEqual(await projectKeyOf(opa, "platform", "secrets"), {
            resourceGroupId: "platform-id",
            projectId: "secrets-id",
        });
        assert.equal(asked.filter((path) => path === groups).length, 1);
    });

    it("is not the one that OPA has deleted", async () => {
        const deleted = named("platform", { id: "old", deleted_at: "2026-01-02T03:04:05Z" });
        const { opa } = answering({ [groups]: [list(deleted, named("platform"))] });

        assert.equal(await resourceGroupIdOf(opa, "platform"), "platform-id");
    });

    it("is looked for anew before anybody is told that it is missing or there twice", async () => {
        const lists = [
            list(named("one")),
            list(named("one"), named("two")),
            list(named("one"), named("one", { id: "again" })),
            list(named("one")),
        ];
        const { opa, asked } = answering({ [groups]: lists });

        assert.equal(await resourceGroupIdOf(opa, "one"), "one-id");
        assert.equal(await resourceGroupIdOf(opa, "two"), "two-id");
        assert.equal(asked.length, 2);
        await assert.rejects(resourceGroupIdOf(opa, "three"), /There is no resource group named "three"/);
        assert.equal(await resourceGroupIdOf(opa, "one"), "one-id", "two of that name a moment ago, one now");
        assert.equal(asked.length, 4);
    });

    it("is none of several, and is refused with what there is", async () => {
        const { opa } = answering({
            [groups]: [list(named("one"), named("one", { id: "again" }), named("two"))],
            "/resource_groups/two-id/projects": [list()],
        });

        await assert.rejects(resourceGroupIdOf(opa, "one"), /More than one .*"one": one-id, again\. Declare the id\./);
        await assert.rejects(
            resourceGroupIdOf(opa, "none"),
            /There is .*"none"\. Declare one of: "one", "one", "two"\./,
        );
        await assert.rejects(
            projectKeyOf(opa, "two", "secrets"),
            /no project named "secrets" in resource group "two"\. No projects are visible .*in resource group "two": give/,
        );
    });
});

describe("a project that proves what is missing in it", () => {
    it("is listed as of now, among the projects that OPA has not deleted", async () => {
        const lists = [
            list(named("p", { id: "p" })),
            list(named("p", { id: "p", deleted_at: "2026-01-02T03:04:05Z" })),
        ];
        const { opa } = answering({ [projects]: lists });
        const key = { resourceGroupId: "g", projectId: "p" };

        assert.equal(await isProjectListed(opa, key), true);
        assert.equal(await isProjectListed(opa, key), false);
        const other = answering({ [projects]: [list(named("q"))] });
        assert.equal(await isProjectListed(other.opa, key), false);
    });

    it("is not known to be missing in a list that states none, unless its resource group is listed", async () => {
        const now = (all: object) => projectsNow(answering({ [projects]: [{}], [groups]: [all] }).opa, "g");

        assert.deepEqual(await now(list(named("other"), named("g", { id: "g" }))), []);
        await assert.rejects(now(list(named("other"))), /without a list/);
        await assert.rejects(now(list()), /without a list/);
        await assert.rejects(now({}), /without a list/);
    });
});

describe("the resource groups that a service user sees", () => {
    it("are none only where OPA says so", async () => {
        const now = (...bodies: readonly object[]) => resourceGroupsNow(answering({ [groups]: bodies }).opa);

        assert.deepEqual(await now(list()), []);
        assert.deepEqual(
            (await now(list(named("one"), named("two")))).map(({ name }) => name),
            ["one", "two"],
        );
        await assert.rejects(now({}), /without a list/);
        await assert.rejects(now({}, {}, list()), /without a list/);
        await assert.rejects(now({}, {}, list(named("one"))), /without a list/);
        assert.deepEqual(await now({}, list(named("one"))), [named("one")]);
    });

    it("can be opened, or that throws", async () => {
        const { opa } = answering({ "/resource_groups/g": [named("g")], "/resource_groups/odd": [list()] });

        await openResourceGroup(opa, "g");
        await assert.rejects(openResourceGroup(opa, "h"), { kind: "not-found" });
        await assert.rejects(openResourceGroup(opa, "odd"), { kind: "unavailable" });
    });
});
