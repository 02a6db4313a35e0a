import { z } from "zod";
import { ApiFailure } from "../http/failure/api-failure";
import { readAs } from "../http/failure/read-as";
import type { ApiRequest, Send } from "../http/send";
import type { OktaCredential } from "../okta/connection/credentials";
import { appPeople } from "../okta/lookups/app-people";
import { getApp } from "../okta/lookups/by-id";
import { findOpaApps, type OpaApp, requireOneActive } from "../okta/lookups/find-opa-app";
import { type Attempt, attempt } from "./attempt";
import { type Code, type Finding, found, type Purpose, skipped } from "./finding";
import { scopeFindings } from "./scopes";

/** How Okta is reached, and what for. */
export interface OktaWay {
    readonly send: Send;
    readonly credential: OktaCredential;
    /** A connection whose token has this scope alone. */
    readonly withScope: (scope: string) => Send;
    /** As it is written down for the stack. */
    readonly appId: string | undefined;
    readonly purpose: Purpose;
}

const afterSignIn = [
    "okta-role",
    "okta-apps",
    "okta-app",
    "okta-push",
    "okta-mappings",
    "okta-app-people",
    "okta-groups",
    "okta-people",
] as const satisfies readonly Code[];

/** The codes of this part. */
export const oktaCodes: readonly Code[] = ["okta-sign-in", "okta-scopes", ...afterSignIn];

/** What the credential for Okta lets the package do. Reads only. */
export async function examineOkta(way: OktaWay): Promise<Finding[]> {
    const { send, credential } = way;
    const apps = await attempt(
        "okta-apps",
        () => findOpaApps(send),
        (list) => `${list.length} of them are of OPA.`,
    );
    const refused = await signInRefused(way, apps);
    if (refused) return refused;
    const [groups, people] = await Promise.all([
        some(send, "okta-groups", "groups"),
        some(send, "okta-people", "users"),
    ]);
    const signedIn = found("okta-sign-in", "ok", whoIs(credential));
    const scopes = scopeFindings(credential, way.purpose);
    if ([apps, groups, people].every(isRoleless)) {
        return [signedIn, ...scopes, noRole(), ...afterSignIn.slice(1).map((code) => skipped(code, "okta-role"))];
    }
    const role = found("okta-role", "ok", "There is one; how far it reaches is seen below.");
    const lists = [apps, groups, people].flatMap(({ failure, findings }) =>
        scopes.some(isFailed) && isForScope(failure)
            ? findings.map(({ code }) => skipped(code, "okta-scopes"))
            : findings,
    );
    return [signedIn, ...scopes, role, ...lists, ...(await ofApp(way, apps.value))];
}

/** Undefined when a token was given. */
async function signInRefused(way: OktaWay, { findings }: Attempt<unknown>): Promise<Finding[] | undefined> {
    const [failure] = findings;
    if (failure?.mark !== "failed") return undefined;
    const thrown = await tokenFailure(way.send);
    if (!thrown) return undefined;
    const { code } = thrown.details;
    if (code === "invalid_scope" || code === "consent_required") {
        const scopes = way.credential.type === "service-app" ? way.credential.scopes : [];
        const refused = await refusedScopes(scopes, way.withScope);
        const finding = found(
            "okta-scopes",
            "failed",
            `Okta does not grant the app ${refused.join(" and ")}.`,
            "Grant it in the Admin Console, on the app's tab Okta API Scopes; or take it out of the scopes that are asked for.",
        );
        return [found("okta-sign-in", "ok", whoIs(way.credential)), finding, ...afterSignIn.map(by("okta-scopes"))];
    }
    const { remedy, ...details } = thrown.details;
    const said = found("okta-sign-in", "failed", new ApiFailure(details).message, remedy);
    return [said, skipped("okta-scopes", "okta-sign-in"), ...afterSignIn.map(by("okta-sign-in"))];
}

const by = (because: Code) => (code: Code) => skipped(code, because);

/** The failure before anything is looked at: of the credential itself, or of the way to Okta. */
async function tokenFailure(send: Send): Promise<ApiFailure | undefined> {
    try {
        await send(firstOf("groups"));
        return undefined;
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        const isOfToken = ["invalid_scope", "consent_required"].includes(failure.details.code ?? "");
        return isOfToken || failure.kind === "unauthenticated" || failure.kind === "unavailable" ? failure : undefined;
    }
}

