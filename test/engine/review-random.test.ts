import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { accessIn } from "../../resources/access/access-in";
import { canonicalText } from "../../resources/access/document";
import { look } from "../../resources/access/look";
import { previewFrom } from "../../resources/engine/preview";
import { reviewOfPreview } from "../../resources/review/review-of";
import type { Live } from "../../resources/review/snapshot";
import { connected } from "../opa/support/connected";
import { elsewhere, oktaGroup, opaGroup, policyByHand, workloadRoles } from "../review/support/ground";
import { bothSeen, checkout, type Files, inFolders, reviewed } from "../review/support/played";
import { randomCheckouts } from "../review/support/random-checkout";
import { changesSeen, overlaps } from "../review/support/seen";
import { differences } from "../review/support/witness";
import { propertySeed } from "../support/property-seed";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, said, startScene } from "./support/scene";

/** How many changes one stack goes through. */
const changes = Number(process.env["REVIEW_ENGINE_CHANGES"] ?? 12);

/** A program that needs no compiler: it starts twice for each change. */
const program = {
    "Pulumi.yaml": JSON.stringify({
        name: "scratch",
        runtime: { name: "nodejs", options: { typescript: false } },
        main: "index.js",
    }),
    "index.js": `
const { declaredTeams, TeamSecretsSpace } = require(${JSON.stringify(library)});
module.exports = async () => {
    for (const { name, ...space } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, space);
};
`,
};

/** Applied first: OPA has the group of Okta's staff from then on, so that it is known who is in it. */
const first = checkout({ "x/staff": "group: Staff\nprivileges: list\nconditions: none\n" });

describe("the review of random changes, on the real engine", function () {
    this.timeout((changes + 2) * engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startScene({ program, config: {} });
        const { tenant } = scene;
        elsewhere(tenant);
        workloadRoles(tenant);
        oktaGroup(tenant, "Staff", "chloe", "dario", "ana");
        opaGroup(tenant, "Audit", "kira", "ben", "pulumi-security");
        // Lets the search know them.
        tenant.seedMany({});
    });
    after(() => scene.close());

    /** Gives the project the files and the configuration of a checkout. */
    function put(files: Files): void {
        rmSync(join(scene.folder, "teams"), { recursive: true, force: true });
        const own = Object.entries(files).filter(([path]) => !path.startsWith("Pulumi."));
        for (const [path, text] of own) {
            mkdirSync(dirname(join(scene.folder, path)), { recursive: true });
            writeFileSync(join(scene.folder, path), text);
        }
        const { config } = parse(files["Pulumi.dev.yaml"] ?? "") as { config: Record<string, unknown> };
        scene.configure(config);
    }

    async function applied(files: Files): Promise<void> {
        put(files);
        await scene.up();
        scene.tenant.clock.flush();
    }

    async function snapshot(): Promise<Live> {
        const connect = () => connected(scene.tenant, (send) => send, {}, {});
        const access = accessIn(await look({ resource: connect(), security: connect() }));
        return { access: { ...access, taken: new Date().toISOString() }, text: canonicalText(access) };
    }

    it(`is what the tenant says before and after each of ${changes}, from the files and from the preview alike`, async () => {
        console.log(`PROPERTY_SEED=${propertySeed}`);
        const [checkouts = []] = fc.sample(randomCheckouts(changes), { numRuns: 1 });
        await applied(first);
        policyByHand(scene.tenant, { name: "glass", groups: ["Audit"], path: "teams", may: ["secret_reveal"] });
        policyByHand(scene.tenant, { name: "staff", groups: ["Staff"], path: "elsewhere", may: ["list"] });
        let [seen, base] = [0, first];
        for (const head of checkouts) {
            const before = bothSeen(scene.tenant);
            const live = await snapshot();
            put(head);
            const text = await scene.pulumi("preview", "--refresh", "--run-program", "--show-sames", "--json");
            assert.equal(text.code, 0, said(text));
            await applied(head);
            const after = bothSeen(scene.tenant);
            const preview = previewFrom(text.stdout, "the change");
            const ofPreview = reviewOfPreview({ preview, live, author: undefined, nowMs: Date.now() });
            const ofFiles = await inFolders([base, head], async ([was = "", is = ""]) => reviewed(was, is, live));
            for (const overlap of overlaps) {
                const [was, is] = [before[overlap], after[overlap]];
                assert.deepEqual(differences(ofFiles, was, is, overlap), [], "by the files");
                assert.deepEqual(differences(ofPreview, was, is, overlap), [], "by the preview");
                seen += changesSeen(was, is);
            }
            assert.deepEqual(rowsOf(ofPreview), rowsOf(ofFiles));
            assert.equal(ofPreview.table, ofFiles.table);
            assert.deepEqual(ofPreview.counts, ofFiles.counts);
            assert.deepEqual(foldersIn(ofPreview), foldersIn(ofFiles));
            assert.ok(ofPreview.rows.every(({ because }) => because.length > 0));
            base = head;
        }
        assert.ok(seen > 2 * changes, `only ${seen} rights changed`);
    });
});

/** The rows without their reasons, in an order that does not depend on them. */
const rowsOf = ({ rows }: ReturnType<typeof reviewed>) =>
    rows.map(({ because: _because, ...row }) => JSON.stringify(row)).sort();

/** Without what becomes of them: files are of a program that looks into a folder before it goes, a preview is of any. */
const foldersIn = ({ irreversible }: ReturnType<typeof reviewed>) =>
    irreversible.map(({ what: _what, ...folder }) => folder);
