import assert from "node:assert/strict";
import { withoutSecrets } from "../../cli/demo/project";

describe("the stack file that the demo takes over", () => {
    it("keeps what is declared, and nothing that only the passphrase of another stack could read", () => {
        const stack = [
            "secretsprovider: awskms://alias/x",
            "encryptionsalt: v1:abc:v1:def",
            "config:",
            "  pulumi-okta-opa:project: team-secrets",
            "  okta:apiToken:",
            "    secure: v1:xyz",
            "  pulumi-okta-opa:teams:",
            "    - name: payments",
            "      members:",
            "        - ana@example.com",
            "",
        ];

        const kept = withoutSecrets(stack.join("\n"));

        assert.deepEqual(kept.split("\n"), [
            "config:",
            "  pulumi-okta-opa:project: team-secrets",
            "  pulumi-okta-opa:teams:",
            "    - name: payments",
            "      members:",
            "        - ana@example.com",
            "",
        ]);
    });
});
