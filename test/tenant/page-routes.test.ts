import assert from "node:assert/strict";
import { startTenant } from "../../tenant";
import { secretPrivileges } from "../../tenant/store/opa-records";

describe("the tenant's answer to a browser", () => {
    it("is a page that may run and load nothing but its own parts", async () => {
        const tenant = await startTenant();

        const answers = ["/", "/page/frame.css", "/page/page.mjs", "/page/..%2Fpage-routes.ts", "/page/nothing.mjs"];
        const [html, css, script, ...others] = await Promise.all(answers.map((path) => fetch(`${tenant.okta}${path}`)));

        await tenant.close();
        assert.deepEqual(
            [html, css, script].map((answer) => [answer?.status, answer?.headers.get("content-type")?.split(";")[0]]),
            [
                [200, "text/html"],
                [200, "text/css"],
                [200, "text/javascript"],
            ],
        );
        assert.deepEqual(
            others.map(({ status }) => status),
            [404, 404],
        );
        const policy = html?.headers.get("content-security-policy") ?? "";
        assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
        assert.doesNotMatch(policy, /unsafe|data:|\*/);
    });

    it("tells the page's scripts which privileges there are, so that they call as many as that everything", async () => {
        const tenant = await startTenant();

        const answer = await fetch(`${tenant.okta}/page/all-privileges.mjs`);
        const text = await answer.text();

        await tenant.close();
        assert.deepEqual([answer.status, answer.headers.get("content-type")?.split(";")[0]], [200, "text/javascript"]);
        assert.equal(text, `export const allPrivileges = ${JSON.stringify(secretPrivileges)};\n`);
    });
});
