import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { checkout } from "../../cli/demo/checkout";
import { htmlOf } from "../../resources/review/render/html";
import { noBrowser, startBrowser } from "../support/browser";
import { shoot } from "../tenant/support/page-scene";
import { pageOf, sceneNames } from "./support/scenes";

const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

describe("the page of a review in a browser", () => {
    let browser: Browser | undefined;

    before(async function () {
        browser = await startBrowser();
        if (browser) return;
        console.log(noBrowser);
        this.skip();
    });

    after(() => browser?.close());

    /** Shows a text as a page of its own; whatever it asks for from elsewhere, or says, is a failure. */
    async function shown(html: string, size: keyof typeof sizes, act: (page: Page) => Promise<void>): Promise<void> {
        assert.ok(browser);
        const context = await browser.newContext({
            viewport: sizes[size],
            colorScheme: size === "desk" ? "light" : "dark",
        });
        const page = await context.newPage();
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        page.on("console", (message) => asked.push(message.text()));
        page.on("dialog", (dialog) => asked.push(dialog.message()));
        try {
            await page.setContent(html);
            await act(page);
            assert.deepEqual(asked, []);
        } finally {
            await context.close();
        }
    }

    /** What lies outside of the window to the right. */
    const overflow = (page: Page): Promise<number> =>
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    for (const name of sceneNames) {
        it(`shows ${name} on a desk and on a phone, with nothing outside of the window`, async () => {
            const html = htmlOf(await pageOf(name));
            assert.equal(html, readFileSync(join(checkout, "docs", "review", `${name}.html`), "utf8"));
            for (const size of ["desk", "phone"] as const) {
                await shown(html, size, async (page) => {
                    assert.ok((await overflow(page)) <= 0, `${name} on a ${size}`);
                    assert.equal(await page.locator("h1").isVisible(), true);
                    const heads = await page.locator("thead").first().boundingBox();
                    assert.equal((heads?.x ?? 0) >= 0, size === "desk", "the heads of the table");
                    assert.ok((await page.locator("tbody tr").count()) > 0);
                    await shoot(page, `${name}-${size}`);
                });
            }
        });
    }

    it("makes nothing of names but text, whatever they look like, however long", async () => {
        const evil = `<img src=x onerror="alert(1)"><script>alert(1)</script>${"x".repeat(200)}`;
        const page = await pageOf("risky");
        const row = page.rows[0];
        assert.ok(row);
        const groups = [{ name: evil, members: 1 }];
        const html = htmlOf({ ...page, rows: [{ ...row, groups, people: [evil], path: evil, team: evil }] });

        await shown(html, "phone", async (shownPage) => {
            assert.equal(await shownPage.locator("img, script, a, iframe").count(), 0);
            assert.ok(((await shownPage.locator("body").textContent()) ?? "").includes("<img src=x"));
            assert.ok((await overflow(shownPage)) <= 0);
        });
    });
});
