import { OpaSecretFolder, OpaSecurityPolicy } from "pulumi-okta-opa";

const runbooks = new OpaSecretFolder("runbooks", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "runbooks",
});

const readers = new OpaSecurityPolicy("runbook-readers", {
    name: "runbook readers",
    resourceGroup: "platform",
    // Groups by their name in OPA; one that is pushed from Okta is waited for.
    principals: { userGroups: [{ name: "platform-admins" }] },
    rules: [
        {
            name: "runbooks",
            secretFolderId: runbooks.id,
            privileges: ["reveal"],
            conditions: [{ conditionType: "mfa", reAuthFrequencyInSeconds: 3600 }],
        },
    ],
});

export const policyId = readers.policyId;
