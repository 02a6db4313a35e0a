import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPlatform } from "../../../resources/team-secrets-space/authority/read-platform";
import { loginOnHost } from "../../../resources/team-secrets-space/authority/rules-schema";
import { formatted } from "../../../resources/team-secrets-space/files/format-file";
import { platformJsonSchema } from "../../../resources/team-secrets-space/files/json-schema";

/** The platform file with this text. */
function read(text: string): ReturnType<typeof readPlatform> {
    const home = mkdtempSync(join(tmpdir(), "known-"));
    try {
        mkdirSync(join(home, "teams"));
        writeFileSync(join(home, "platform.yaml"), text);
        return readPlatform(join(home, "teams"));
    } finally {
        rmSync(home, { recursive: true });
    }
}

const mistakes = (text: string): string[] =>
    read(text).mistakes.map(({ property, reason }) => `${property}: ${reason}`);

describe("a login by the code host's user name, in the platform file", () => {
    const rulesOf = (text: string) => read(text).declared ?? assert.fail(mistakes(text).join());

    it("is found as the host reads names, and by nothing else", () => {
        const rules = rulesOf("logins: { Ana-Acme: Ana@example.com, ben.b_2: ben@example.com }\n");

        assert.deepEqual(
            ["ana-acme", "BEN.B_2", "ana", "", "toString", "__proto__"].map((name) => loginOnHost(rules, name)),
            ["Ana@example.com", "ben@example.com", undefined, undefined, undefined, undefined],
        );
        assert.equal(loginOnHost(rulesOf("areas: {}\n"), "ana-acme"), undefined);
    });

    it("is refused where the name or the login is none, and where somebody is named twice", () => {
        assert.match(mistakes('logins: { "@ana": ana@example.com }\n').join(), /logins.*without "@"/);
        assert.match(mistakes("logins: { ana: ana }\n").join(), /logins.*is not a login/);
        assert.match(mistakes("logins: { ana: a@b.com, ANA: c@d.com }\n").join(), /logins: .*names somebody twice/);
        assert.match(mistakes("logins: [ana]\n").join(), /logins: .*give logins by user names/);
    });

    it("has its place in the file", () => {
        assert.equal(
            formatted("areas: {}\nlogins: {b: b@c.com}\nowners: ['@a/b']\n", undefined, "platform"),
            "owners: ['@a/b']\nlogins: {b: b@c.com}\nareas: {}\n",
        );
    });
});

describe("a known policy in the platform file", () => {
    it("has a name, a reason and perhaps a last day", () => {
        const { declared } = read(
            'known:\n  - { policy: break-glass, why: emergencies, until: "2027-12-31" }\n  - { policy: b, why: w }\n',
        );

        assert.deepEqual(declared?.known, [
            { policy: "break-glass", why: "emergencies", until: "2027-12-31" },
            { policy: "b", why: "w" },
        ]);
    });

    it("is refused without a reason, with a day that is none, with another key, and twice", () => {
        assert.match(mistakes("known: [{ policy: a }]\n").join(), /known\[0\]\.why/);
        assert.match(mistakes("known: [{ policy: a, why: '' }]\n").join(), /is empty\. Say what the policy is for/);
        assert.match(mistakes("known: [{ policy: a, why: b, until: '2027-02-30' }]\n").join(), /until: .*is not a day/);
        assert.match(mistakes("known: [{ policy: a, why: b, group: c }]\n").join(), /group/);
        assert.match(mistakes("known: [{ policy: a, why: b }, { policy: a, why: c }]\n").join(), /"a": is there twice/);
        assert.match(mistakes("known: break-glass\n").join(), /give a list, for example \[\{ policy: break-glass/);
    });

    it("has its place in the file, and in its schema", () => {
        const text = "areas: {}\nknown:\n  - why: w\n    policy: b\nowners: ['@acme/platform']\n";

        assert.equal(
            formatted(text, undefined, "platform"),
            "owners: ['@acme/platform']\nknown:\n  - policy: b\n    why: w\nareas: {}\n",
        );
        assert.match(JSON.stringify(platformJsonSchema()), /"known":\{.*"policy"/);
    });
});
