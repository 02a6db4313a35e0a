import assert from "node:assert/strict";
import type { Code } from "../../resources/doctor/finding";
import type { OpaRole } from "../../tenant";
import { administratorOf } from "../support/administrator";
import { conditions, policyFor, ruleOn } from "../tenant/support/policies";
import { findings, healthy, type Patient, withServiceApp, withTwoKeys } from "./support";

const all = ["okta.apps.manage", "okta.groups.manage", "okta.users.read", "okta.apps.read", "okta.groups.read"];

/** One thing that is wrong, the one check that finds it, and what must be told. */
interface Sick {
    readonly what: string;
    readonly spoil: (patient: Patient) => void | Promise<void>;
    readonly code: Code;
    readonly told: RegExp;
    readonly mark?: "warning";
}

const without = (name: string) => (patient: Patient) => {
    Reflect.deleteProperty(patient.env, name);
};

/** The tenant is found by a setting for tests, and an org by its name. */
const nowhere = (patient: Patient) => {
    for (const name of ["OKTA_HTTP_PROXY", "OKTA_ORG_NAME"]) without(name)(patient);
};

const inEnv = (name: string, value: string) => (patient: Patient) => {
    patient.env[name] = value;
};

const inConfig = (key: string, value: string) => (patient: Patient) => {
    patient.config[`pulumi-okta-opa:${key}`] = value;
};

const on = (machine: Partial<Patient["machine"]>) => (patient: Patient) => {
    patient.machine = { ...patient.machine, ...machine };
};

const app = ({ tenant }: Patient) => {
    const found = tenant.store.apps.get(tenant.opaAppId);
    assert.ok(found);
    return found;
};

/** Leaves a group of OPA these roles alone. */
const roles =
    (group: string, left: readonly OpaRole[]) =>
    ({ tenant }: Patient) => {
        for (const one of tenant.store.opaGroups.values())
            if (one.name === group) Object.assign(one, { roles: [...left] });
    };

/** Makes the automation's policy one with these privileges and conditions. */
async function automationMay(
    { tenant }: Patient,
    privileges: Parameters<typeof ruleOn>[1],
    more: Parameters<typeof ruleOn>[2] = {},
): Promise<void> {
    const [teams] = tenant.store.folders.values();
    const [own] = [...tenant.store.opaGroups.values()].filter(({ name }) => name === "automation");
    const [policy] = tenant.store.policies.values();
    assert.ok(teams && own && policy);
    const body = policyFor([own.id], [ruleOn(teams.id, privileges, more)], { name: policy.name });
    await administratorOf(tenant).opa("PUT", `/security_policy/${policy.id}`, body);
}