/** Asked for several scopes, Okta says only that one is not granted, so each is asked for by itself. */
async function refusedScopes(scopes: readonly string[], withScope: OktaWay["withScope"]): Promise<readonly string[]> {
    const failures = await Promise.all(scopes.map((scope) => tokenFailure(withScope(scope))));
    return scopes.filter((_scope, index) => failures[index] !== undefined);
}

function whoIs(credential: OktaCredential): string {
    switch (credential.type) {
        case "service-app":
            return `As the service app ${credential.clientId}.`;
        case "api-token":
            return "With an API token, which has the rights of whoever made it.";
        case "access-token":
            return "With an access token, which somebody else asked for and which ends within an hour.";
    }
}

const noRole = () =>
    found(
        "okta-role",
        "failed",
        "Okta refuses to list apps, groups and people, although the credential is valid.",
        "Assign an admin role in the Admin Console, Security, Administrators: one that covers the app, the groups and the members.",
    );

/** Whether it was refused for another reason than a scope. */
const isRoleless = ({ failure }: Attempt<unknown>): boolean =>
    failure instanceof ApiFailure && failure.kind === "forbidden" && !isForScope(failure);

/** The code is Okta's general one where the header tells of a scope, so its words count too (docs/contracts/okta-api.md 1.8). */
const isForScope = (failure: unknown): boolean =>
    failure instanceof ApiFailure &&
    failure.kind === "forbidden" &&
    (failure.details.code === "insufficient_scope" || failure.details.said.includes("scope"));

const isFailed = ({ mark }: Finding): boolean => mark === "failed";

const list = z.array(z.unknown());

const firstOf = (what: string): ApiRequest => ({ method: "GET", path: `/api/v1/${what}`, query: { limit: 1 } });

function some(send: Send, code: Code, what: "groups" | "users"): Promise<Attempt<unknown>> {
    const request = firstOf(what);
    const ask = async () => readAs(request, await send(request), (body) => list.parse(body));
    return attempt(code, ask, (items) => {
        if (items.length > 0) return "At least one is seen.";
        const remedy = "Let the admin role cover the groups and the people of the teams.";
        return [found(code, "warning", "None is seen: the admin role may not cover any.", remedy)];
    });
}

async function ofApp(way: OktaWay, apps: readonly OpaApp[] | undefined): Promise<Finding[]> {
    const rest = ["okta-push", "okta-mappings", "okta-app-people"] as const;
    if (!apps && !way.appId) return ["okta-app" as const, ...rest].map(by("okta-apps"));
    const { send } = way;
    const app = await attempt(
        "okta-app",
        async () => {
            const appId = way.appId ?? onlyActive(apps ?? []);
            const one = await getApp(send, appId);
            if (!one) throw new Error(`There is no app ${appId} in this org. Correct pulumi-okta-opa:appId.`);
            if (one.status === "ACTIVE") return one;
            throw new Error(`App "${one.label}" (${appId}) is ${one.status}. Activate it in Okta.`);
        },
        ({ id, label }) => `"${label}" (${id}).`,
    );
    if (!app.value) return [...app.findings, ...rest.map(by("okta-app"))];
    const { id, features } = app.value;
    const mappings = `/api/v1/apps/${encodeURIComponent(id)}/group-push/mappings`;
    const read: ApiRequest = { method: "GET", path: mappings, query: { limit: 1 } };
    const looks = [
        attempt(
            "okta-mappings",
            async () => readAs(read, await send(read), list.parse),
            () => "They can be read.",
        ),
        attempt("okta-app-people", () => appPeople(send, id), assigned),
    ];
    return [...app.findings, pushing(features), ...(await Promise.all(looks)).flatMap(({ findings }) => findings)];
}

function onlyActive(apps: readonly OpaApp[]): string {
    requireOneActive(apps);
    return apps.find(({ isActive }) => isActive)?.id ?? "";
}

const pushing = (features: readonly string[]): Finding =>
    features.includes("GROUP_PUSH")
        ? found("okta-push", "ok", "GROUP_PUSH is among the app's features.")
        : found(
              "okta-push",
              "failed",
              "GROUP_PUSH is not among the app's features, so nothing would ever be pushed.",
              "Enable provisioning to the app in the Admin Console, on its tab Provisioning.",
          );

const assigned = (people: ReadonlySet<string>): string | readonly Finding[] =>
    people.size > 0
        ? `${people.size} people. Whom it is not assigned to is not pushed.`
        : [
              found(
                  "okta-app-people",
                  "warning",
                  "The app is assigned to nobody, so groups are pushed without members.",
                  "Assign the app to the people of the teams, through a group other than the teams'.",
              ),
          ];
