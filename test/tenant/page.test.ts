import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { startTenant } from "../../tenant";
import { noBrowser, startBrowser } from "../support/browser";
import { opensPage, pushDelayMs, type Scene, shoot, shows } from "./support/page-scene";
import { conditions } from "./support/policies";
import { secretPrivileges } from "./support/space-by-hand";

describe("the page of a tenant", () => {
    let browser: Browser | undefined;

    before(async function () {
        browser = await startBrowser();
        if (browser) return;
        console.log(noBrowser);
        this.skip();
    });

    after(() => browser?.close());

    const opened = (act: (scene: Scene) => Promise<void>) => opensPage(browser, act);

    it("says that no team has a space, and shows what was there before", () =>
        opened(async ({ page, tenant }) => {
            await shows(page, "#no-spaces", /No team has a space yet/);
            await shows(page, "#folders", /platform \/ team-secrets.*teams.*automation.*pulumi-automation/);
            await shows(page, "#policies", /automation manages team folders.*ACTIVE/);
            await shows(page, "#groups", /All staff/);
            await shows(page, "#no-calls", /No call yet/);
            assert.equal(await page.locator("#spaces").isVisible(), false);
            assert.equal(await page.locator(".fresh").count(), 0);
            assert.deepEqual(tenant.requests, []);
            await shoot(page, "empty");
        }));

    it("shows a space while it is being made and when it is there, without a reload", () =>
        opened(async ({ page, tenant, hand }) => {
            await page.evaluate(() => Reflect.set(globalThis, "isSame", true));

            const groupId = await hand.makeGroup("team-payments", ["ana@example.com", "leo@example.com"]);
            await shows(page, "#groups", /team-payments.*2 members.*ana.*leo/);
            await hand.push(groupId, "team-payments");
            await shows(
                page,
                "#spaces-rows",
                /ana.*leo.*ACTIVE.*not pushed yet.*not in OPA yet.*no policy gives access/,
            );
            await shows(page, "#summary", /^1 space, 0 complete$/);
            tenant.clock.advance(pushDelayMs);
            await shows(
                page,
                "#spaces-rows",
                /last push.*team-payments.*ana.*leo \(deprovisioned\).*no policy gives access/,
            );
            const folderId = await hand.makeFolder("payments", "teams", "Card payments");
            await shows(page, "#folders", /teams.*payments.*Card payments/);
            await hand.allow("team-payments", folderId, ["list", "secret_reveal"]);

            await shows(page, "#spaces-rows", /teams\/payments.*list; secrets: reveal/);
            await shows(page, "#summary", /^1 space, 1 complete$/);
            await shows(
                page,
                "#folders",
                /payments.*team-payments.*ana.*list; secrets: reveal.*"team-payments secrets"/,
            );
            await shows(page, "#groups", /^(?!.*team-payments)/);
            await shows(page, "#spaces-rows > tr > .fresh", /teams\/payments/);
            assert.equal(await page.evaluate(() => Reflect.get(globalThis, "isSame")), true);
        }));

    it("tells of a push that failed, a mapping that is switched off and a policy that no longer counts", () =>
        opened(async ({ page, tenant, hand }) => {
            tenant.failPush({ outcome: "error" });
            await hand.push(await hand.makeGroup("team-mobile", ["ben@example.com"]), "team-mobile");
            tenant.clock.advance(pushDelayMs);
            const mappingId = await hand.push(
                await hand.makeGroup("team-payments", ["ana@example.com"]),
                "team-payments",
            );
            tenant.clock.advance(pushDelayMs);
            const policyId = await hand.allow(
                "team-payments",
                await hand.makeFolder("payments", "teams"),
                secretPrivileges,
            );
            await shows(page, "#spaces-rows", /team-mobile.*ERROR.*403 Forbidden.*not in OPA.*1 member not pushed/);
            await shows(page, "#spaces-rows", /team-payments.*ACTIVE.*everything/);
            await shows(page, "#summary", /^2 spaces, 1 complete, 1 push in ERROR$/);
            await shoot(page, "error");

            await hand.stopPush(mappingId);
            await hand.switchOff(policyId);

            await shows(page, "#spaces-rows", /team-payments.*INACTIVE.*no policy gives access/);
            await shows(page, "#policies", /team-payments secrets.*SWITCHED OFF/);
        }));

    it("tells privileges apart by what they ask for, each time by the tenant's verdict", () =>
        opened(async ({ page, tenant, hand }) => {
            await hand.push(await hand.makeGroup("team-payments", ["ana@example.com"]), "team-payments");
            tenant.clock.advance(pushDelayMs);
            const folderId = await hand.makeFolder("payments", "teams");
            await hand.allow("team-payments", folderId, ["list"], "everyday");
            const strong = { ...conditions.mfa.condition_value, acr_values: "phr", re_auth_frequency_in_seconds: 0 };
            const mfa = { ...conditions.mfa, condition_value: strong };
            const both = [mfa, conditions.accessRequest];
            await hand.allow("team-payments", folderId, ["secret_reveal"], "reveal", both);

            const asked =
                'only after MFA that resists phishing (each time)and after approval of "Secrets approval" (lasts 30 min)';
            const inOrder = new RegExp(`list.*secrets: reveal${asked.replaceAll(/[()]/g, "\\$&")}`);
            for (const part of ["#spaces-rows", "#folders", "#policies"]) await shows(page, part, inOrder);
            await shoot(page, "levels");
        }));

    it("names what the ids in a call stand for, and can leave out what changes nothing", () =>
        opened(async ({ page, hand }) => {
            const groupId = await hand.makeGroup("team-payments", ["ana@example.com"]);
            await hand.readGroup(groupId);
            await hand.readGroup(groupId);
            await shows(
                page,
                "#calls > :nth-child(1)",
                /^GET \/api\/v1\/groups\/team-payments200.*Okta, automation, 2 times$/,
            );
            await shows(
                page,
                "#calls > :nth-child(2)",
                /^PUT \/api\/v1\/groups\/team-payments\/users\/ana@example.com204/,
            );

            await page.getByLabel("only changes").check();

            await shows(page, "#calls > :nth-child(1)", /^PUT/);
            await shows(page, "#calls > :last-child", /^POST \/api\/v1\/groups200/);
        }));

    it("shows a hostile name as the text it is", () =>
        opened(async ({ page, tenant, hand }) => {
            const markup = `<img src=x onerror="globalThis.harmed = true">`;
            const name = `${markup}\u202e\u200b`;
            const hostile = `${markup}\\u{202e}\\u{200b}`;
            const groupId = await hand.makeGroup(name, ["ana@example.com"], name);
            await page.getByText(hostile).first().waitFor();

            await hand.push(groupId, name);
            tenant.clock.advance(pushDelayMs);
            await hand.allow(name, await hand.makeFolder("payments", "teams", name), secretPrivileges, name);

            await page.locator("#spaces-rows .path", { hasText: "teams/payments" }).waitFor();
            for (const part of ["#spaces-rows", "#folders", "#policies", "#calls"]) {
                await page.locator(part).getByText(hostile).first().waitFor();
            }
            assert.equal(await page.locator("img").count(), 0);
            assert.equal(await page.evaluate(() => Reflect.get(globalThis, "harmed")), undefined);
        }));

    it("begins anew when the tenant is reset", () =>
        opened(async ({ page, tenant, hand }) => {
            await hand.makeGroup("team-payments", []);
            await shows(page, "#groups", /team-payments/);

            tenant.reset();

            await shows(page, "#groups", /^(?!.*team-payments)/);
            await shows(page, "#no-calls", /No call yet/);
        }));

    it("says that the tenant is away, and shows what is in it when it is back", () =>
        opened(async ({ page, tenant, hand, trouble }) => {
            await hand.makeGroup("team-payments", []);
            await shows(page, "#groups", /team-payments/);

            await tenant.close();
            await shows(page, "#connection", /^The tenant does not answer$/);
            const other = await startTenant({ port: Number(new URL(tenant.okta).port) });

            await shows(page, "#connection", /^Live$/);
            await shows(page, "#groups", /^(?!.*team-payments)/);
            await other.close();
            trouble.length = 0;
        }));

    it("fits on wide and narrow screens", () =>
        opened(async ({ page, tenant, hand }) => {
            const pushed = async (team: string, members: string[]) => {
                const logins = members.map((name) => `${name}@example.com`);
                return hand.push(
                    await hand.makeGroup(`team-${team}`, logins, `Secrets of team ${team}`),
                    `team-${team}`,
                );
            };
            await pushed("payments", ["ana", "ben"]);
            tenant.clock.advance(pushDelayMs);
            const payments = await hand.makeFolder("payments", "teams", "Card payments and payouts");
            await hand.allow("team-payments", payments, secretPrivileges);
            await pushed("data-platform", ["chloe", "dario", "leo"]);
            const data = await hand.makeFolder("data-platform", "teams", "Warehouse and pipelines");
            await shows(page, "#summary", /^2 spaces, 1 complete$/);
            await shoot(page, "during");

            tenant.clock.advance(pushDelayMs);
            await hand.allow("team-data-platform", data, secretPrivileges);
            await pushed("mobile", ["ben", "emma"]);
            tenant.clock.advance(pushDelayMs);
            const mobile = await hand.makeFolder("mobile", "teams", "Secrets of team mobile");
            await hand.allow(
                "team-mobile",
                mobile,
                secretPrivileges.filter((name) => !name.endsWith("delete")),
            );

            await shows(page, "#summary", /^3 spaces, 3 complete$/);
            for (const width of [1440, 700, 390]) {
                await page.setViewportSize({ width, height: 1000 });
                const scrolled = await page.evaluate(
                    () => Reflect.get(globalThis, "document").documentElement.scrollWidth,
                );
                assert.ok(scrolled <= width, `${scrolled} px of content on a screen of ${width} px`);
                await shoot(page, width === 1440 ? "after" : `after-${width}`);
            }
            await page.setViewportSize({ width: 1440, height: 1000 });
            await page.emulateMedia({ colorScheme: "dark" });
            await shoot(page, "after-dark");
        }));
});
