import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import type { sceneNames } from "./support/scenes";

interface Asked {
    readonly page: (typeof sceneNames)[number];
    readonly question: string;
    readonly answer: string;
    /** What the answer stands on: each in a line of the page. */
    readonly stands: readonly RegExp[];
}

/** What a reviewer asks who does not know the stack (decision 0028). */
const asked: readonly Asked[] = [
    {
        page: "harmless",
        question: "who loses what, and why?",
        answer: "emma, all that the team has in teams/search, because she is no longer a member",
        stands: [
            /^\| ⚪ loses reveal \| `emma@acme\.com` \| `teams\/search` \| \*\*reveal\*\*, create, change.* \| nothing \| removed from the members of team `search` \|$/,
        ],
    },
    {
        page: "harmless",
        question: "who else can reveal there, whom no file names?",
        answer: "the four of Break-glass, with phishing-resistant MFA each time",
        stands: [
            /^- \*\*Other ways in:\*\* policy `break-glass` on `teams`: group `Break-glass` \(4\): reveal, .* phishing-resistant MFA each time\./,
            /^A row is about its folder and all below it\./,
        ],
    },
    {
        page: "harmless",
        question: "is anything lost that no later change brings back?",
        answer: "no",
        stands: [/^- \*\*Irreversible:\*\* nothing\.$/],
    },
    {
        page: "risky",
        question: "does whoever proposes the change gain by it?",
        answer: "yes: ben, reveal in teams/payments/prod; somebody else must approve",
        stands: [
            /^\d\. The author, `ben@acme\.com`, gains: reveal\. Somebody else must approve this\.$/,
            /^ {2}- self-grant \(warn\): The author, `ben@acme\.com`, gains in `teams\/payments\/prod`: reveal\.$/,
        ],
    },
    {
        page: "risky",
        question: "what can the pipeline reveal after the merge, and who is asked first?",
        answer: "everything in teams/payments/prod, and nobody",
        stands: [
            /^\| 🔴 gains reveal \| workload role `3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11` \| `teams\/payments\/prod` \| nothing \| \*\*reveal\*\* \|/,
            /^\d\. Workload role `3b0f6c1e-.*` gains this with no person involved: no MFA, no approval\.$/,
        ],
    },
    {
        page: "risky",
        question: "of whom is the new approval never asked?",
        answer: "of ana and oncall1, who have another way",
        stands: [
            /^\d\. The approval for `teams\/payments\/prod` .* is never asked of 2 of 23, .*: `ana@acme\.com`, `oncall1@acme\.com`\.$/,
        ],
    },
    {
        page: "risky",
        question: "what is asked of kim before she reveals, now and after the merge?",
        answer: "MFA each time now, MFA every 30 minutes then",
        stands: [
            /^\| 🟠 weaker reveal.* \| `kim@acme\.com` \| `teams\/payments` \| \*\*reveal\*\*.* · MFA each time \| \*\*reveal\*\*.* · MFA every 30 min \|/,
        ],
    },
    {
        page: "risky",
        question: "if somebody joins the on-call group next week, what do they gain, and will a review say so?",
        answer: "reveal, and no review will",
        stands: [
            /^\d\. Group `OnCall-Payments` is not filled here \(23 members today\): whoever joins it later gains reveal with no change of a declaration\.$/,
        ],
    },
    {
        page: "removal",
        question: "is this applied once it is merged, and if it is meant, what has to be done?",
        answer: "no: two teams of three are too many for one change; these lines in platform.yaml lift it for this change alone",
        stands: [
            /^\*\*Stopped: the program refuses this change, and does nothing\*\*$/,
            /^- budget\.teams-removed: 2 teams are removed, of 3; one change may do 1: `fraud`, `kyc`\.$/,
            /^If it is meant, add this to platform\.yaml\. It holds for this change alone:$/,
            /^ {2}- \{ rule: budget\.teams-removed, change: "declared:[0-9a-f]{64}", until: "\d{4}-\d\d-\d\d", why: "…" \}$/,
        ],
    },
    {
        page: "removal",
        question: "what would become of the folder of kyc?",
        answer: "it is deleted, since it was empty; if it holds anything by then, the change is refused",
        stands: [
            /^ {2}- `teams\/kyc` is deleted if it is empty; else the preview refuses this change\. It was empty\.$/,
        ],
    },
];

describe("a page in docs/review has, above its details, the words that answer", () => {
    for (const { page, question, answer, stands } of asked) {
        it(`${page}: ${question} (${answer})`, () => {
            const text = readFileSync(join(checkout, "docs", "review", `${page}.md`), "utf8");
            const lines = text.replace(/<details>.*<\/details>/s, "").split("\n");

            for (const words of stands) {
                assert.equal(lines.filter((line) => words.test(line)).length, 1, String(words));
            }
        });
    }
});
