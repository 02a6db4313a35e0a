import type { Kind } from "./document";

interface Told {
    /** Why it matters. */
    readonly why: string;
    readonly remedy: string;
}

const another =
    "Take the rule out in OPA, or delete the policy. If it is meant to be there, declare it in platform.yaml under `known`, with the reason.";
const wider = "Nobody who reads the teams' files sees this way in, and no change of the files takes it away.";
const upAgain = "Run `pulumi up --refresh --run-program`: it makes the policy again as it is declared.";
const noLonger =
    "No declaration says who needs it, and no run corrects or deletes it. Look at the state of the stack first: another program of this stack may have it.";

/** Why each kind matters, and what to do. Each remedy is tried in test/audit/remedies.test.ts, those with Pulumi in test/engine. */
export const remedies: Readonly<Record<Kind, Told>> = {
    "policy-above": { why: wider, remedy: another },
    "policy-on-folder": { why: wider, remedy: another },
    "policy-inside": { why: wider, remedy: another },
    "policy-on-secret": { why: wider, remedy: another },
    "more-principals": {
        why: "Whoever it names has the whole access of this policy.",
        remedy: upAgain,
    },
    "more-privileges": { why: "More is allowed than was approved.", remedy: upAgain },
    "weaker-conditions": { why: "Less is asked of people than was approved.", remedy: upAgain },
    "rule-elsewhere": {
        why: "The team has access to something that its declaration does not give it.",
        remedy: upAgain,
    },
    "retired-in-force": { why: "The team is retired, and still has access.", remedy: upAgain },
    "name-taken": {
        why: "It looks like a policy of this stack, and is none: no run corrects it.",
        remedy: "Delete the policy in OPA, or give it another name; then run `pulumi up`.",
    },
    "extra-member": {
        why: "They have the team's access, and no declaration says so.",
        remedy:
            "Add them to the declaration if they belong there. Otherwise run `pulumi up --refresh --run-program`, which takes out of Okta's group " +
            "whoever is not declared, and take those who are left out of the group in OPA.",
    },
    "only-in-opa": {
        why: "They have the group's access although Okta does not have them in it.",
        remedy: "Take them out of the group in OPA, or push the group again on the app's Push Groups tab.",
    },
    "over-cap": {
        why: "Whoever fills the group gives access without a change of any file.",
        remedy: "Take people out of the group, or have `maxMembers` raised in pulumi-okta-opa:groups.",
    },
    "admin-role": {
        why: "Its members can give themselves any access: roles count beside policies.",
        remedy: "Take the role from the group in OPA.",
    },
    "folder-of-another-stack": {
        why: "Two stacks declare one folder, and each has its own say about who gets in.",
        remedy: "Take the team out of one of the two stacks.",
    },
    "orphan-folder": {
        why: noLonger,
        remedy: "Move its secrets, and delete it in OPA; or declare the team again.",
    },
    "orphan-policy": { why: noLonger, remedy: "Delete it in OPA, or declare the team or the level again." },
    "orphan-group": { why: noLonger, remedy: "Delete the group in Okta, after its push." },
    "orphan-push": {
        why: "The group keeps arriving in OPA although no declaration needs it.",
        remedy: "Take it off on the app's Push Groups tab, and have the group in OPA deleted with it.",
    },
    "stray-push": {
        why: "The people of a team arrive in a second group, or other people arrive in the team's.",
        remedy: "Take it off on the app's Push Groups tab.",
    },
};
