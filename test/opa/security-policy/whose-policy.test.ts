import assert from "node:assert/strict";
import sinon from "sinon";
import { ApiFailure, type FailureKind } from "../../../resources/http/failure/api-failure";
import { markIn, noting } from "../../../resources/lifecycle/run/owner-mark";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import { declaredSchema } from "../../../resources/opa/security-policy/declared/schema";
import { establish } from "../../../resources/opa/security-policy/steps/create";
import { mustBeProvenGone } from "../../../resources/opa/security-policy/steps/gone";
import type { Goal } from "../../../resources/opa/security-policy/wire/policy-to-wire";
import { paymentsPolicy } from "../support/policy-ground";
import { serverRule } from "../support/policy-hand";

const own = "acme/dev/payments";
const at = (id: string, more: object = {}) => ({ id, name: "payments", active: true, rules: [], ...more });
const marked = (owner: string) => ({ description: `Words [pulumi:${owner}]` });

type Body = object | FailureKind;

/** What OPA answers. */
interface Opa {
    /** Lists of policies, one after the other, the last one for good; "vague" states none. */
    readonly lists?: readonly (readonly object[] | "vague" | FailureKind)[];
    readonly post?: FailureKind | "lost";
    readonly unreadable?: readonly string[];
    /** Roles of the service user, one answer after the other; undefined where it may not read them. */
    readonly roles?: readonly (readonly string[] | undefined)[];
    /** Resource groups that it may assign policies to. */
    readonly assignable?: readonly string[];
}

function opaWith({ lists = [[]], post, unreadable = [], roles = [["security_admin"]], assignable = [] }: Opa) {
    const sent: string[] = [];
    const counts = new Map<string, number>();
    const nextOf = <T>(what: string, all: readonly T[]): T | undefined => {
        const count = counts.get(what) ?? 0;
        counts.set(what, count + 1);
        return all[Math.min(count, all.length - 1)];
    };
    const policies = lists.flatMap((list) => (typeof list === "string" ? [] : list)) as { id: string }[];
    const one = (id: string) => (unreadable.includes(id) ? undefined : policies.find((policy) => policy.id === id));
    const listed = (list: readonly object[] | string = []): Body =>
        typeof list === "string" && list !== "vague" ? (list as FailureKind) : list === "vague" ? {} : { list };
    const groupsOf = (mine: readonly string[] | undefined): Body =>
        mine ? { list: [{ id: "g", name: "g", roles: mine }] } : "forbidden";
    const answers: Readonly<Record<string, () => Body>> = {
        "POST /security_policy": () => (post === "lost" ? "unavailable" : (post ?? at("new"))),
        "GET /security_policy": () => listed(nextOf("list", lists)),
        "GET /current_user": () => ({ name: "me" }),
        "GET /users/me/groups": () => groupsOf(nextOf("roles", roles)),
        "GET /resource_groups": () => ({ list: assignable.map((id) => ({ id, name: id })) }),
    };
    const answer = (method: string, path: string): Body =>
        answers[`${method} ${path}`]?.() ?? one(path.split("/").at(-1) ?? "") ?? "not-found";
    const opa: OpaConnection = {
        teamPath: "",
        pause: async () => undefined,
        send: async ({ method, path }) => {
            sent.push(method);
            const body = answer(method, path);
            if (typeof body !== "string") return { status: 200, headers: new Headers(), body };
            const mayHaveHappened = method === "POST" && post === "lost";
            throw new ApiFailure({ kind: body as FailureKind, said: `It says ${body}`, method, path, mayHaveHappened });
        },
    };
    return { opa, sent };
}

