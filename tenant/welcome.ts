import type { Tenant } from "./start-tenant";

/** What a person who has just started a tenant needs to know. */
export function welcomeTo(tenant: Tenant): string {
    return `A simulated Okta org with Okta Privileged Access, on this machine only. Ctrl-C ends it, and it forgets all.

${table(placesOf(tenant))}

In it:
${table(contentsOf(tenant))}

In the shell that runs pulumi:
${Object.entries(tenant.environment)
    .map(([name, value]) => `    export ${name}=${value}`)
    .join("\n")}

The calls, as they come:`;
}

type Row = readonly [left: string, right: string];

function placesOf({ url, control }: Tenant): Row[] {
    return [
        [`${url}/`, "what is in it, as it changes: open it in a browser"],
        [`${control}/state`, "the same as JSON"],
        [`${control}/requests`, "the calls so far"],
    ];
}

function contentsOf({ store, opaAppId }: Tenant): Row[] {
    const named = (objects: ReadonlyMap<string, { readonly name: string }>) =>
        [...objects.values()].map(({ name }) => name).join(", ");
    return [
        ["people", peopleIn([...store.users.values()].map(({ login }) => login))],
        ["OPA app", opaAppId],
        ["resource group", named(store.resourceGroups)],
        ["project", named(store.projects)],
        ["folder", named(store.folders)],
    ];
}

function peopleIn(logins: readonly string[]): string {
    return `${logins[0]} and ${logins.length - 1} others`;
}

function table(rows: readonly Row[]): string {
    const width = Math.max(...rows.map(([left]) => left.length));
    return rows.map(([left, right]) => `    ${left.padEnd(width)}  ${right}`).join("\n");
}
