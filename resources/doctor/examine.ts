import { usualConditions } from "../http/connect";
import type { Send } from "../http/send";
import type { ConfigSource } from "../lifecycle/config-source";
import { connectToOkta, oktaCredentialsIn, openOkta } from "../okta/connection/connect";
import { connectToOpa, type OpaConnection } from "../opa/connection/connect";
import { appIdKey, defaultPlace } from "../team-secrets-space/declared/place";
import { type Code, type Examination, type Finding, inOrder, type Purpose, skipped } from "./finding";
import { Heard } from "./limits";
import { examineMachine, type Machine, type Needed } from "./machine";
import { examineOkta, oktaCodes } from "./okta";
import { examineOpa, type OpaExamined, opaCodes } from "./opa";
import { probe } from "./probe";
import { examineSettings } from "./settings";

/** What is to be examined. */
export interface Subject {
    readonly machine: Machine;
    readonly needed: Needed;
    readonly config: ConfigSource;
    readonly env: NodeJS.ProcessEnv;
    readonly purpose: Purpose;
    /** Whether one empty folder may be made, and deleted again. Nothing else writes. */
    readonly mayProbe: boolean;
}

/** Looks at all that a run needs, and tells each thing that is missing. */
export async function examine(
    subject: Subject,
): Promise<{ readonly examination: Examination; readonly calls: number }> {
    const { machine, needed, config, env, purpose, mayProbe } = subject;
    const heard = new Heard();
    const settings = examineSettings(config, env);
    const isWhole = (code: Code) => settings.every((one) => one.code !== code || one.mark === "ok");
    const [okta, opa] = await Promise.all([
        isWhole("okta-settings") ? askOkta(subject, heard) : skipAll(oktaCodes, "okta-settings"),
        isWhole("opa-settings") ? askOpa(subject, heard) : { findings: skipAll(opaCodes, "opa-settings") },
    ]);
    const probed = mayProbe ? await askToWrite(subject, opa, heard) : [];
    const all = [
        ...examineMachine(machine, needed),
        ...settings,
        ...okta,
        ...opa.findings,
        ...probed,
        ...heard.findings(),
    ];
    return { examination: { format: 1, purpose, findings: inOrder(all) }, calls: heard.calls };
}

const skipAll = (codes: readonly Code[], because: Code): Finding[] => codes.map((code) => skipped(code, because));

function askOkta({ config, env, purpose }: Subject, heard: Heard): Promise<Finding[]> {
    const credentials = oktaCredentialsIn(config, env);
    if (!credentials) throw new Error("Okta's credentials are neither whole nor refused.");
    const { origin, credential } = credentials;
    const withScope = (scope: string): Send => {
        const alone = credential.type === "service-app" ? { ...credential, scopes: [scope] } : credential;
        return heard.by("Okta", openOkta({ origin, credential: alone }, usualConditions(env)));
    };
    const send = heard.by("Okta", connectToOkta(config, env));
    return examineOkta({ send, credential, withScope, appId: config.get(appIdKey) || undefined, purpose });
}

function askOpa({ config, env, purpose }: Subject, heard: Heard): Promise<OpaExamined> {
    const heardBy = (opa: OpaConnection): OpaConnection => ({ ...opa, send: heard.by("OPA", opa.send) });
    const [forResources, forSecurity] = [connectToOpa(config, "resource", env), connectToOpa(config, "security", env)];
    const resource = heardBy(forResources);
    const security = forSecurity === forResources ? resource : heardBy(forSecurity);
    return examineOpa({ resource, security, place: defaultPlace(config), purpose });
}

async function askToWrite(
    { config, env }: Subject,
    { parent }: OpaExamined,
    heard: Heard,
): Promise<readonly Finding[]> {
    if (!parent) return [skipped("opa-probe", "opa-parent-folder")];
    const opa = connectToOpa(config, "resource", env);
    return probe({ ...opa, send: heard.by("OPA", opa.send) }, parent);
}