const sick: readonly Sick[] = [
    { what: "an old Node", spoil: on({ node: "18.20.1" }), code: "node", told: /18\.20\.1; >=20\.19\.0 is needed/ },
    { what: "no Pulumi", spoil: on({ pulumi: undefined }), code: "pulumi", told: /not found.*Install Pulumi/s },
    {
        what: "an old Pulumi",
        spoil: on({ pulumi: "3.226.9" }),
        code: "pulumi",
        told: /3\.226\.9; >=3\.227\.0 <4 is needed/,
    },
    {
        what: "no @pulumi/pulumi",
        spoil: on({ packages: { "@pulumi/pulumi": undefined, "@pulumi/okta": "7.0.0" } }),
        code: "pulumi-sdk",
        told: /npm install "@pulumi\/pulumi@>=3\.227\.0 <4"/,
    },
    {
        what: "another major version of @pulumi/okta",
        spoil: on({ packages: { "@pulumi/pulumi": "3.300.0", "@pulumi/okta": "6.9.0" } }),
        code: "okta-plugin",
        told: /npm install "@pulumi\/okta@\^7\.0\.0"/,
    },
    {
        what: "a package that only another one brings",
        spoil: on({ isDirectDependency: false }),
        code: "direct-dependency",
        told: /npm install pulumi-okta-opa/,
    },
    { what: "no org", spoil: nowhere, code: "okta-settings", told: /OKTA_ORG_NAME/ },
    { what: "no credential of Okta", spoil: without("OKTA_API_TOKEN"), code: "okta-settings", told: /OKTA_API_TOKEN/ },
    {
        what: "an access token in the place of an API token",
        spoil: inEnv("OKTA_API_TOKEN", "eyJhbGciOi.eyJzdWIiOi.c2ln"),
        code: "okta-settings",
        told: /holds an access token/,
    },
    { what: "no OPA team", spoil: without("OKTAPAM_TEAM"), code: "opa-settings", told: /OKTAPAM_TEAM/ },
    { what: "no OPA key", spoil: without("OKTAPAM_KEY"), code: "opa-settings", told: /OKTAPAM_KEY/ },
    {
        what: "a host that is not Okta's",
        spoil: inEnv("OKTAPAM_API_HOST", "https://pam.example.net"),
        code: "opa-settings",
        told: /not a trusted Okta host/,
    },
    {
        what: "credentials for another OPA team than the stack's",
        spoil: inConfig("expect", '{"opaTeam":"other"}'),
        code: "opa-settings",
        told: /this stack is for "other"/,
    },
    {
        what: "credentials for another org than the stack's",
        spoil: inConfig("expect", '{"org":"acme.okta.com"}'),
        code: "okta-settings",
        told: /this stack is for "acme\.okta\.com"/,
    },
    {
        what: "a setting of the stack that cannot be read",
        spoil: inConfig("requireAssigned", "perhaps"),
        code: "stack-settings",
        told: /requireAssigned: .*use true or false/,
    },
    {
        what: "no parent folder by default",
        spoil: (patient) => {
            Reflect.deleteProperty(patient.config, "pulumi-okta-opa:parentFolder");
        },
        code: "place",
        told: /pulumi config set pulumi-okta-opa:parentFolder/,
        mark: "warning",
    },
    {
        what: "an API token that Okta does not know",
        spoil: inEnv("OKTA_API_TOKEN", `00${"x".repeat(40)}`),
        code: "okta-sign-in",
        told: /Set a valid credential/,
    },
    {
        what: "a credential without an admin role",
        spoil: ({ tenant }) => {
            tenant.standing.hasOktaRole = false;
        },
        code: "okta-role",
        told: /Assign an admin role/,
    },
    {
        what: "a service app without an admin role",
        spoil: (patient) => withServiceApp(patient, all, { hasRole: false }),
        code: "okta-role",
        told: /Assign an admin role/,
    },
    {
        what: "a scope that is asked for and not granted",
        spoil: (patient) => withServiceApp(patient, all.slice(1), { asked: all }),
        code: "okta-scopes",
        told: /does not grant the app okta\.apps\.manage\./,
    },
    ...all.slice(0, 3).map(
        (scope): Sick => ({
            what: `${scope} not asked for`,
            spoil: (patient) =>
                withServiceApp(
                    patient,
                    all.filter((one) => one !== scope),
                ),
            code: "okta-scopes",
            told: new RegExp(`${scope} is not among the scopes`),
        }),
    ),
    {
        what: "no app of OPA",
        spoil: ({ tenant }) => {
            tenant.store.apps.delete(tenant.opaAppId);
        },
        code: "okta-app",
        told: /no active Okta Privileged Access app/,
    },
    {
        what: "an app that is not active",
        spoil: (patient) => {
            Object.assign(app(patient), { status: "INACTIVE" });
        },
        code: "okta-app",
        told: /no active Okta Privileged Access app/,
    },
    { what: "the id of no app", spoil: inConfig("appId", "0oagone"), code: "okta-app", told: /no app 0oagone/ },
    {
        what: "an app without group push",
        spoil: (patient) => {
            Object.assign(app(patient), { features: ["PUSH_NEW_USERS"] });
        },
        code: "okta-push",
        told: /Enable provisioning/,
    },
    {
        what: "an app that nobody is assigned to",
        spoil: ({ tenant }) => {
            tenant.store.appAssignments.get(tenant.opaAppId)?.clear();
        },
        code: "okta-app-people",
        told: /Assign the app to the people/,
        mark: "warning",
    },
    {
        what: "a wrong secret of the OPA key",
        spoil: inEnv("OKTAPAM_SECRET", "s".repeat(48)),
        code: "opa-sign-in",
        told: /OKTAPAM_SECRET/,
    },
    {
        what: "an OPA key that has expired",
        spoil: ({ tenant }) => {
            tenant.standing.hasOpaKey = false;
        },
        code: "opa-sign-in",
        told: /may have expired/,
    },
    {
        what: "a team that OPA does not know",
        spoil: inEnv("OKTAPAM_TEAM", "nobody"),
        code: "opa-sign-in",
        told: /OKTAPAM_TEAM|opa:team/,
    },
    {
        what: "no resource_admin",
        spoil: roles("automation", ["security_admin"]),
        code: "opa-resource-group",
        told: /resource_admin/,
    },
    {
        what: "no resource_admin for the one of two",
        spoil: (patient) => {
            withTwoKeys(patient);
            roles("resource-automation", [])(patient);
        },
        code: "opa-resource-group",
        told: /resource_admin/,
    },
    {
        what: "no security_admin",
        spoil: roles("automation", ["resource_admin"]),
        code: "opa-policies",
        told: /security_admin/,
    },
    {
        what: "a resource group that is not there",
        spoil: inConfig("resourceGroup", "plattform"),
        code: "opa-resource-group",
        told: /Declare one of: "platform"/,
    },
    {
        what: "a project that is not there",
        spoil: inConfig("project", "team-secret"),
        code: "opa-project",
        told: /Declare one of: "team-secrets"/,
    },
    {
        what: "a parent folder that is not there",
        spoil: inConfig("parentFolder", "team"),
        code: "opa-parent-folder",
        told: /team/,
    },
    ...(["folder_create", "folder_update", "folder_delete"] as const).map(
        (privilege): Sick => ({
            what: `no ${privilege} on the parent folder`,
            spoil: (patient) => {
                const rest = (["list", "folder_create", "folder_update", "folder_delete"] as const).filter(
                    (one) => one !== privilege,
                );
                return automationMay(patient, rest);
            },
            code: "opa-folder-rights",
            told: new RegExp(`do this in "teams": ${privilege}\\..*the group "automation" on the folder "teams"`, "s"),
        }),
    ),
    {
        what: "a policy of the automation that asks for MFA",
        spoil: (patient) =>
            automationMay(patient, ["folder_create", "folder_update", "folder_delete", "list"], {
                conditions: [conditions.mfa],
            }),
        code: "opa-folder-rights",
        told: /only after MFA or an approval/,
    },
    {
        what: "an automation that may reveal secrets",
        spoil: (patient) =>
            automationMay(patient, ["list", "folder_create", "folder_update", "folder_delete", "secret_reveal"]),
        code: "opa-own-secrets",
        told: /"team folders"|"folder" of policy/,
        mark: "warning",
    },
];

