import type { Review, Row } from "../../../resources/review/page/document";

/** The rows of a page, short enough to be written down in a table of tests. */
export function inLines({ rows, ifStrictest }: Review): string[] {
    return [
        ...rows.map(line),
        ...ifStrictest.not.map((row) => `if strictest, not: ${line(row)}`),
        ...ifStrictest.instead.map((row) => `if strictest: ${line(row)}`),
    ];
}

function line(row: Row): string {
    const { people, serviceUsers, groups, workloadRoles, path, except, before, after, because } = row;
    const who = [
        ...groups.map(({ name, members }) => `[${name} ${members ?? "?"}]`),
        ...people.map((login) => login.replace("@example.com", "")),
        ...serviceUsers,
        ...workloadRoles.map(({ name }) => `(${name})`),
    ];
    const where = except.length > 0 ? `${path} not ${except.join(", ")}` : path;
    return `${row.risk}: ${who.join(" ")} | ${where} | ${inShort(before)} → ${inShort(after)} | ${because.join("; ")}`;
}

const letters: Readonly<Record<string, string>> = {
    list: "L",
    folder_create: "f",
    folder_update: "u",
    folder_delete: "d",
    secret_create: "C",
    secret_update: "U",
    secret_reveal: "R",
    secret_delete: "D",
};

/** Privileges by letters, and what is asked for them in brackets. */
function inShort(rights: Row["before"]): string {
    const parts = rights.map(({ privileges, ways }) => {
        const asked = ways.map((way) => way.map(need).join("+")).join("/");
        return `${privileges.map((one) => letters[one] ?? one).join("")}${asked === "" ? "" : `(${asked})`}`;
    });
    return parts.join(" ") || "-";
}

function need(one: Row["before"][number]["ways"][number][number]): string {
    if (one.kind === "approval") return `${one.requestType} ${one.lastsSeconds}`;
    return `${one.factor === "any" ? "mfa" : "phr"} ${one.everySeconds}`;
}
