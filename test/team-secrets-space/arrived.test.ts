import assert from "node:assert/strict";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { peopleInGroup } from "../../resources/okta/lookups/people-in-group";
import type { GroupMember } from "../../resources/opa/groups/group-members";
import { arrivalWarning, differenceOf, whoArrived } from "../../resources/team-secrets-space/lookups/arrived";
import { peopleOf } from "../../resources/team-secrets-space/lookups/due";
import { startTenant, type Tenant } from "../../tenant";
import { makeGroup, makeUser } from "../../tenant/store/make-okta";
import { makeOpaGroup, makeOpaUser } from "../../tenant/store/make-opa";
import { connected } from "../opa/support/connected";
import { withEnvironment } from "./support/with-environment";

const [ana, ben, chloe] = ["ana@example.com", "ben@example.com", "chloe@example.com"];
const inOpa = (...names: string[]): GroupMember[] => names.map((name) => ({ name, isService: false, isActive: true }));

describe("who has arrived in OPA", () => {
    it("is whoever Okta has, however the login is written", () => {
        assert.deepEqual(differenceOf([{ login: "Ana@Example.com" }], inOpa(ana)), { missing: [], extra: [] });
    });

    it("is somebody with a new login under either of them", () => {
        const due = [{ login: ana, loginNow: "anna@example.com" }];

        assert.deepEqual(differenceOf(due, inOpa(ana)), { missing: [], extra: [] });
        assert.deepEqual(differenceOf(due, inOpa("anna@example.com")), { missing: [], extra: [] });
    });

    it("misses nobody of whom it is known why not, and takes nobody of Okta's group for extra", () => {
        const due = [{ login: ana }, { login: ben, why: "SUSPENDED" }, { login: chloe, why: "LOCKED_OUT" }];

        assert.deepEqual(differenceOf(due, inOpa(ana, chloe)), { missing: [], extra: [] });
    });

    it("is told with who is missing, why others are, and who is extra, ten of each at most", () => {
        const due = [
            { login: ana },
            { login: ben, why: "SUSPENDED" },
            { login: chloe, why: "not assigned to the app" },
        ];
        const extra = Array.from({ length: 12 }, (_, index) => `extra-${index}`);

        assert.equal(
            arrivalWarning("team-payments", due, differenceOf(due, inOpa(...extra))),
            'Group "team-payments" has other people in OPA than in Okta, 30 s after the change. Missing in OPA: ana@example.com, ' +
                "ben@example.com (SUSPENDED), chloe@example.com (not assigned to the app). Extra in OPA: extra-0, extra-1, extra-2, " +
                "extra-3, extra-4, extra-5, extra-6, extra-7, extra-8, extra-9, and 2 more. Whoever is missing has no access yet. If " +
                "that stays so, push the group again on the app's Push Groups tab. Whoever is extra has the team's access. Somebody " +
                "added them in OPA, or Okta has not taken them out yet. If that stays so, take them out of the group in OPA.",
        );
    });

    it("is whom a plan puts into the group of a level, and of no other", () => {
        const seat = (login: string, id: string, status: string, level?: string) => ({
            ...{ login, id, status, level, index: 0, property: "" },
        });
        const renamed = { ...seat(ben, "2", "ACTIVE", "owners"), loginNow: "ben.b@example.com" };
        const seats = [seat(ana, "1", "ACTIVE"), renamed, seat(chloe, "3", "STAGED", "owners")];
        const plan = { seats, unassigned: new Set(["2"]) };

        assert.deepEqual(peopleOf(plan, undefined), [{ login: ana, loginNow: undefined, why: undefined }]);
        assert.deepEqual(peopleOf(plan, "owners"), [
            { login: ben, loginNow: "ben.b@example.com", why: "not assigned to the app" },
            { login: chloe, loginNow: undefined, why: "STAGED" },
        ]);
    });
});

describe("whoever is on the way to OPA", () => {
    let tenant: Tenant;
    before(async () => {
        tenant = await startTenant();
    });
    beforeEach(() => tenant.reset());
    after(() => tenant.close());

    const soon = { deadlineMs: 20_000, firstMs: 1, longestMs: 10 };
    const security = () => connected(tenant, (send) => send, {}, {});
    const lists = () => tenant.requests.filter(({ path }) => path.endsWith("/users")).length;

    it("is waited for: first the group, then its people", async () => {
        const arrived = whoArrived(security(), "team-payments", [{ login: ana }], soon);
        while (lists() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
        const group = makeOpaGroup(tenant.store, "team-payments", []);
        const before = lists();
        while (lists() < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
        group.members.add(makeOpaUser(tenant.store, ana, "human").name);

        assert.deepEqual(await arrived, { missing: [], extra: [] });
    });

    it("takes one look where all are there", async () => {
        makeOpaGroup(tenant.store, "team-payments", []).members.add(makeOpaUser(tenant.store, ana, "human").name);
        const before = lists();

        await whoArrived(security(), "team-payments", [{ login: ana }], soon);

        assert.equal(lists() - before, 1);
    });

    it("is named after the deadline, as is whoever is there besides", async () => {
        makeOpaGroup(tenant.store, "team-payments", []).members.add(makeOpaUser(tenant.store, ben, "human").name);

        const found = await whoArrived(security(), "team-payments", [{ login: ana }], { deadlineMs: 20, firstMs: 1 });

        assert.deepEqual(found, { missing: [{ login: ana }], extra: [ben] });
    });

    it("is in doubt where OPA does not tell, at once where a right is missing", async () => {
        await assert.rejects(whoArrived(security(), "team-gone", [{ login: ana }], { deadlineMs: 20, firstMs: 1 }));
        tenant.fail({ method: "GET", path: /\/users$/, status: 403, times: 1 });
        await assert.rejects(whoArrived(security(), "team-gone", [{ login: ana }], soon), { kind: "forbidden" });
    });

    it("is not compared for a group of more people than were asked for, which takes no more calls", async () => {
        const { id } = makeGroup(tenant.store, 0, { name: "Everybody else" });
        for (let number = 0; number < 401; number += 1) {
            const login = `user-${number}@example.com`;
            tenant.store
                .membersOf(id)
                .add(makeUser(tenant.store, 0, { login, firstName: "U", lastName: "U", email: login }).id);
        }
        await withEnvironment(tenant.environment, async () => {
            const okta = connectToOkta({ get: () => undefined });
            const before = lists();
            assert.equal(await peopleInGroup(okta, id, 400), undefined);
            assert.equal(lists() - before, 2);
            assert.equal((await peopleInGroup(okta, id, 600))?.length, 401);
        });
    });
});
