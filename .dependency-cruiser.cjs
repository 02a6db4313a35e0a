"use strict";

const never = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** The import rules of resources/README.md, checked. */
module.exports = {
    forbidden: [
        never("no-cycles", "A cycle has no order to read it in.", {}, { circular: true }),
        never(
            "program-sees-the-face",
            "The program uses what a user of the package has.",
            { path: "^index\\.ts$" },
            { path: "^resources/(?!index\\.ts$)" },
        ),
        never(
            "http-knows-nobody",
            "The transport knows no vendor.",
            { path: "^resources/http/" },
            { path: "^(resources/(?!http/)|tenant|cli|tools)" },
        ),
        never(
            "lifecycle-below-vendors",
            "What every provider shares knows none of them.",
            { path: "^resources/lifecycle/" },
            { path: "^(resources/(okta|opa|team-secrets-space)/|tenant|cli|tools)" },
        ),
        never(
            "vendors-apart",
            "Okta and OPA are joined by the component alone.",
            { path: "^resources/okta/" },
            { path: "^resources/(opa|team-secrets-space)/" },
        ),
        never(
            "vendors-apart-too",
            "Okta and OPA are joined by the component alone.",
            { path: "^resources/opa/" },
            { path: "^resources/(okta|team-secrets-space)/" },
        ),
        never(
            "resources-apart",
            "Resources do not know each other.",
            { path: "^resources/opa/security-policy/" },
            { path: "^resources/opa/secret-folder/" },
        ),
        never(
            "resources-apart-too",
            "Resources do not know each other.",
            { path: "^resources/opa/secret-folder/" },
            { path: "^resources/opa/security-policy/" },
        ),
        never(
            "okta-resources-apart",
            "Resources do not know each other.",
            { path: "^resources/okta/group-push-mapping/" },
            { path: "^resources/okta/existing-group/" },
        ),
        never(
            "okta-resources-apart-too",
            "Resources do not know each other.",
            { path: "^resources/okta/existing-group/" },
            { path: "^resources/okta/group-push-mapping/" },
        ),
        never(
            "lookups-below-resources",
            "What resources share knows none of them.",
            { path: "^resources/okta/lookups/" },
            { path: "^resources/okta/(group-push-mapping|existing-group)/" },
        ),
        never(
            "access-on-top",
            "Who may do what is read from OPA; no resource needs it.",
            { path: "^(resources/(?!access/|audit/|doctor/|drift/|pushed-people/|records/|review/)|index\\.ts$)" },
            { path: "^resources/access/" },
        ),
        never(
            "doctor-on-top",
            "What a run needs is examined for the command alone.",
            { path: "^(resources/(?!doctor/)|index\\.ts$)" },
            { path: "^resources/doctor/" },
        ),
        never(
            "pushed-people-on-top",
            "Whom Okta and OPA have in pushed groups is compared for commands alone.",
            { path: "^(resources/(?!audit/|pushed-people/)|index\\.ts$)" },
            { path: "^resources/pushed-people/" },
        ),
        never(
            "drift-on-top",
            "What the engine shows is read for the command alone.",
            { path: "^(resources/(?!drift/)|index\\.ts$)" },
            { path: "^resources/drift/" },
        ),
        never(
            "engine-needs-nobody",
            "It is the shape of a document.",
            { path: "^resources/engine/" },
            { path: "^resources/(?!engine/)|^(tenant|cli|tools)/" },
        ),
        never(
            "engine-for-commands",
            "What the engine prints is read for commands alone.",
            { path: "^(resources/(?!engine/|drift/|review/)|index\\.ts$)" },
            { path: "^resources/engine/" },
        ),
        never(
            "review-on-top",
            "What a change would do is worked out for the command, and for what stops a program.",
            { path: "^(resources/(?!audit/|records/|review/|team-secrets-space/budget/)|index\\.ts$)" },
            { path: "^resources/review/" },
        ),
        never(
            "audit-on-top",
            "What lives beside what is declared is worked out for the command alone.",
            { path: "^(resources/(?!audit/)|index\\.ts$)" },
            { path: "^resources/audit/" },
        ),
        never(
            "records-on-top",
            "What an up did is written down and read for commands alone.",
            { path: "^(resources/(?!records/)|index\\.ts$)" },
            { path: "^resources/records/" },
        ),
        never(
            "records-need-nobody",
            "They are made of files, and make no call.",
            { path: "^resources/records/" },
            {
                path: "^resources/(?!records/|review/|access/|http/output/|okta/lookups/find-user)|^(tenant|cli|tools)/",
            },
        ),
        never(
            "review-needs-nobody",
            "It makes no call: no connection, no program, no SDK.",
            { path: "^resources/review/" },
            {
                path: "^resources/(http/(?!output/|time/)|okta/connection|opa/connection)|^(tenant|cli|tools)/|node_modules/@pulumi/",
            },
        ),
        never(
            "adopt-on-top",
            "What exists is matched for the command alone.",
            { path: "^(resources/(?!adopt/)|index\\.ts$)" },
            { path: "^resources/adopt/" },
        ),
        never(
            "access-of-opa",
            "It needs no program, no Okta and no component.",
            { path: "^resources/access/" },
            { path: "^resources/(?!access/|opa/|lifecycle/|http/)|^(tenant|cli|tools)/" },
        ),
        never(
            "plugin-without-the-sdk",
            "What runs in the plugin takes types from Pulumi, no code: everything but the class files.",
            {
                path: "^resources/(access|http|lifecycle|okta|opa)/",
                // The class files, which run in the program, and what makes the inputs and the text that go into state.
                pathNot:
                    "/(group-push-mapping|opa-secret-folder|opa-security-policy)\\.ts$|lifecycle/(stored-resource|given)",
            },
            { path: "node_modules/@pulumi/", dependencyTypesNot: ["type-only"] },
        ),
        never(
            "tenant-is-a-witness",
            "It is written from the contracts alone.",
            { path: "^tenant/" },
            { path: "^(resources|cli|tools)/" },
        ),
        never(
            "stand-in-is-apart",
            "It stands for code that is not ours.",
            { path: "^tools/engine/" },
            { path: "^(resources|tenant|cli)/" },
        ),
        never("no-tests-in-code", "Code does not need its tests.", { pathNot: "^test/" }, { path: "^test/" }),
        never(
            "no-undeclared",
            "What is imported stands in package.json.",
            {},
            { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
        ),
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default", "types"],
        },
    },
};
