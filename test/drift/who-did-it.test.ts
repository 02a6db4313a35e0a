import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020";
import { markdownOf, reportOf } from "../../cli/drift/report";
import { driftJsonSchema } from "../../resources/drift/document";
import { driftIn } from "../../resources/drift/drift-in";
import { eventTypes, idsToAsk, type LogRead, withWho } from "../../resources/drift/who-did-it";
import { previewFrom } from "../../resources/engine/preview";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { logEvents } from "../../resources/okta/lookups/log-events";
import { startTenant, type Tenant } from "../../tenant";
import { Caller } from "../tenant/support/callers";

const stack = "urn:pulumi:dev::teams::";
const space = `${stack}okta-opa:index:TeamSecretsSpace::payments`;
const types = {
    group: "okta:group/group:Group",
    members: "okta:index/groupMemberships:GroupMemberships",
    push: "pulumi-nodejs:dynamic/okta:GroupPushMapping",
    policy: "pulumi-nodejs:dynamic/opa:SecurityPolicy",
} as const;

type Inputs = Readonly<Record<string, unknown>>;

/** What the engine prints of one object that drifted; one without a present state is gone. */
function steps(name: keyof typeof types, id: string, was: Inputs, is?: Inputs) {
    const type = types[name];
    const urn = `${stack}okta-opa:index:TeamSecretsSpace$${type}::payments-${name}`;
    const state = (inputs: Inputs | undefined) => inputs && { urn, type, id, parent: space, inputs, outputs: inputs };
    const then = { op: is ? "update" : "create", urn, oldState: state(is), newState: state(was) };
    return [{ op: "refresh", urn, oldState: state(was), newState: state(was) }, then];
}

