import assert from "node:assert/strict";
import { createPrivateKey, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sinon from "sinon";
import type { ApiRequest } from "../../resources/http/send";
import { SettingsReader } from "../../resources/http/settings/settings-reader";
import { openOkta } from "../../resources/okta/connection/connect";
import { oktaCredentials } from "../../resources/okta/connection/credentials";
import { ecKey, rsaKey } from "../http/support/keys";
import { fakeTime, Script, settled } from "../http/support/script";
import { connect, get, origin, token, verified } from "./support/service-app";

describe("the private key of an Okta service app", () => {
    let clock: sinon.SinonFakeTimers;
    const rsa = rsaKey();

    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    it("signs with the algorithm of its key, given as PEM of any kind, with \\n, or as JWK", async () => {
        const [p256, p384, p521] = [ecKey("P-256"), ecKey("P-384"), ecKey("P-521")];
        const pkcs1 = createPrivateKey(rsa.pem).export({ type: "pkcs1", format: "pem" }).toString();
        const jwk = { ...createPrivateKey(rsa.pem).export({ format: "jwk" }), kid: "kid-of-jwk", alg: "RS384" };
        const cases: [string, KeyObject, string, string?][] = [
            [p256.pem, p256.publicKey, "ES256"],
            [p384.pem, p384.publicKey, "ES384"],
            [p521.pem, p521.publicKey, "ES512"],
            [pkcs1, rsa.publicKey, "RS256"],
            [rsa.pem.replaceAll("\n", "\\n"), rsa.publicKey, "RS256"],
            [JSON.stringify(jwk), rsa.publicKey, "RS384", "kid-of-jwk"],
        ];

        for (const [privateKey, publicKey, alg, kid] of cases) {
            const script = new Script([token("at"), { status: 200 }]);
            const credential = {
                type: "service-app",
                clientId: "0oaClient",
                privateKey,
                privateKeyId: undefined,
                scopes: ["s"],
            } as const;
            await settled(clock, openOkta({ origin, credential }, script.conditions())(get));
            assert.deepEqual(await verified(script.requests[0] as ApiRequest, publicKey), { alg, kid });
        }
    });

    it("is read from the file that is named instead, as by the Okta plugin", () => {
        const folder = mkdtempSync(join(tmpdir(), "key-"));
        const file = join(folder, "key.pem");
        writeFileSync(file, rsa.pem);
        const place = { OKTA_ORG_NAME: "x", OKTA_BASE_URL: "okta.com" };
        const env = { ...place, OKTA_API_CLIENT_ID: "0oa", OKTA_API_PRIVATE_KEY: file, OKTA_API_SCOPES: "s" };

        const found = oktaCredentials(new SettingsReader({ env, config: { get: () => undefined } }));

        rmSync(folder, { recursive: true });
        assert.ok(found?.credential.type === "service-app");
        assert.equal(found.credential.privateKey, rsa.pem.trim());
    });

    it("is refused when it cannot be read, without showing it and without sending", async () => {
        const script = new Script([]);

        for (const key of [
            "no key at all",
            "/no/such/file.pem",
            rsa.pem.slice(0, 400),
            '{"kty":"oct","k":"c2VjcmV0"}',
            '{"kty":',
        ]) {
            await assert.rejects(settled(clock, connect(script, key)(get)), (failure: Error) => {
                assert.match(
                    failure.message,
                    /^The private key cannot be read: .* PEM or JWK, or to the path of its file\.$/,
                );
                return true;
            });
        }
        assert.deepEqual(script.conversation, []);
    });
});
