import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sinon from "sinon";
import { say } from "../../cli/demo/narrate";
import { needInWords, tableOf } from "../../cli/demo/who-can-do-what";
import { tell, tellAside } from "../../cli/terminal";

const checkout = join(__dirname, "..", "..");
const attack = "a\u001b[2Jb\u009b31m\u202ec\u200b";
const shown = "a\\u{1b}[2Jb\\u{9b}31m\\u{202e}c\\u{200b}";

describe("what a command writes", () => {
    afterEach(() => sinon.restore());

    it("gives the terminal nothing to obey but its own style", () => {
        const written: string[] = [];
        const write = (text: unknown) => written.push(String(text)) > 0;
        const stubs = [sinon.stub(process.stdout, "write"), sinon.stub(process.stderr, "write")];
        for (const stub of stubs) stub.callsFake(write);

        tell(`${attack}\nb`, (plain) => `<${plain}>`);
        tellAside(attack);
        say(attack);

        sinon.restore();
        assert.deepEqual(written, [`<${shown}\nb>\n`, `${shown}\n`, `      ${shown}\n`]);
    });

    it("has who can do what in columns, whatever the names", () => {
        const what = { policyId: "1", policy: "p", folder: "teams", privileges: ["list"], after: [] };
        const grant = { ...what, people: ["ana"] };

        const lines = tableOf([
            { ...grant, group: attack },
            { ...grant, group: "x\ny" },
        ]).split("\n");

        assert.equal(lines.length, 4);
        assert.ok(lines[2]?.includes(`ana (${shown})   list`), lines[2]);
        assert.ok(lines[3]?.includes("ana (x\\u{a}y)"), lines[3]);
        assert.equal(lines[3]?.indexOf("list"), lines[2]?.indexOf("list"));
    });

    it("tells apart who may do what at once and who only after something", () => {
        const common = { policyId: "1", policy: "p", folder: "teams", group: "g", people: ["ana"] };

        const [, , free = "", guarded = ""] = tableOf([
            { ...common, privileges: ["list"], after: [] },
            { ...common, privileges: ["secret_reveal"], after: ["MFA", "approval (Secrets)"] },
        ]).split("\n");

        assert.match(free, /ana \(g\) +list +signing in$/);
        assert.match(guarded, /reveal secrets {3}MFA and approval \(Secrets\)$/);
    });

    it("says how often, and for how long", () => {
        const needs = [
            { kind: "mfa", factor: "any", everySeconds: 1800 },
            { kind: "mfa", factor: "phishing-resistant", everySeconds: 0 },
            { kind: "approval", requestType: "On-call secrets", lastsSeconds: 28_800 },
        ] as const;

        assert.deepEqual(needs.map(needInWords), [
            "MFA, every 30 min",
            "MFA that resists phishing, each time",
            "an approval (On-call secrets), for 8 h",
        ]);
    });

    it("is written in one place of the commands, and one of the tenant", () => {
        const files = ["cli", "tenant"].flatMap((room) =>
            readdirSync(join(checkout, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
        );

        const writing = files.filter((name) => {
            if (!name.endsWith(".ts")) return false;
            const source = readFileSync(join(checkout, name), "utf8");
            return /\bconsole(\.\w|\[)|process\.std(out|err)(?!\.isTTY)/.test(source);
        });

        // The demo passes on what the tenant, which is a command too, says on stderr.
        assert.deepEqual(writing.sort(), ["cli/demo/tenant-process.ts", "cli/terminal.ts", "tenant/http/serve.ts"]);
    });
});
