import { z } from "zod";

/** Every check by its code, which never changes: what it belongs to, and what is tried. docs/doctor.md has a heading for each. */
export const checks = {
    node: { group: "machine", tried: "the version of Node" },
    pulumi: { group: "machine", tried: "the version of Pulumi" },
    "pulumi-sdk": { group: "machine", tried: "the version of @pulumi/pulumi in the project" },
    "okta-plugin": { group: "machine", tried: "the version of @pulumi/okta in the project" },
    "direct-dependency": { group: "machine", tried: "whether the project depends on pulumi-okta-opa itself" },
    "okta-settings": { group: "settings", tried: "the settings for Okta" },
    "opa-settings": { group: "settings", tried: "the settings for OPA" },
    "stack-settings": { group: "settings", tried: "what the stack says for all spaces" },
    place: { group: "settings", tried: "where spaces go by default" },
    "okta-sign-in": { group: "okta", tried: "signing in to Okta" },
    "okta-scopes": { group: "okta", tried: "the scopes of Okta's service app" },
    "okta-role": { group: "okta", tried: "the admin role of the credential" },
    "okta-apps": { group: "okta", tried: "reading apps" },
    "okta-app": { group: "okta", tried: "the Okta Privileged Access app" },
    "okta-push": { group: "okta", tried: "the app's group push" },
    "okta-mappings": { group: "okta", tried: "reading the app's group push mappings" },
    "okta-app-people": { group: "okta", tried: "whom the app is assigned to" },
    "okta-groups": { group: "okta", tried: "reading groups" },
    "okta-people": { group: "okta", tried: "reading people" },
    "opa-sign-in": { group: "opa", tried: "signing in to OPA" },
    "opa-resource-group": { group: "opa", tried: "the resource group" },
    "opa-project": { group: "opa", tried: "the project" },
    "opa-parent-folder": { group: "opa", tried: "the folder above the spaces" },
    "opa-policies": { group: "opa", tried: "listing policies" },
    "opa-groups": { group: "opa", tried: "listing groups" },
    "opa-members": { group: "opa", tried: "reading a group's members" },
    "opa-folder-rights": {
        group: "opa",
        tried: "what policies let the service user do below the folder above the spaces",
    },
    "opa-probe": { group: "opa", tried: "making and deleting an empty folder" },
    "opa-own-secrets": { group: "opa", tried: "whether the automation may itself do something with secrets" },
    "opa-keys": { group: "opa", tried: "what else the key can do" },
    clock: { group: "limits", tried: "this machine's clock" },
    "okta-limits": { group: "limits", tried: "how many calls a minute Okta allows" },
} as const satisfies Readonly<Record<string, { readonly group: Group; readonly tried: string }>>;

/** What a check belongs to, in the order in which they are told. */
export const groups = ["machine", "settings", "okta", "opa", "limits"] as const;

type Group = (typeof groups)[number];

export type Code = keyof typeof checks;

const codes = Object.keys(checks) as [Code, ...Code[]];

const finding = z.strictObject({
    code: z.enum(codes).describe("Stable; docs/doctor.md has a heading for each."),
    group: z.enum(groups),
    mark: z
        .enum(["ok", "note", "warning", "failed", "skipped"])
        .describe(
            "A note asks for nothing. What is skipped was not tried, because something else must be mended first.",
        ),
    tried: z.string(),
    answer: z.string(),
    remedy: z.string().optional().describe("The one grant or setting that is missing."),
});

const examination = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    purpose: z.enum(["preview", "up", "drift"]),
    findings: z.array(finding),
});

/** What one check found. */
export type Finding = z.infer<typeof finding>;

/** All that was found, in the order of `checks`. */
export type Examination = z.infer<typeof examination>;

/** What the credentials are to be good for. */
export type Purpose = Examination["purpose"];

/** JSON Schema of `doctor --json`. */
export const examinationJsonSchema = (): unknown => z.toJSONSchema(examination);

/** One finding, with what its code stands for. */
export const found = (code: Code, mark: Finding["mark"], answer: string, remedy?: string): Finding => ({
    ...{ code, group: checks[code].group, mark, tried: checks[code].tried, answer },
    ...(remedy === undefined ? {} : { remedy }),
});

/** What was not tried, and what must be mended first. */
export const skipped = (code: Code, because: Code): Finding =>
    found(code, "skipped", `Not tried: mend ${because} first.`);

/** The findings in the order of `checks`. */
export function inOrder(findings: readonly Finding[]): Finding[] {
    return codes.flatMap((code) => findings.filter((one) => one.code === code));
}
