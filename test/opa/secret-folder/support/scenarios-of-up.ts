import { payments } from "../../support/folder-ground";
import { answers, errors, inside, type Scenario, updates, withSecret } from "./scenario";

const { parentFolder: _parentFolder, ...atTheTop } = payments;
const postFolder = { method: "POST", path: /\/secret_folders$/ } as const;

/** What making a folder says. */
export const making: readonly Omit<Scenario, "run" | "applied">[] = [
    { title: "the name is free", under: [...answers, "folderNameCase"], verdict: "done" },
    {
        title: "a secret is in the way",
        happens: (h) => h.secret(inside),
        under: ["listItemPath", "folderNameCase"],
        verdict: "refused",
        says: [`A secret named "${inside}" is in the way`],
    },
    {
        title: "an interrupted run of this resource left the folder, empty",
        happens: (h) => h.folder(inside, `${payments.description} [pulumi:acme/dev/payments]`),
        under: [...answers, ...updates],
        verdict: "done",
    },
    {
        title: "an interrupted run of this resource left the folder, and the description changed since",
        happens: (h) => h.folder(inside, "Old words [pulumi:acme/dev/payments]"),
        under: [...answers, ...updates],
        verdict: "done",
    },
    {
        title: "an interrupted run of this resource left the folder, and it has no description any more",
        happens: (h) => h.folder(inside, "Old words [pulumi:acme/dev/payments]"),
        declares: { ...payments, description: "" },
        under: updates,
        verdict: "done",
    },
    {
        title: "an empty folder is there, exactly as declared, that no resource made",
        happens: (h) => h.folder(inside, payments.description),
        under: answers,
        verdict: "refused",
        says: ["contains nothing", "carries no mark", 'onExisting: "adopt"'],
    },
    {
        title: "an empty folder is there, exactly as declared, of another stack",
        happens: (h) => h.folder(inside, `${payments.description} [pulumi:acme/prod/payments]`),
        under: answers,
        verdict: "refused",
        says: ['is managed by resource "payments" of stack acme/prod', 'onExisting: "adopt"'],
    },
    {
        title: "an empty folder is there, exactly as declared, of another resource of this stack",
        happens: (h) => h.folder(inside, `${payments.description} [pulumi:acme/dev/cards%20%2F%201]`),
        under: answers,
        verdict: "refused",
        says: ['is managed by resource "cards / 1" of this stack', 'aliases: [{ name: "cards / 1" }]'],
    },
    {
        title: "an empty folder is there that this resource had adopted, not made",
        happens: (h) => h.folder(inside, `${payments.description} [pulumi:acme/dev/payments adopted]`),
        verdict: "refused",
        says: ["was adopted by an earlier run of this resource", 'onExisting: "adopt"'],
    },
    {
        title: "an empty folder is there whose description only looks like a mark of this resource",
        happens: (h) => h.folder(inside, `${payments.description}[pulumi:acme/dev/payments]`),
        verdict: "refused",
        says: ["carries no mark"],
    },
    {
        title: "a folder of that name holds a secret",
        happens: async (h) => {
            await h.folder(inside, payments.description);
            await withSecret(h);
        },
        under: answers,
        verdict: "refused",
        says: ["contains 1 secret", 'onExisting: "adopt"'],
    },
    {
        title: "a folder of that name has another description",
        happens: (h) => h.folder(inside, "Somebody's"),
        under: ["clearedDescription"],
        verdict: "refused",
        says: ["contains nothing", "Somebody's"],
    },
    {
        title: "a folder of that name is to be adopted",
        happens: async (h) => {
            await h.folder(inside, "Somebody's");
            await withSecret(h);
        },
        declares: { ...payments, onExisting: "adopt" },
        under: [...answers, ...updates],
        verdict: "done",
    },
    {
        title: "a folder of that name, whose contents are hidden",
        happens: async (h, tenant) => {
            await h.folder(inside, payments.description);
            tenant.fail({ method: "GET", path: /\/items$/, nth: 2, status: 404, times: 99 });
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine what", "resource_admin"],
    },
    {
        title: "a folder of that name, seen by policy alone",
        happens: async (h) => {
            await h.folder(inside, payments.description);
            h.revokeRole();
        },
        under: errors,
        verdict: "permission",
        says: ["resource_admin"],
    },
    {
        title: "a folder differs only in case",
        happens: (h) => h.folder("teams/Payments"),
        under: ["folderNameCase", "errorBody"],
        verdict: ({ folderNameCase }) => (folderNameCase === "same" ? "refused" : "done"),
        says: ['"Payments"'],
    },
    {
        title: "a folder of that name is elsewhere in the project",
        happens: async (h) => {
            await h.folder("squads");
            await h.folder("squads/west");
            await h.folder("squads/west/payments", payments.description);
        },
        under: ["folderNameScope", "errorBody", "emptyLists", "listItemPath"],
        verdict: ({ folderNameScope }) => (folderNameScope === "project" ? "refused" : "done"),
        says: ['there is a folder "squads/west/payments"', "Declare another name"],
    },
    {
        title: "a folder of that name is at the top, and is to be adopted where it is declared",
        happens: (h) => h.folder("payments", payments.description),
        declares: { ...payments, onExisting: "adopt" },
        under: ["folderNameScope"],
        verdict: ({ folderNameScope }) => (folderNameScope === "project" ? "refused" : "done"),
        says: ['there is a folder "payments"'],
    },
    {
        title: "the folder above is to be created, and one of its name is elsewhere",
        happens: (h) => h.folder("west"),
        declares: { ...payments, parentFolder: "teams/west", createParents: true },
        under: ["folderNameScope"],
        verdict: ({ folderNameScope }) => (folderNameScope === "project" ? "refused" : "done"),
        says: ['the name "west" is taken in folder "teams"', 'there is a folder "west"'],
    },
    {
        title: "folder_create revoked, role left",
        happens: (h) => h.revokePrivileges("folder_create"),
        under: errors,
        verdict: "permission",
        says: ["folder_create"],
    },
    {
        title: "policy asks for MFA",
        happens: (h) => h.askForMfa(),
        under: errors,
        verdict: "permission",
        says: ["MFA is required"],
    },
    {
        title: "role revoked, policy asks for MFA",
        happens: (h) => {
            h.revokeRole();
            h.askForMfa();
        },
        under: ["conditionalList", "emptyLists"],
        verdict: "permission",
    },
    {
        title: "at the top, role revoked",
        happens: (h) => h.revokeRole(),
        declares: atTheTop,
        under: errors,
        verdict: "permission",
        says: ["resource_admin"],
    },
    {
        title: "the folder above is missing",
        declares: { ...payments, parentFolder: "teams/europe" },
        under: answers,
        verdict: "refused",
        says: ["createParents"],
    },
    {
        title: "the folder above is missing and to be created",
        declares: { ...payments, parentFolder: "teams/europe/west", createParents: true },
        under: answers,
        verdict: "done",
    },
    {
        title: "the folder above is a secret",
        happens: (h) => h.secret("teams/europe"),
        declares: { ...payments, parentFolder: "teams/europe", createParents: true },
        under: ["listItemPath"],
        verdict: "refused",
        says: ['A secret named "teams/europe"'],
    },
    {
        title: "the answer to its creation is lost",
        happens: (_h, tenant) => tenant.fail({ ...postFolder, drop: "after" }),
        under: answers,
        verdict: "done",
    },
    {
        title: "the answer to its creation cannot be read",
        happens: (_h, tenant) => tenant.fail({ ...postFolder, body: "<html>" }),
        under: answers,
        verdict: "done",
    },
    {
        title: "service down while it is created",
        happens: (_h, tenant) => tenant.fail({ ...postFolder, status: 503 }),
        under: errors,
        verdict: "unavailable",
    },
];

/** What a changed declaration says. */
export const changing: readonly Omit<Scenario, "run">[] = [
    {
        title: "name and description declared differently",
        declares: { ...payments, name: "billing", description: "Bills" },
        under: [...updates, ...answers],
        verdict: "done",
    },
    {
        title: "description no longer declared",
        declares: { ...payments, description: "" },
        under: updates,
        verdict: "done",
    },
    {
        title: "folder_update revoked, role left",
        happens: (h) => h.revokePrivileges("folder_update"),
        declares: { ...payments, description: "Bills" },
        under: errors,
        verdict: "permission",
        says: ["folder_update"],
    },
    {
        title: "at the top, no policy for it",
        applied: atTheTop,
        declares: { ...atTheTop, description: "Bills" },
        under: ["topLevelFolderUpdate", "errorBody"],
        verdict: ({ topLevelFolderUpdate }) => (topLevelFolderUpdate === "policy-only" ? "permission" : "done"),
        says: ["folder_update"],
    },
    {
        title: "deleted by hand before it is changed",
        happens: (h) => h.remove(inside),
        declares: { ...payments, description: "Bills" },
        under: [...errors, "folderPath"],
        verdict: "refused",
        says: ["is gone. Run `pulumi refresh`"],
    },
    {
        title: "a secret has the new name",
        happens: (h) => h.secret("teams/billing"),
        declares: { ...payments, name: "billing" },
        under: ["errorBody", "folderNameCase"],
        verdict: "refused",
        says: ['A secret named "teams/billing"'],
    },
    {
        title: "a folder has the new name in another case",
        happens: (h) => h.folder("teams/Billing"),
        declares: { ...payments, name: "billing" },
        under: ["errorBody", "folderNameCase"],
        verdict: ({ folderNameCase }) => (folderNameCase === "same" ? "refused" : "done"),
        says: ['"Billing"'],
    },
    {
        title: "a folder elsewhere in the project has the new name",
        happens: (h) => h.folder("billing"),
        declares: { ...payments, name: "billing" },
        under: ["folderNameScope", "errorBody"],
        verdict: ({ folderNameScope }) => (folderNameScope === "project" ? "refused" : "done"),
        says: ['there is a folder "billing"'],
    },
    {
        title: "declared elsewhere",
        happens: (h) => h.folder("squads"),
        declares: { ...payments, parentFolder: "squads" },
        under: answers,
        verdict: "refused",
        says: ["cannot be moved", "by hand", "allowReplacement"],
    },
    {
        title: "declared in another project",
        declares: { ...payments, project: "others" },
        verdict: "refused",
        says: ["cannot be moved"],
    },
    {
        title: "declared in another resource group",
        declares: { ...payments, resourceGroup: "others" },
        verdict: "refused",
        says: ["cannot be moved"],
    },
    {
        title: "replacement allowed, the old one empty",
        happens: (h) => h.folder("teams/europe"),
        declares: { ...payments, parentFolder: "teams/europe", allowReplacement: true },
        under: [...answers, "nonEmptyFolderDelete"],
        verdict: "done",
    },
    {
        title: "replacement allowed, the old one holding a secret",
        happens: async (h) => {
            await withSecret(h);
            await h.folder("teams/europe");
        },
        declares: { ...payments, parentFolder: "teams/europe", allowReplacement: true },
        under: [...answers, "nonEmptyFolderDelete"],
        verdict: "refused",
        says: ["cannot be replaced", "contains 1 secret"],
    },
    {
        title: "replacement allowed while deleteContents is applied",
        applied: { ...payments, deleteContents: inside },
        happens: async (h) => {
            await withSecret(h);
            await h.folder("teams/europe");
        },
        declares: { ...payments, parentFolder: "teams/europe", allowReplacement: true },
        under: ["nonEmptyFolderDelete"],
        verdict: "refused",
        says: ["deleteContents"],
    },
];
