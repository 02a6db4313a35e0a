import { z } from "zod";
import type { Setting } from "./setting";
import type { SettingsReader } from "./settings-reader";

/** Where a stack says which org and which OPA team it is for. */
const setting: Setting = {
    what: "The org and the OPA team of this stack",
    env: "OKTA_OPA_EXPECT",
    config: "pulumi-okta-opa:expect",
    secret: false,
};

const expected = z.strictObject({ org: z.string().min(1).optional(), opaTeam: z.string().min(1).optional() });

/** The org and the team that the settings lead to. */
export interface Leading {
    readonly org?: string | undefined;
    readonly opaTeam?: string | undefined;
}

/**
 * Tells the reader if the credentials lead to another org or team than the stack is for: another shell's variables must not
 * run one org's program against another.
 */
export function checkExpected(leading: Leading, reader: SettingsReader): void {
    const given = reader.inConfiguration(setting);
    if (!given) return;
    const read = expected.safeParse(parsed(given.value));
    if (!read.success) {
        reader.refuse(
            `${setting.config} is not { org, opaTeam }. Write it so: \`pulumi config set --path ${setting.config}.org acme.okta.com\` ` +
                `and \`pulumi config set --path ${setting.config}.opaTeam acme\`.`,
        );
        return;
    }
    const told: readonly (readonly [string, string | undefined, string | undefined])[] = [
        ["Okta org", read.data.org, leading.org],
        ["OPA team", read.data.opaTeam, leading.opaTeam],
    ];
    for (const [what, wanted, actual] of told) {
        if (wanted === undefined || actual === undefined || wanted.toLowerCase() === actual.toLowerCase()) continue;
        reader.refuse(
            `These credentials are for the ${what} "${actual}", and this stack is for "${wanted}" (${setting.config}). Use the ` +
                "credentials of that one, or select the stack of the other.",
        );
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