describe("the policy that a resource creates", () => {
    let said: string[];
    beforeEach(() => {
        said = [];
        sinon.stub(console, "log").callsFake((text: unknown) => void said.push(String(text)));
    });
    afterEach(() => sinon.restore());

    const goal = (more: object = {}): Goal => ({
        declared: {
            ...declaredSchema.parse({
                ...paymentsPolicy("3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11"),
                name: "payments",
                description: "",
                ...more,
            }),
            ...{ resourceGroup: undefined, rules: [], principals: { userGroups: [], workloadRoles: [] } },
            ...noting({}, { owner: own, isAdopted: false }),
        },
        resolved: { resourceGroupId: undefined, userGroups: [] },
        declaredBefore: new Set(),
    });
    const made = async (given: Opa, more: object = {}) => {
        const { opa, sent } = opaWith(given);
        const { policy, isNew, goal: reached } = await establish(opa, goal(more));
        const mark = markIn(reached.declared);
        return { id: policy.id, isNew, isAdopted: mark?.isAdopted, over: mark?.over?.owner, posts: posts(sent) };
    };
    const posts = (sent: readonly string[]) => sent.filter((method) => method === "POST").length;
    const fresh = { isNew: true, isAdopted: false, over: undefined, posts: 1 };
    const there = { isNew: false, isAdopted: false, over: undefined, posts: 0 };

    it("is a new one where none has its name", async () => {
        assert.deepEqual(await made({}), { id: "new", ...fresh });
        assert.deepEqual(await made({ lists: [[at("p1", { name: "payments of others" })]] }), { id: "new", ...fresh });
        assert.deepEqual(said, []);
    });

    it("is the one that an interrupted run of it made, also among others of its name", async () => {
        const mine = at("p2", marked(own));

        assert.deepEqual(await made({ lists: [[mine]] }), { id: "p2", ...there });
        assert.deepEqual(await made({ lists: [[at("p1"), mine, at("p3")]] }), { id: "p2", ...there });
        assert.match(said.join("\n"), /^Took over security policy "payments" \(p2\).*\nTook over/);
    });

    it("is none of another's, unless adoption is declared", async () => {
        for (const other of [{}, marked("acme/dev/billing"), marked(`${own} adopted`), marked("acme/prod/payments")]) {
            await assert.rejects(made({ lists: [[at("p1", other)]] }), /"payments" already exists \(p1\)/);
        }
        const adopt = { onExisting: "adopt" };
        const adopted = { id: "p1", ...there, isAdopted: true };
        assert.deepEqual(await made({ lists: [[at("p1")]] }, adopt), adopted);
        const over = "acme/dev/billing";
        assert.deepEqual(await made({ lists: [[at("p1", marked(over))]] }, adopt), { ...adopted, over });
        assert.match(said.join("\n"), /^Adopted the existing security policy "payments" \(p1\)\. It carries no mark/);
    });

    it("is told apart from what is there, with all that nobody declared", async () => {
        const other = {
            rules: [serverRule("ssh")],
            relationships: [{ id: "r" }],
            principals: { devices: [{ id: "d" }] },
        };
        const hidden = /rule "ssh", which is not on secrets.*principals that .* \(devices\).*it has relationships/;

        await assert.rejects(made({ lists: [[at("p1", other)]] }), hidden);
        await made({ lists: [[at("p1", other)]] }, { onExisting: "adopt" });
        assert.match(said.join("\n"), hidden);
        await assert.rejects(made({ lists: [[at("p1", { relationships: [] })]] }), /, and is what is declared\. /);
        await assert.rejects(made({ lists: [[at("p1", { active: false })]] }), /, and is not what is declared: active/);
    });

    it("is none of several, none that cannot be read, and none of another type", async () => {
        const adopt = { onExisting: "adopt" };
        const twice = [at("p1", marked(own)), at("p2", marked(own))];
        for (const list of [[at("p1"), at("p2")], twice]) {
            await assert.rejects(made({ lists: [list] }, adopt), /More than one security policy .*: p1, p2\./);
        }
        await assert.rejects(made({ lists: [[at("p1")]], unreadable: ["p1"] }, adopt), /is listed, but cannot be read/);
        await assert.rejects(made({ lists: [[at("p1", { type: "service" })]] }, adopt), /of type service, which/);
        assert.equal((await made({ lists: [[at("p1", { type: "default" })]] }, adopt)).id, "p1");
    });

    it("is looked for when the answer to its creation is lost, and is not created twice", async () => {
        const mine = at("p1", marked(own));

        assert.deepEqual(await made({ lists: [[], [mine]], post: "lost" }), { id: "p1", ...fresh });
        await assert.rejects(made({ lists: [[], []], post: "lost" }), { kind: "unavailable" });
        await assert.rejects(made({ lists: [[], [mine]], post: "unavailable" }), { kind: "unavailable" });
        await assert.rejects(made({ lists: [[], [mine]], post: "forbidden" }), { kind: "forbidden" });
    });

    it("is the one that came into being meanwhile only if that is its own or adoption is declared", async () => {
        const lists = [[], [at("p1")]];
        const adopted = { ...there, isAdopted: true, posts: 1 };

        await assert.rejects(made({ lists, post: "conflict" }), /already exists \(p1\)/);
        assert.deepEqual(await made({ lists, post: "conflict" }, { onExisting: "adopt" }), { id: "p1", ...adopted });
        assert.deepEqual(await made({ lists, post: "lost" }, { onExisting: "adopt" }), { id: "p1", ...adopted });
        const mine = [[], [at("p1", marked(own))]];
        assert.deepEqual(await made({ lists: mine, post: "conflict" }), { id: "p1", ...there, posts: 1 });
        await assert.rejects(made({ post: "conflict" }), /does not see the policy with that name/);
    });

    it("is not created on a vague list, unless the right to see all is there", async () => {
        assert.equal((await made({ lists: ["vague"] })).id, "new");
        await assert.rejects(made({ lists: ["vague"], roles: [[]] }), /without a list/);
        assert.equal((await made({ lists: ["vague", [at("p1", marked(own))]], roles: [[]] })).id, "p1");
    });
});

describe("a policy that OPA answers 404 for", () => {
    const gone = (given: Opa, resourceGroupId?: unknown) => mustBeProvenGone(opaWith(given).opa, "p1", resourceGroupId);

    it("is gone when a list lacks it, and its role shows all policies, before and after", async () => {
        await gone({ lists: [[at("p2")]] });
        await gone({ lists: ["vague"] });
        await assert.rejects(gone({ roles: [[]] }), /p1 is gone: .*does not have the role security_admin/);
        await assert.rejects(gone({ roles: [["security_admin"], []] }), /does not have the role security_admin/);
        await assert.rejects(gone({ roles: [[], ["security_admin"]] }), /does not have the role security_admin/);
        await assert.rejects(gone({ roles: [undefined] }), /own roles cannot be read/);
    });

    it("is gone as well where policies may be assigned to its resource group, and to no other", async () => {
        const delegated = { roles: [[]], assignable: ["rg", "more"] };

        await gone(delegated, "rg");
        for (const other of ["another", undefined, 7]) await assert.rejects(gone(delegated, other), /Cannot determine/);
        await assert.rejects(gone({ roles: [[]] }, "rg"), /Cannot determine/);
    });

    it("is not gone when it is listed, and not known to be when no list arrives", async () => {
        await assert.rejects(gone({ lists: [[at("p1")]] }), /it is listed, but cannot be opened/);
        await assert.rejects(gone({ lists: ["forbidden"] }), { kind: "forbidden" });
    });
});
