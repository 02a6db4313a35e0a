import assert from "node:assert/strict";
import { engineTestMs } from "../engine/support/scene";
import { blocksOf, wayOf } from "./support/blocks";
import type { Desk } from "./support/desk";
import { played } from "./support/played";

/** Names of the pages' organisation, and what they are in the tenant. */
const names = ({ tenant }: Desk) =>
    [
        [/acme\.okta\.com/g, new URL(tenant.okta).host],
        [/opaTeam acme/g, "opaTeam example"],
    ] as const;

for (const [page, lay] of Object.entries(played)) {
    describe(`what ${page} says to do`, function () {
        this.timeout(engineTestMs * 3);
        let desk: Desk | undefined;

        before(async () => {
            desk = await lay();
        });
        after(() => desk?.close());

        for (const block of blocksOf(page).filter(({ language }) => language === "sh")) {
            const way = wayOf(block);
            if (way.kind !== "here") continue;
            it(`ends with ${way.code}: ${block.at}`, async () => {
                assert.ok(desk);
                const lines = names(desk).reduce((text, [name, there]) => text.replaceAll(name, there), block.text);

                const { code, said } = await desk.sh(lines);

                assert.equal(code, way.code, said);
            });
        }
    });
}
