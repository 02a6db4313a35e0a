import assert from "node:assert/strict";
import fc from "fast-check";
import { auditOf } from "../../resources/audit/audit-of";
import type { Audit } from "../../resources/audit/document";
import type { Live } from "../../resources/audit/look";
import { readCheckout } from "../../resources/review/checkout/read-checkout";
import { textOf } from "../../resources/review/render/text";
import type { Tenant } from "../../tenant";
import { mfa, oktaGroup, opaGroup, policyByHand, workloadRoles } from "../review/support/ground";
import { applied, checkout, inFolders, reviewed, setUp, snapshotOf } from "../review/support/played";
import { randomCheckouts } from "../review/support/random-checkout";
import { Simulation } from "../support/stack/simulation";
import { State } from "../support/stack/state";
import { auditOfFolder, type Look, liveIn } from "./support/auditing";

/** Chains of changes to random teams; each is audited after each change. */
const chains = Number(process.env["AUDIT_CHAINS"] ?? 3);
const changes = 6;

const team = { "a/payments": "members: [ana@example.com]\n" };

describe("what an audit counts", function () {
    this.timeout(chains * 120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    /** Audits one team after `act`, with this at the end of the platform file. */
    async function audited(act: (tenant: Tenant) => void, platform = "", how: Look = {}): Promise<Audit> {
        setUp(simulation, (tenant) => opaGroup(tenant, "Emergency", "kira"));
        const files = checkout(team);
        const all = { ...files, "platform.yaml": `${files["platform.yaml"]}${platform}` };
        return inFolders([all], async ([folder = ""]) => {
            await applied(simulation, new State(), folder);
            act(simulation.tenant);
            return auditOfFolder(folder, await liveIn(simulation, how));
        });
    }

    const breakGlass = (tenant: Tenant): void =>
        policyByHand(tenant, {
            ...{ name: "break-glass", groups: ["Emergency"], path: "teams", may: ["secret_reveal"] },
            conditions: [mfa(0, "phr")],
        });
    const declared = (more = "") => `known: [{ policy: break-glass, why: emergencies${more} }]\n`;
    const states = ({ known }: Audit) => known.map(({ policy, state }) => [policy, state]);

    it("does not count a policy that is known, shows it, and counts it again once its day has passed", async () => {
        const known = await audited(breakGlass, declared(", until: '2026-11-25'"));
        const ended = await audited(breakGlass, declared(", until: '2026-11-24'"));

        assert.deepEqual([known.findings, states(known)], [[], [["break-glass", "there"]]]);
        assert.deepEqual(
            known.known[0]?.rights.map(({ where, who, conditions }) => [where.path, who[0]?.name, conditions]),
            [["teams", "Emergency", "phishing-resistant MFA each time"]],
        );
        assert.deepEqual(
            [ended.findings.map(({ kind }) => kind), states(ended)],
            [["policy-above"], [["break-glass", "ended"]]],
        );
        assert.match(ended.findings[0]?.what ?? "", /It was known until 2026-11-24, which has passed\.$/);
    });

    it("knows it where the teams stand in the configuration alone, and says what is wrong in the platform file there too", async () => {
        setUp(simulation, (tenant) => opaGroup(tenant, "Emergency", "kira"));
        const teams = "  scratch:teams: [{ name: payments, members: [ana@example.com] }]\n";
        const listed = { ...checkout({}, teams), "platform.yaml": declared() };
        const wrong = { ...listed, "platform.yaml": "known: [{ policy: break-glass }]\n" };
        await inFolders([listed, wrong], async ([folder = "", other = ""]) => {
            await applied(simulation, new State(), folder);
            breakGlass(simulation.tenant);
            const { findings, known } = auditOfFolder(folder, await liveIn(simulation, {}));
            assert.deepEqual([findings, known.map(({ state }) => state)], [[], ["there"]]);
            const { mistakes } = readCheckout(other, { teams: "teams", stack: "dev" });
            assert.deepEqual(
                mistakes.map(({ property }) => property.replace(other, "")),
                ["/platform.yaml:1:9 known[0].why"],
            );
        });
    });

    it("counts every policy with the name of a known one where there are several, and tells a known one that is not there", async () => {
        const twice = await audited((tenant) => {
            breakGlass(tenant);
            policyByHand(tenant, { name: "break-glass", groups: ["everyone"], path: "teams", may: ["secret_reveal"] });
        }, declared());
        const none = await audited(() => undefined, declared());

        assert.deepEqual(
            twice.findings.map(({ kind }) => kind),
            ["policy-above", "policy-above"],
        );
        assert.deepEqual([states(twice), states(none)], [[["break-glass", "twice"]], [["break-glass", "not there"]]]);
    });

    it("shows a known policy on the page of a review too, whether it is there or not", async () => {
        setUp(simulation, (tenant) => opaGroup(tenant, "Emergency", "kira"));
        const files = checkout(team);
        const base = { ...files, "platform.yaml": `${files["platform.yaml"]}${declared()}` };
        const head = { ...base, "teams/a/payments.yaml": "members: [ben@example.com]\n" };
        await inFolders([base, head], async ([was = "", is = ""]) => {
            await applied(simulation, new State(), was);
            const before = await snapshotOf(simulation);
            breakGlass(simulation.tenant);
            const after = await snapshotOf(simulation);

            const words = [undefined, before, after].map((live) => textOf(reviewed(was, is, live)));

            const [unknown, isNot, isThere] = words.map((text) => /Known policies: (.*)/.exec(text)?.[1]);
            assert.equal(unknown, '"break-glass": "emergencies". Whether it is there is not known.');
            assert.equal(isNot, '"break-glass": "emergencies". There is no such policy in the snapshot.');
            assert.equal(isThere, '"break-glass": "emergencies".');
        });
    });

    const lost: Readonly<Record<string, readonly [Look, (tenant: Tenant) => void, RegExp]>> = {
        "the role for policies": [{}, (tenant) => rolesOf(tenant, "resource_admin"), /security_admin/],
        "the role for folders": [{}, (tenant) => rolesOf(tenant, "security_admin"), /resource_admin|folder/],
        "the right to list policies, as a delegated admin does": [
            {},
            (tenant) => tenant.fail({ method: "GET", path: /security_policy$/, status: 403, times: 99 }),
            /policies: this service user is not allowed to list them/,
        ],
        "who is in a group": [
            {},
            (tenant) =>
                tenant.fail({ method: "GET", path: /v1\/teams.*groups\/[^/]+\/users/, status: 403, times: 999 }),
            /the members of group/,
        ],
        "which groups Okta has": [
            {},
            (tenant) => tenant.fail({ method: "GET", path: /api\/v1\/groups$/, status: 403, times: 999 }),
            /groups/,
        ],
        "what a policy says": [
            {},
            (tenant) => {
                breakGlass(tenant);
                for (const { name, rules } of tenant.store.policies.values()) {
                    if (name === "break-glass") for (const rule of rules) Object.assign(rule, { targets: [] });
                }
            },
            /whom policy "break-glass" lets in/,
        ],
    };
    for (const [what, [how, act, text]] of Object.entries(lost)) {
        it(`is not everything where ${what} cannot be seen`, async () => {
            const { notSeen } = await audited(act, "", how);

            assert.match(notSeen.join("\n"), text);
        });
    }

    it("looks at Okta only if it is to, and says so", async () => {
        const { notSeen, notLookedAt, findings } = await audited(() => undefined, "", { isWithOkta: false });

        assert.deepEqual([findings, notSeen], [[], []]);
        assert.match(notLookedAt.join("\n"), /--okta looks there/);
    });

    it("finds in a snapshot what needs no mark, and says what a snapshot does not have", async () => {
        setUp(simulation);
        await inFolders([checkout(team)], async ([folder = ""]) => {
            await applied(simulation, new State(), folder);
            policyByHand(simulation.tenant, { name: "x", groups: ["everyone"], path: "teams", may: ["secret_reveal"] });
            const { access } = await liveIn(simulation, { isWithOkta: false });
            const snapshot: Live = { access, containers: namesIn(access), marks: undefined, okta: undefined };

            const { findings, notLookedAt, source } = auditOfFolder(folder, snapshot);

            assert.deepEqual([findings.map(({ kind }) => kind), source], [["policy-above"], "snapshot"]);
            assert.match(notLookedAt.join("\n"), /a snapshot does not have them/);
            const old = { ...snapshot, access: { ...access, taken: "2026-11-20T00:00:00Z" } };
            assert.match(auditOfFolder(folder, old).notSeen.join("\n"), /the snapshot is as old/);
        });
    });

    it("is not everything where a team's place is none that was seen, and finds a place that is given by ids or left out", async () => {
        setUp(simulation, (tenant) => {
            policyByHand(tenant, { name: "x", groups: ["everyone"], path: "teams", may: ["secret_reveal"] });
        });
        const [project] = [...simulation.tenant.store.projects.values()];
        const live = await liveIn(simulation, { isWithOkta: false });
        const found = async (resourceGroup: string, name: string) => {
            const files = checkout(team);
            const stack = `config:\n${resourceGroup}${name}  pulumi-okta-opa:parentFolder: teams\n`;
            return inFolders([{ ...files, "Pulumi.dev.yaml": stack }], async ([folder = ""]) => {
                const { declared: all } = readCheckout(folder, { teams: "teams", stack: "dev" });
                const about = { project: "scratch", stack: "dev", nowMs: Date.UTC(2026, 10, 24, 14) };
                const { findings, notSeen } = auditOf({ declared: all, ...live, ...about });
                return [findings.length, notSeen.length];
            });
        };
        const key = (name: string, value = "") => `  pulumi-okta-opa:${name}: ${value}\n`;

        assert.deepEqual(
            await found(key("resourceGroup", project?.resourceGroupId), key("project", project?.id)),
            [1, 0],
        );
        assert.deepEqual(await found("", ""), [1, 0]);
        assert.deepEqual(await found(key("resourceGroup", "elsewhere"), key("project", "none")), [0, 1]);
    });

    it(`finds nothing in ${chains} chains of ${changes} random declarations without an overlap, and each seeded one`, async () => {
        let [audits, found, wrong] = [0, 0, 0];
        await fc.assert(
            fc.asyncProperty(randomCheckouts(changes), fc.constantFrom("teams", "teams/staff"), async (files, path) => {
                setUp(simulation, (tenant) => {
                    workloadRoles(tenant);
                    oktaGroup(tenant, "Staff", "chloe", "dario", "ana");
                    opaGroup(tenant, "Audit", "kira", "ben", "pulumi-security");
                });
                const state = new State();
                await inFolders(files, async (folders) => {
                    for (const folder of folders) {
                        await applied(simulation, state, folder);
                        const { findings, notSeen } = auditOfFolder(folder, await liveIn(simulation));
                        assert.deepEqual(notSeen, []);
                        audits += 1;
                        wrong += findings.length;
                        assert.deepEqual(
                            findings.map(({ kind, what }) => `${kind}: ${what}`),
                            [],
                        );
                    }
                    policyByHand(simulation.tenant, { name: "x", groups: ["Audit"], path, may: ["secret_reveal"] });
                    const { findings } = auditOfFolder(folders.at(-1) ?? "", await liveIn(simulation));
                    assert.deepEqual(
                        findings.map(({ policy }) => policy?.name),
                        ["x"],
                    );
                    found += findings.length;
                });
            }),
            { numRuns: chains, endOnFailure: true },
        );
        console.log(
            `${audits} audits of orgs without an overlap: ${wrong} false findings; ${found} of ${chains} seeded ones found`,
        );
        assert.ok(audits === chains * changes);
    });
});

const namesIn = ({ rows }: Live["access"]): Live["containers"] =>
    rows.slice(0, 1).map(({ resourceGroup, project }) => ({ resourceGroup, project }));

function rolesOf(tenant: Tenant, ...roles: readonly ("resource_admin" | "security_admin")[]): void {
    for (const group of tenant.store.opaGroups.values()) {
        if (group.name === "automation") group.roles.splice(0, 9, ...roles);
    }
}
