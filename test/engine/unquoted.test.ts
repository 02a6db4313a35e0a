import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineTestMs, startTeams, writesTo } from "./support/scene";

const stack = `config:
  pulumi-okta-opa:resourceGroup: platform
  pulumi-okta-opa:project: team-secrets
  pulumi-okta-opa:parentFolder: teams
  pulumi-okta-opa:teams:
    - name: 0123
      members: [00123456, 1e5, "00123456"]
      groupName: 2024-01-31
    - name: payments
      members: [ana@example.com, ~]
      description:
      folderName: true
`;

describe("texts of a stack's file that stand without quotes, on the real engine", () => {
    it("are told with what they were read as, all at once, and nothing is made", async function () {
        this.timeout(engineTestMs);
        const scene = await startTeams([]);
        writeFileSync(join(scene.folder, "Pulumi.dev.yaml"), stack);

        const text = await scene.fail("preview");
        await scene.close();

        const told = [...text.matchAll(/teams\[\d\]\.\S+: .*/g)].map(([line]) => line);
        const inQuotes = "Write what you mean in quotes.";
        assert.deepEqual([...new Set(told)].sort(), [
            `teams[0].groupName: "2024-01-31 00:00:00 +0000 UTC": was read as a date, not as text. ${inQuotes}`,
            `teams[0].members[0]: 42798: was read as a number, not as text. ${inQuotes}`,
            `teams[0].members[1]: 100000: was read as a number, not as text. ${inQuotes}`,
            `teams[0].name: 83: was read as a number, not as text. ${inQuotes}`,
            "teams[1].description: is empty. Write a value, in quotes if it is ~ or null, or remove it.",
            `teams[1].folderName: true: was read as true or false, not as text. ${inQuotes}`,
            "teams[1].members[1]: is empty. Write a value, in quotes if it is ~ or null, or remove it.",
        ]);
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});
