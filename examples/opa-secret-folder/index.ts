import { OpaSecretFolder } from "pulumi-okta-opa";

// Nested folders need a policy that gives the service user's group folder_create on the folder above.
const ledgers = new OpaSecretFolder("ledgers", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "ledgers",
    description: "Passwords of the accounting systems",
});

const archive = new OpaSecretFolder("archive", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: ledgers.folderId,
    name: "archive",
});

export const paths = [ledgers.path, archive.path];
