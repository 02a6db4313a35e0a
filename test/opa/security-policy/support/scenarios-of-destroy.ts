import assert from "node:assert/strict";
import { serverRule } from "../../support/policy-hand";
import { errors, type Scenario } from "./scenario";
import { rawServerRule, ruleOf } from "./scenarios-of-edits";

const onePolicy = /\/security_policy\/[^/]+$/;

/** What destroying says. */
export const deleting: readonly Omit<Scenario, "run">[] = [
    {
        title: "as it was created",
        verdict: "done",
        witness: ({ tenant }) => assert.equal(tenant.store.policies.size, 1),
    },
    { title: "deleted by hand before", happens: ({ hand }) => hand.remove(), under: errors, verdict: "done" },
    {
        title: "deleted by somebody else in the same moment",
        happens: ({ tenant, hand }) => {
            tenant.fail({ method: "DELETE", path: onePolicy, status: 404 });
            const { id } = hand.policy();
            const unfollow = tenant.follow(({ method, path }) => {
                if (method !== "DELETE" || !path.endsWith(id)) return;
                tenant.store.policies.delete(id);
                unfollow();
            });
        },
        verdict: "done",
    },
    {
        title: "hidden: 404, although it is listed",
        happens: ({ tenant }) => {
            tenant.fail({ method: "GET", path: onePolicy, status: 404 });
        },
        under: errors,
        verdict: "permission",
        says: ["it is listed, but cannot be opened"],
    },
    {
        title: "with a rule on servers that nobody declared",
        happens: ({ hand }) => hand.edit(({ rules }) => rules.push(serverRule("ssh"))),
        verdict: "refused",
        says: ['"ssh" (server_based_resource)', "was not deleted"],
    },
    {
        title: "with a rule on servers that was declared",
        applied: ({ declared }) => ({ ...declared, rules: [ruleOf(declared), rawServerRule] }),
        verdict: "done",
    },
    {
        title: "with a rule on secrets that nobody declared",
        happens: ({ hand }) => hand.edit(({ rules }) => rules.push({ ...rules[0], name: "extra" })),
        verdict: "done",
    },
    {
        title: "without the role",
        happens: ({ hand }) => hand.roles(),
        under: errors,
        verdict: "permission",
        says: ["security_admin"],
    },
    {
        title: "503 for good",
        happens: ({ tenant }) => tenant.fail({ method: "DELETE", path: onePolicy, status: 503, times: 100 }),
        under: errors,
        verdict: "unavailable",
    },
    {
        title: "the answer to the DELETE lost",
        happens: ({ tenant }) => tenant.fail({ method: "DELETE", path: onePolicy, drop: "after" }),
        verdict: "done",
    },
];
