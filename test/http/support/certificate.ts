import { sign } from "node:crypto";
import { newKeyPair } from "../../../tenant/okta/oauth/key-pair";

/** A certificate for this machine, and for one name more, that nobody trusts, and its key, both PEM. Made anew, so that none lies about. */
export function selfSigned(host: string): { cert: string; key: string } {
    const { privateKey, publicKey } = newKeyPair("P-256");
    const ecdsaWithSha256 = sequence(Buffer.from("06082a8648ce3d040302", "hex"));
    const commonName = Buffer.from("0603550403", "hex");
    const name = sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from("localhost")))));
    const validity = sequence(tagged(0x17, Buffer.from("200101000000Z")), tagged(0x17, Buffer.from("491231235959Z")));
    const subjectAltName = Buffer.from("0603551d11", "hex");
    const names = sequence(dnsName("localhost"), dnsName(host), tagged(0x87, Buffer.from([127, 0, 0, 1])));
    const extensions = tagged(0xa3, sequence(sequence(subjectAltName, tagged(0x04, names))));
    const version3 = tagged(0xa0, tagged(0x02, Buffer.from([2])));
    const serial = tagged(0x02, Buffer.from([1]));
    const spki = publicKey.export({ type: "spki", format: "der" });
    const signed = sequence(version3, serial, ecdsaWithSha256, name, validity, name, spki, extensions);
    const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", signed, privateKey)]));
    const der = sequence(signed, ecdsaWithSha256, signature).toString("base64");
    return {
        cert: `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}

function dnsName(host: string): Buffer {
    return tagged(0x82, Buffer.from(host));
}

function sequence(...parts: Buffer[]): Buffer {
    return tagged(0x30, Buffer.concat(parts));
}

/** One value in DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
    const { length } = content;
    const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}
