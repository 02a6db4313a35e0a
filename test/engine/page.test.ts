import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { noBrowser, startBrowser } from "../support/browser";
import { shoot, shows } from "../tenant/support/page-scene";
import { engineTestMs, type Scene, startScene } from "./support/scene";

describe("the page of a tenant, beside the real engine", function () {
    this.timeout(engineTestMs);
    let browser: Browser | undefined;
    let scene: Scene;
    let page: Page;

    before(async function () {
        browser = await startBrowser();
        if (browser) return;
        console.log(noBrowser);
        this.skip();
    });
    beforeEach(async () => {
        scene = await startScene({});
        assert.ok(browser);
        page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
        await page.goto(scene.tenant.url);
    });
    afterEach(() => scene.close());
    after(() => browser?.close());

    it("is empty before up, fills while it runs, and shows every team's space in the end", async () => {
        // Nothing arrives in OPA until the page has shown that nothing has.
        scene.tenant.settings.pushDelayMs = 3_600_000;
        await shows(page, "#no-spaces", /No team has a space yet/);
        await shoot(page, "up-before");

        const up = scene.up();
        await shows(page, "#spaces-rows", /not pushed yet.*not in OPA yet/, engineTestMs);
        await shoot(page, "up-during");
        const pushing = setInterval(() => scene.tenant.clock.flush(), 200);
        await up.finally(() => clearInterval(pushing));
        // The level of access of one team has a group and a folder too.
        await shows(page, "#summary", /^4 spaces, 4 complete$/);

        for (const name of ["payments", "data-platform", "mobile"]) {
            await shows(page, "#spaces-rows", new RegExp(`team-${name}.*ACTIVE.*teams/${name}`));
        }
        await shoot(page, "up-after");
    });
});
