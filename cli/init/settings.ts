import { isOwnerFor } from "../../resources/team-secrets-space/authority/code-owners";

/** The simulated org, by the name that it has for itself. */
export const simulatedOrg = "example.okta.com";

/** Where pipelines run; `none` for a repository without. */
export const places = ["github", "gitlab", "none"] as const;

export type Place = (typeof places)[number];

/** Something that a new repository must be told. */
export interface Setting {
    /** As commander names its flag. */
    readonly name: SettingName;
    /** Takes its value. */
    readonly flag: string;
    readonly about: string;
    /** What `--yes` takes: the simulated org's, so that what is made can be tried at once. Undefined if it may be left out. */
    readonly example: string | undefined;
    /** Why a value cannot be used, as what follows it in a sentence; undefined if it can. */
    readonly refusal: (value: string, place: Place) => string | undefined;
}

export type SettingName = "name" | "stack" | "org" | "opaTeam" | "resourceGroup" | "project" | "app" | "owners";

/** The values of a repository. */
export type Settings = Readonly<Record<SettingName, string>> & { readonly host: Place };

const unless = (pattern: RegExp, reason: string) => (value: string) => (pattern.test(value) ? undefined : reason);

/** One line of text without blanks around it. */
const aName = (value: string) =>
    value === "" || value !== value.trim() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) || value.length > 255
        ? "is no name. Give it on one line, without blanks around it."
        : undefined;

/** In the order in which they are asked. */
export const settings: readonly Setting[] = [
    {
        ...{ name: "name", flag: "--name <name>", about: "the Pulumi project's name", example: undefined },
        refusal: unless(
            /^[a-z0-9][a-z0-9._-]{0,99}$/,
            'is no name for a project. Use at most 100 lower-case letters, digits, "-", "_" and ".", beginning with a letter or digit.',
        ),
    },
    {
        ...{ name: "stack", flag: "--stack <name>", about: "the stack's name", example: "dev" },
        refusal: unless(
            /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
            'is no name for a stack. Use at most 100 letters, digits, "-", "_" and ".", beginning with a letter or digit.',
        ),
    },
    {
        ...{ name: "org", flag: "--org <host>", about: "the Okta org", example: simulatedOrg },
        refusal: unless(
            /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
            "is no host. Give the org's address without https://, for example acme.okta.com.",
        ),
    },
    {
        ...{
            name: "opaTeam",
            flag: "--opa-team <name>",
            about: "the team of Okta Privileged Access",
            example: "example",
        },
        refusal: unless(
            /^[A-Za-z0-9_-]{1,255}$/,
            "is no team. Give it as in the address of Okta Privileged Access, for example acme.",
        ),
    },
    {
        ...{ name: "resourceGroup", flag: "--resource-group <name>", about: "OPA's resource group, its name or id" },
        ...{ example: "platform", refusal: aName },
    },
    {
        ...{ name: "project", flag: "--project <name>", about: "the project in that resource group, its name or id" },
        ...{ example: "team-secrets", refusal: aName },
    },
    {
        ...{
            name: "app",
            flag: "--app <id>",
            about: "id of the Okta Privileged Access app, 0oa…, if there are several",
        },
        ...{ example: "" },
        refusal: unless(/^(0oa[A-Za-z0-9]{17})?$/, "is no app's id. It is 0oa and 17 letters or digits, or nothing."),
    },
    {
        ...{
            name: "owners",
            flag: "--owners <names>",
            about: "who approves what is of no area, for example @acme/platform",
        },
        example: "@example/platform",
        refusal: (value, place) => {
            const wrong = ownersIn(value).filter((one) => !isOwnerFor(place === "none" ? "github" : place, one));
            if (ownersIn(value).length > 0 && wrong.length === 0) return undefined;
            return 'names no owners of code. Write "@organisation/team", "@person" or an address; several with commas.';
        },
    },
];

/** The owners that a text names. */
export const ownersIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);

/** What was given, as far as it was. */
export type Given = Partial<Readonly<Record<SettingName, string>>>;

/** Everything that is wrong with what was given, one line each. */
export function refusalsOf(given: Given, place: Place): readonly string[] {
    return settings.flatMap(({ name, flag, refusal }) => {
        const value = given[name];
        const reason = value === undefined ? undefined : refusal(value, place);
        return reason === undefined ? [] : [`${flag.split(" ")[0]}: ${JSON.stringify(value)} ${reason}`];
    });
}

/** The name of a folder, as that of a project. */
export const asProjectName = (folder: string): string =>
    folder
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]+/g, "-")
        .replace(/^[^a-z0-9]+/, "")
        .slice(0, 100) || "team-secrets";
