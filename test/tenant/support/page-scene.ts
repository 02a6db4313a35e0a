import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startTenant, type Tenant } from "../../../tenant";
import { SpaceByHand } from "./space-by-hand";

/** Pushes wait until a test moves the tenant's clock. */
export const pushDelayMs = 600_000;

/** A page in the browser, the tenant it shows, and somebody who makes spaces in it. */
export interface Scene {
    readonly page: Page;
    readonly tenant: Tenant;
    readonly hand: SpaceByHand;
    /** What went wrong in the page so far. */
    readonly trouble: string[];
}

/** Opens the page of a new tenant, and in the end expects that nothing went wrong in it. */
export async function opensPage(browser: Browser | undefined, act: (scene: Scene) => Promise<void>): Promise<void> {
    assert.ok(browser);
    const tenant = await startTenant({ settings: { pushDelayMs, membershipDelayMs: 0 } });
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    const trouble = troubleOf(page, tenant.okta);
    try {
        await page.goto(tenant.okta);
        await shows(page, "#connection", /^Live$/);
        await act({ page, tenant, hand: new SpaceByHand(tenant), trouble });
        assert.deepEqual(trouble, []);
    } finally {
        await page.close();
        await tenant.close();
    }
}

/** Everything that should not happen in a page: errors, warnings, and requests to anybody but the tenant. */
function troubleOf(page: Page, own: string): string[] {
    const wrong: string[] = [];
    page.on("console", (message) => wrong.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
    page.on("request", (request) => {
        if (!request.url().startsWith(`${own}/`)) wrong.push(`asked ${request.url()}`);
    });
    page.on("response", (response) => {
        if (!response.ok()) wrong.push(`${response.status()} ${response.url()}`);
    });
    return wrong;
}

/** Waits until the element can be seen and its text is this. */
export async function shows(page: Page, selector: string, text: RegExp, waitMs = 10_000): Promise<void> {
    await page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: waitMs });
}

/** Keeps a picture of the whole page where the environment variable SCREENSHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
    const folder = process.env["SCREENSHOTS"];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
