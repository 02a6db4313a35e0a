import assert from "node:assert/strict";
import type { Send } from "../../resources/http/send";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { findMembers, type Looked } from "../../resources/team-secrets-space/lookups/members";
import { startTenant, type Tenant } from "../../tenant";
import type { OktaUserStatus } from "../../tenant/store/okta-records";
import { administratorOf } from "../support/administrator";

const [ana, ben, chloe] = ["ana@example.com", "ben@example.com", "chloe@example.com"];
const groupName = "team-payments";

describe("the members of a space", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant({ settings: { searchLagMs: 0 } });
    });
    afterEach(() => tenant.close());

    const idOf = (login: string) => tenant.store.userWithLogin(login)?.id ?? assert.fail(login);
    const okta = (method: string, path: string, body?: object) => administratorOf(tenant).okta(method, path, body);

    async function groupOf(...logins: readonly string[]): Promise<string> {
        const { id } = (await okta("POST", "/api/v1/groups", { profile: { name: groupName } })) as { id: string };
        for (const login of logins) await okta("PUT", `/api/v1/groups/${id}/users/${idOf(login)}`);
        return id;
    }

    /** Okta deactivates at first. */
    async function deleted(login: string): Promise<void> {
        const path = `/api/v1/users/${idOf(login)}`;
        await okta("DELETE", path);
        await okta("DELETE", path);
    }

    const connected = () => connectToOkta({ get: () => undefined }, tenant.environment);

    /** What comes of it: who gets into the group, by login, what is warned of, and what is refused. */
    const find = (...members: readonly string[]) => findWhere(() => false, ...members);

    const findWhere = (isToCome: (property: string) => boolean, ...members: readonly string[]) =>
        findBy(connected(), isToCome, ...members);

    async function findBy(send: Send, isToCome: (property: string) => boolean, ...members: readonly string[]) {
        const mistakes: string[] = [];
        const looked: Looked = async (property, ask) => {
            try {
                return await ask();
            } catch (failure) {
                mistakes.push(`${property}: ${failure instanceof Error ? failure.message : failure}`);
                return undefined;
            }
        };
        const { userIds, warnings } = await findMembers(send, { members, groupName }, looked, async (property) =>
            isToCome(property),
        );
        return { in: userIds.map((id) => tenant.store.users.get(id)?.login), warnings, mistakes };
    }

    describe("of a program that asked a moment ago", () => {
        it("are not asked for again, as long as all is well", async () => {
            const send = connected();
            await findBy(send, () => false, ana, ben);
            tenant.clearRequests();

            assert.deepEqual((await findBy(send, () => false, ana, ben)).in, [ana, ben]);
            assert.deepEqual(tenant.requests, []);
        });

        it("are there, once they were made", async () => {
            const send = connected();
            assert.equal((await findBy(send, () => false, "new@example.com")).mistakes.length, 1);
            await okta("POST", "/api/v1/users", {
                profile: { login: "new@example.com", email: "new@example.com", firstName: "N", lastName: "N" },
            });

            const { mistakes, in: found } = await findBy(send, () => false, "new@example.com");

            assert.deepEqual({ mistakes, found }, { mistakes: [], found: ["new@example.com"] });
        });

        it("are not left out, once they are active again", async () => {
            const send = connected();
            await okta("POST", `/api/v1/users/${idOf(ben)}/lifecycle/deactivate`);
            assert.deepEqual((await findBy(send, () => false, ben)).in, []);
            await okta("POST", `/api/v1/users/${idOf(ben)}/lifecycle/activate`);

            assert.deepEqual((await findBy(send, () => false, ben)).in, [ben]);
        });

        it("are not left out of a group in which somebody is by now who may be one of them with a new login", async () => {
            const send = connected();
            const id = await groupOf(ana);
            assert.deepEqual((await findBy(send, () => false, ana, "left@example.com")).mistakes, []);
            await okta("PUT", `/api/v1/groups/${id}/users/${idOf(chloe)}`);

            const { mistakes } = await findBy(send, () => false, ana, "left@example.com");

            assert.match(mistakes.join(), /is somebody who is not declared: "chloe@example.com"/);
        });
    });

    it("are not taken for people who have left, where the program is still to make them", async () => {
        await groupOf(ana);

        const told = await findWhere((property) => property === "members[1]", ana, "new@example.com");

        assert.deepEqual(told, {
            in: [ana],
            warnings: [],
            mistakes: ['members[1]: "new@example.com" does not exist in Okta.'],
        });
    });

    it("are not taken for people who have left, or have a new login, while some are not known yet", async () => {
        await groupOf(ana, ben);

        const told = await find(ana, "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "gone@example.com");

        assert.deepEqual(told, {
            in: [ana],
            warnings: [
                '"gone@example.com" does not exist in Okta. Whether that is a mistake is seen in the update, when all members are known.',
            ],
            mistakes: [],
        });
    });

    it("are found without a word when all is well, and without asking for their group", async () => {
        await groupOf(ana, ben);
        tenant.clearRequests();

        assert.deepEqual(await find(ana, ben), { in: [ana, ben], warnings: [], mistakes: [] });
        assert.deepEqual(
            tenant.requests.filter(({ path }) => path.includes("groups")),
            [],
        );
    });

    it("who do not exist are a mistake each, where the team is new", async () => {
        const { mistakes, warnings } = await find("nobody@example.com", ana, "ben");

        assert.deepEqual(warnings, []);
        assert.deepEqual(mistakes, [
            'members[0]: "nobody@example.com" does not exist in Okta. Write the login as it stands there.',
            'members[2]: "ben" does not exist in Okta. Okta has "ben@example.com": write that if it is who you mean.',
        ]);
    });

    it("who were deleted from Okta are left out of a group that exists, and hold up nobody", async () => {
        await groupOf(ana, ben);
        await deleted(ben);

        const found = await find(ana, ben);

        assert.deepEqual({ ...found, warnings: [] }, { in: [ana], warnings: [], mistakes: [] });
        assert.match(
            found.warnings.join(),
            /^"ben@example.com" does not exist in Okta\. It was left out of the group /,
        );
    });

    it("may all have been deleted", async () => {
        await groupOf(ben);
        await deleted(ben);

        const { mistakes, warnings } = await find(ben);

        assert.deepEqual([mistakes, warnings.length], [[], 1]);
    });

    it("who have another login now do not lose the access: they are named, and nothing is done", async () => {
        await groupOf(ana, ben);
        await okta("POST", `/api/v1/users/${idOf(ben)}`, { profile: { login: "benedict@example.com" } });

        const { mistakes } = await find(ana, ben);

        assert.deepEqual(mistakes, [
            'members[1]: "ben@example.com" does not exist in Okta. In its group "team-payments" is somebody who is not declared: ' +
                '"benedict@example.com". If that is the same person with a new login, write the new login. If not, remove "ben@example.com".',
        ]);
    });

    it("whose login was mistyped do not lose the access", async () => {
        await groupOf(ana, ben);

        const { mistakes } = await find(ana, "bne@example.com");

        assert.match(mistakes.join(), /^members\[1\]: "bne@example.com" does not .* not declared: "ben@example.com"\./);
    });

    it("do not stay because somebody else was deleted: who was taken off the list is named", async () => {
        await groupOf(ana, ben, chloe);
        await deleted(ben);

        const stopped = await find(ana, ben);
        const goesOn = await find(ana);

        assert.match(
            stopped.mistakes.join(),
            /not declared: "chloe@example.com"\. .* If not, remove "ben@example.com"\.$/,
        );
        assert.deepEqual(goesOn, { in: [ana], warnings: [], mistakes: [] });
    });

    it("are not given up when these credentials may no longer see them", async () => {
        const group = await groupOf(ana, ben);
        tenant.fail({ method: "GET", path: new RegExp(`/users/${encodeURIComponent(ben)}$`), status: 404 });
        tenant.fail({ method: "GET", path: new RegExp(`/groups/${group}/users$`), body: "[]" });

        const { mistakes } = await find(ana, ben);

        assert.match(
            mistakes.join(),
            /^members\[1\]: "ben@example.com" does not exist .* does not list all members of the group/,
        );
    });

    it("are not looked for in the group of an app that has the same name", async () => {
        const profile = { name: "source" };
        const { id } = (await okta("POST", "/api/v1/groups", { profile })) as { id: string };
        const mapping = { sourceGroupId: id, targetGroupName: groupName, status: "ACTIVE" };
        await okta("POST", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`, mapping);

        const { mistakes } = await find("nobody@example.com");

        assert.match(
            mistakes.join(),
            /"nobody@example.com" does not exist in Okta\. Write the login as it stands there\.$/,
        );
    });

    it("end the look-up when Okta fails, which says nothing about anybody", async () => {
        await groupOf(ana, ben);
        tenant.fail({ method: "GET", path: /\/users\/ben/, status: 403 });

        await assert.rejects(find(ana, ben), { kind: "forbidden" });
    });

    const states: readonly (readonly [status: OktaUserStatus, isIn: boolean, told: RegExp | undefined])[] = [
        ["ACTIVE", true, undefined],
        ["STAGED", true, /not activated .* \(STAGED\), and Okta pushes active people only/],
        ["PROVISIONED", true, /has not completed the activation .* \(PROVISIONED\)/],
        ["SUSPENDED", true, /is suspended .* \(SUSPENDED\), and Okta pushes active people only/],
        ["RECOVERY", true, /\(RECOVERY\), and cannot sign in until/],
        ["PASSWORD_EXPIRED", true, /\(PASSWORD_EXPIRED\), and cannot sign in until/],
        ["LOCKED_OUT", true, /\(LOCKED_OUT\), and cannot sign in until/],
        ["DEPROVISIONED", false, /is deactivated in Okta and was left out of the group/],
    ];
    for (const [status, isIn, told] of states) {
        it(`who are ${status} are ${isIn ? "in" : "left out of"} the group${told ? ", and it is said what that means" : ""}`, async () => {
            const user = tenant.store.users.get(idOf(ben)) ?? assert.fail();
            user.status = status;

            const found = await find(ana, ben);

            assert.deepEqual([found.in, found.mistakes], [isIn ? [ana, ben] : [ana], []]);
            assert.equal(found.warnings.length, told ? 1 : 0);
            if (told) assert.match(found.warnings.join(), told);
            assert.ok(found.warnings.every((warning) => warning.startsWith(`"${ben}" `)));
        });
    }
});