describe("doctor", () => {
    let patient: Patient;

    beforeEach(async () => {
        patient = await healthy();
    });
    afterEach(() => patient.tenant.close());

    const writing = () => patient.tenant.requests.filter(({ writes }) => writes);

    it("finds nothing wrong where nothing is, and writes nothing", async () => {
        const found = await findings(patient);

        assert.deepEqual(
            found.filter(({ mark }) => mark !== "ok" && mark !== "note"),
            [],
        );
        assert.deepEqual(writing(), []);
    });

    it("finds nothing wrong with a service app and two service users", async () => {
        withServiceApp(patient, all);
        withTwoKeys(patient);
        const found = await findings(patient);

        assert.deepEqual(
            found.filter(({ mark }) => mark !== "ok" && mark !== "note"),
            [],
        );
    });

    for (const { what, spoil, code, told, mark = "failed" } of sick) {
        it(`names ${what}, and that alone`, async () => {
            await spoil(patient);
            patient.tenant.clearRequests();
            const found = await findings(patient);

            const wrong = found.filter((one) => one.mark === "failed" || one.mark === "warning");
            assert.deepEqual(
                [...new Set(wrong.map((one) => `${one.code} ${one.mark}`))],
                [`${code} ${mark}`],
                JSON.stringify(wrong, undefined, 1),
            );
            assert.match(wrong.map(({ answer, remedy }) => `${answer} ${remedy ?? ""}`).join("\n"), told);
            assert.deepEqual(writing(), []);
        });
    }

    it("asks for less where less is to be done", async () => {
        await automationMay(patient, ["list"]);
        withServiceApp(patient, ["okta.apps.read", "okta.groups.read", "okta.users.read"]);
        for (const purpose of ["preview", "drift"] as const) {
            patient.purpose = purpose;
            const wrong = (await findings(patient)).filter(({ mark }) => mark === "failed" || mark === "warning");
            assert.deepEqual(wrong, []);
        }
    });

    it("makes one empty folder and deletes it, where it is allowed to", async () => {
        patient.mayProbe = true;
        const before = [...patient.tenant.store.folders.keys()];
        const found = await findings(patient);

        const [probed] = found.filter(({ code }) => code === "opa-probe");
        assert.equal(probed?.mark, "ok", probed?.answer);
        assert.deepEqual([...patient.tenant.store.folders.keys()], before);
        assert.deepEqual(
            writing().map(({ method }) => method),
            ["POST", "DELETE"],
        );
    });

    it("names the folder that it made and could not delete", async () => {
        patient.mayProbe = true;
        patient.tenant.fail({ method: "DELETE", path: /secret_folders/, status: 403 });
        const found = await findings(patient);

        const [probed] = found.filter(({ code }) => code === "opa-probe");
        const left = [...patient.tenant.store.folders.values()].at(-1)?.name ?? "";
        assert.equal(probed?.mark, "failed");
        assert.match(left, /^pulumi-okta-opa-doctor-/);
        assert.ok(probed.answer.includes(`teams/${left} was made, and could not be deleted`), probed.answer);
    });

    it("shows no credential", async () => {
        const { opaKeySecret, oktaApiToken } = patient.tenant.credentials;
        const text = JSON.stringify(await findings(patient));

        assert.ok(!text.includes(opaKeySecret) && !text.includes(oktaApiToken));
    });
});