describe("who did what drift finds", () => {
    const isValid = new Ajv2020().compile(JSON.parse(driftJsonSchema()) as object);
    let tenant: Tenant;
    let admin: Caller;
    before(async () => {
        tenant = await startTenant();
    });
    beforeEach(() => {
        tenant.reset();
        admin = new Caller(tenant, "administrator");
    });
    after(() => tenant.close());

    const okta = (environment: NodeJS.ProcessEnv = tenant.environment) =>
        connectToOkta({ get: () => undefined }, environment);

    const day = 86_400_000;

    /** The drift in these steps, with what the log says in the automation's eyes. */
    async function told(all: readonly object[], days = 30) {
        const preview = previewFrom(JSON.stringify({ steps: all }), "drift");
        const drift = driftIn(preview);
        const [targets, nowMs] = [idsToAsk(drift, preview), tenant.clock.nowMs()];
        const question = { targets, types: eventTypes, sinceMs: nowMs - days * day, untilMs: nowMs + day };
        const log: LogRead = { events: await logEvents(okta(), question), days };
        return withWho(drift, preview, log);
    }

    async function team() {
        const { store } = tenant;
        const ids = (...logins: readonly string[]) => logins.map((login) => store.userWithLogin(login)?.id ?? "");
        const group = { profile: { name: "team-payments" } };
        const { id } = (await okta()({ method: "POST", path: "/api/v1/groups", body: group })).body as {
            readonly id: string;
        };
        const member = (login: string) => `/api/v1/groups/${id}/users/${ids(login).join()}`;
        await okta()({ method: "PUT", path: member("ana@example.com") });
        const mappings = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
        const body = { sourceGroupId: id, targetGroupName: "team-payments" };
        const mapping = (await okta()({ method: "POST", path: mappings, body })).body as { readonly id: string };
        const push = `${mappings}/${mapping.id}`;
        return { id, ids, member, push };
    }

    const nothing = { conditions: [], userGroups: [], workloadRoles: [] };
    const aPolicy = (active: boolean) => ({ active, principals: nothing, rules: [] });

    it("is told by the last event of each person, and not by what went before it", async () => {
        const { id, ids, member } = await team();
        await admin.okta("PUT", member("hugo@example.com"));
        await admin.okta("DELETE", member("hugo@example.com"));
        await okta()({ method: "PUT", path: member("hugo@example.com") });
        await admin.okta("DELETE", member("ana@example.com"));
        const [was, is] = [ids("ana@example.com"), ids("hugo@example.com")];

        const drift = await told(steps("members", "m", { groupId: id, users: was }, { groupId: id, users: is }));

        const said = drift.objects[0]?.by.events.map(({ actor, type, whom }) => `${actor} ${type} ${whom}`);
        assert.deepEqual(said, [
            "pulumi.automation@example.com group.user_membership.add hugo@example.com",
            "administrator@example.com group.user_membership.remove ana@example.com",
        ]);
        assert.ok(isValid(drift), JSON.stringify(isValid.errors));
        assert.match(reportOf(drift), / {6}administrator@example\.com removed ana@example\.com, 20\d\d-.*Z\n/);
        assert.match(markdownOf(drift), /who did it .*\n.*\n.*administrator@example\.com.* removed /);
    });

    it("is told of some people, and said not to be known of the others", async () => {
        const { id, ids, member } = await team();
        await admin.okta("PUT", member("hugo@example.com"));
        const now = ids("hugo@example.com", "ben@example.com");

        const drift = await told(steps("members", "m", { groupId: id, users: [] }, { groupId: id, users: now }));

        const [object] = drift.objects;
        assert.deepEqual(
            object?.by.events.map(({ whom }) => whom),
            ["hugo@example.com"],
        );
        assert.match(reportOf(drift), /added hugo@example\.com, .*\n {6}who did it: not known of the others: /);
    });

    it("is told of a group that was changed or deleted, and of a push that was switched off", async () => {
        const { id, push } = await team();
        await admin.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "other" } });
        await admin.okta("PATCH", push, { status: "INACTIVE" });
        const mapping = (status: string) => ({ sourceGroupId: id, targetGroupName: "team-payments", status });
        const changed = await told([
            ...steps("group", id, { name: "team-payments" }, { name: "other" }),
            ...steps("push", "p", mapping("ACTIVE"), mapping("INACTIVE")),
        ]);
        await admin.okta("DELETE", `${push}?deleteTargetGroup=true`);
        await admin.okta("DELETE", `/api/v1/groups/${id}`);
        const gone = await told([
            ...steps("group", id, { name: "team-payments" }),
            ...steps("members", "m", { groupId: id, users: [] }),
            ...steps("push", "p", mapping("ACTIVE"), mapping("MISSING")),
        ]);

        const kinds = (drift: typeof gone) =>
            drift.objects.map(({ by }) => by.events.map(({ type }) => type.split(".").at(-1)));
        assert.deepEqual(kinds(changed), [["update"], ["deactivate_mapping"]]);
        assert.deepEqual(kinds(gone), [["delete"], ["delete"], ["delete"]]);
        assert.match(reportOf(changed), /administrator@example\.com deactivated the push, /);
    });

    it("is not known of a push where Okta's events do not name its groups, nor of what is older than was asked", async () => {
        tenant.settings.pushEventTargets = "app";
        const { id, member, ids, push } = await team();
        await admin.okta("PATCH", push, { status: "INACTIVE" });
        await admin.okta("DELETE", member("ana@example.com"));
        tenant.clock.advance(3 * day);
        const mapping = (status: string) => ({ sourceGroupId: id, targetGroupName: "team-payments", status });
        const members = (...logins: readonly string[]) => ({ groupId: id, users: ids(...logins) });
        const all = [
            ...steps("push", "p", mapping("ACTIVE"), mapping("INACTIVE")),
            ...steps("members", "m", members("ana@example.com"), members()),
        ];

        const notes = async (days: number) => (await told(all, days)).objects.map(({ by }) => by.note);

        const says = (days: number) => `not known: Okta's System Log of the last ${days} days says nothing of it`;
        assert.deepEqual(await notes(30), [undefined, says(30)]);
        assert.deepEqual(await notes(2), [says(2), says(2)]);
    });

    it("is not known of OPA's objects, for which nothing is asked, nor where the log is not read", async () => {
        const preview = previewFrom(
            JSON.stringify({
                steps: [
                    ...steps("policy", "p", aPolicy(true), aPolicy(false)),
                    ...steps("group", "g", { name: "a" }, { name: "b" }),
                ],
            }),
            "drift",
        );
        const drift = withWho(driftIn(preview), preview, { unread: "needs okta.logs.read" });

        assert.deepEqual(idsToAsk(driftIn(preview), preview), ["g"]);
        assert.deepEqual(drift.objects.map(({ by }) => by).sort(), [
            { events: [], note: "not known: needs okta.logs.read" },
            { events: [], note: "not known" },
        ]);
        assert.match(reportOf(drift), / {6}who did it: not known\n/);
    });

    it("takes one call for forty objects, and names a scope where it is refused", async () => {
        const targets = Array.from({ length: 41 }, (_, index) => `00g${index}`);
        const [sinceMs, untilMs] = [tenant.clock.nowMs() - day, tenant.clock.nowMs() + day];
        tenant.clearRequests();

        await logEvents(okta(), { targets, types: eventTypes, sinceMs, untilMs });
        const calls = tenant.requests.filter(({ path }) => path.startsWith("/api/v1/logs"));
        tenant.standing.hasOktaRole = false;
        const refused = logEvents(okta(), { targets: ["00g1"], types: eventTypes, sinceMs, untilMs });

        assert.deepEqual(calls.map(({ status }) => status).sort(), [200, 200]);
        await assert.rejects(refused, { kind: "forbidden", message: /okta\.logs\.read/ });
    });

    it("shows what Okta has for a name as one line, which no terminal would obey", () => {
        const preview = previewFrom(
            JSON.stringify({ steps: steps("group", "g", { name: "a" }, { name: "b" }) }),
            "drift",
        );
        const target = { id: "g", name: "b" };
        const event = {
            type: "group.profile.update",
            at: "2026-01-01T00:00:00.000Z",
            actor: "a\u001b[2J\nb|c",
            targets: [target],
        };

        const drift = withWho(driftIn(preview), preview, { events: [event], days: 30 });

        assert.ok(reportOf(drift).includes("a\\u{1b}[2J\\u{a}b|c changed the group"));
        assert.ok(!["\u001b", "\nb|c"].some((one) => markdownOf(drift).includes(one)));
    });
});
