import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { type Tenant, type TenantSettings, unconfirmed } from "../../../tenant";
import type { SecurityPolicy } from "../../../tenant/store/opa-records";
import type { Life, State } from "../../support/life-of";
import { everyOtherValue } from "../support/every-other-value";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { told, type Verdict } from "../support/verdict";
import { always, type Heals, type Scenario } from "./support/scenario";
import { around } from "./support/scenarios-around";
import { making } from "./support/scenarios-of-create";
import { deleting } from "./support/scenarios-of-destroy";
import { edits } from "./support/scenarios-of-edits";
import { changing } from "./support/scenarios-of-update";

const scenarios: readonly Scenario[] = [
    ...[...edits, ...around].map((one) => ({ ...one, run: "preview --refresh" as const })),
    ...making.map((one) => ({ ...one, run: "up" as const, applied: null })),
    ...changing.map((one) => ({ ...one, run: "up" as const })),
    ...deleting.map((one) => ({ ...one, run: "destroy" as const })),
];

/**
 * Three tenants that have every value of what always matters between them, and one more for each other value of what
 * matters to this scenario.
 */
function settingsOf({ under = [], only = {} }: Scenario): Partial<TenantSettings>[] {
    const bundles = [0, 1, 2].map((choice) =>
        Object.fromEntries(
            always.map((name) => [name, unconfirmed[name].values[choice] ?? unconfirmed[name].values[1]]),
        ),
    );
    return [...bundles, ...everyOtherValue(under)].map((setting) => ({ ...setting, ...only }));
}

/** What a policy lets whom do, whatever ids it is made of. */
function contentOf({ store }: Tenant): unknown {
    const isAsked = ({ name }: SecurityPolicy) => !/^p\d+$/.test(name);
    return [...store.policies.values()].filter(isAsked).map(({ id, seq, userGroups, rules, type, ...policy }) => ({
        ...policy,
        userGroups: userGroups.map((one) => store.opaGroups.get(one.id)?.name).sort(),
        rules: [...rules]
            .sort((one, other) => (one.name < other.name ? -1 : 1))
            .map(({ id: ruleId, targets, privileges, conditions, ...rule }) => ({
                ...rule,
                targets: targets.map((target) => target.id),
                privileges: privileges.map(({ flags }) =>
                    Object.keys(flags)
                        .filter((flag) => flags[flag])
                        .sort(),
                ),
                conditions: conditions.map((one) => JSON.stringify(one)).sort(),
            })),
    }));
}

interface Before {
    readonly state: State | undefined;
    readonly policies: unknown;
}

describe("what a user is told of a security policy", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    after(() => ground.close());

    /** Plays a scenario under one setting. */
    async function play(scenario: Scenario, setting: Partial<TenantSettings>): Promise<void> {
        await ground.renew(setting);
        const life = ground.life();
        const applied = appliedIn(scenario);
        if (applied) await life.up({ ...applied });
        const content = contentOf(ground.tenant);
        await scenario.happens?.(ground, life);
        const declared = { ...(scenario.declares?.(ground) ?? applied ?? ground.declared) };
        const before: Before = { state: life.state, policies: structuredClone(policies()) };
        ground.tenant.clearRequests();

        const { verdict, text } = await told(life, scenario.run, declared);

        const where = `under ${JSON.stringify(setting)}: ${text}`;
        verify(scenario, verdict, text, where);
        if (scenario.run === "preview --refresh") verifyNothingTouched(life, before, text, where);
        else if (text && !scenario.leavesTraces) assert.deepEqual(policies(), before.policies, `OPA touched ${where}`);
        if (verdict === "gone" || verdict.startsWith("drift")) await heal(scenario, life, declared, content, where);
        const words = [text, ...ground.said].join("\n");
        for (const one of scenario.says ?? [])
            assert.ok(words.includes(one), `"${one}" is not said ${where}\n${words}`);
        await scenario.witness?.(ground, life);
    }

    function appliedIn({ applied = ({ declared }) => declared }: Scenario): Properties | undefined {
        return applied === null ? undefined : applied(ground);
    }

    function verify({ verdict: expected }: Scenario, verdict: Verdict, text: string, where: string): void {
        assert.equal(verdict, typeof expected === "function" ? expected(ground.tenant.settings) : expected, where);
        assert.doesNotMatch(text, /undefined|\[object/, where);
    }

    const policies = () => [...ground.tenant.store.policies.values()];

    function verifyNothingTouched(life: Life, before: Before, text: string, where: string): void {
        if (text) assert.deepEqual(life.state, before.state, `state touched ${where}`);
        assert.deepEqual(policies(), before.policies, `OPA touched ${where}`);
        assert.deepEqual(writes(), [], where);
    }

    const writes = () => ground.tenant.requests.filter((request) => request.writes && request.by !== "administrator");

    async function heal(
        { heals = "back" }: Scenario,
        life: Life,
        declared: Record<string, unknown>,
        content: unknown,
        where: string,
    ): Promise<void> {
        const how: Heals = typeof heals === "function" ? heals(ground.tenant.settings) : heals;
        if (typeof how === "object") {
            await assert.rejects(life.up(declared), ({ message }: Error) => message.includes(how.refuses), where);
            return;
        }
        await life.up(declared);
        await life.refresh();
        assert.deepEqual(await life.preview(declared), { op: "same", properties: [] }, `not healed ${where}`);
        if (how === "back") assert.deepEqual(contentOf(ground.tenant), content, `healed otherwise ${where}`);
    }

    for (const scenario of scenarios) {
        const settings = settingsOf(scenario);
        const { title, run, verdict } = scenario;
        const said = typeof verdict === "string" ? verdict : "by what is unconfirmed";
        it(`${title}: ${run} says ${said} (${settings.length} settings)`, async () => {
            for (const setting of settings) await play(scenario, setting);
        });
    }
});
