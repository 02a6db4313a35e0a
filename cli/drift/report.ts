import type { Drift, DriftedObject, DriftedProperty, Right } from "../../resources/drift/document";
import { visible, visibleOnOneLine } from "../../tenant/visible";
import { plainInMarkdown } from "../markdown";

const kinds: Readonly<Record<string, string>> = {
    "okta:group/group:Group": "Okta group",
    "okta:index/groupMemberships:GroupMemberships": "members of an Okta group",
    "pulumi-nodejs:dynamic/okta:GroupPushMapping": "push to OPA",
    "pulumi-nodejs:dynamic/okta:ExistingGroup": "group that Okta has",
    "pulumi-nodejs:dynamic/opa:SecretFolder": "secret folder",
    "pulumi-nodejs:dynamic/opa:SecurityPolicy": "security policy",
};

const kindOf = ({ type }: DriftedObject): string => kinds[type] ?? type;

/** The result in one line. */
export function verdictOn({ objects, pushDifferences, unknown, planned }: Drift): string {
    const found = [
        objects.length > 0 ? `${objects.length} drifted: ${objects.map(({ name }) => name).join(", ")}` : "",
        pushDifferences.length > 0
            ? `${pushDifferences.length} pushed groups with other people: ${pushDifferences.map(({ group }) => group).join(", ")}`
            : "",
    ].filter((part) => part !== "");
    const later = planned.length > 0 ? ` ${planned.length} changes of the program are not applied yet.` : "";
    if (unknown.length > 0) {
        const rest = found.length > 0 ? ` Found so far: ${found.join("; ")}.` : "";
        return `It could not be told whether there is drift.${rest}${later}`;
    }
    return found.length === 0 ? `No drift.${later}` : `Drift: ${found.join("; ")}.${later}`;
}

/** What drifted, by team, and what the next `up` does about it. */
export function reportOf(drift: Drift): string {
    const parts = [
        ...byTeam(drift.objects).map(([team, objects]) =>
            [team ?? "of no team", ...objects.flatMap(linesOf)].join("\n"),
        ),
        ...(drift.pushDifferences.length > 0
            ? [["people", ...drift.pushDifferences.flatMap(peopleIn)].join("\n")]
            : []),
        ...(drift.unknown.length > 0
            ? [
                  [
                      "could not tell",
                      ...drift.unknown.map((one) => `  ? ${visible(one).replaceAll("\n", "\n    ")}`),
                  ].join("\n"),
              ]
            : []),
        verdictOn(drift),
    ];
    return parts.join("\n\n");
}

function byTeam(objects: readonly DriftedObject[]): [string | null, readonly DriftedObject[]][] {
    const teams = [...new Set(objects.map(({ team }) => team))];
    return teams.map((team) => [team, objects.filter((one) => one.team === team)]);
}

function linesOf(object: DriftedObject): string[] {
    const { what, name, properties, note } = object;
    const sign = { changed: "~", gone: "-", unknown: "?" }[what];
    return [
        `  ${sign} ${kindOf(object)} ${visibleOnOneLine(name)}: ${what}; the next up: ${object.next}`,
        ...properties.map((one) => `      ${propertyLine(one)}`),
        ...byWhom(object).map((line) => `      ${line}`),
        ...consequencesOf(object).map((line) => `      → ${line}`),
        ...(note === undefined ? [] : [`      ${note}`]),
    ].map(visibleOnOneLine);
}

function propertyLine({ property, was, is, next }: DriftedProperty): string {
    return `${property}: ${changeOf(was, is)}; next up: ${same(was, next) ? "as it was" : nextOf(is, next)}`;
}

const deeds: Readonly<Record<string, string>> = {
    "group.user_membership.add": "added",
    "group.user_membership.remove": "removed",
    "group.profile.update": "changed the group",
    "group.lifecycle.delete": "deleted the group",
    "application.provision.group_push.activate_mapping": "activated the push",
    "application.provision.group_push.deactivate_mapping": "deactivated the push",
    "application.provision.group_push.delete_appgroup": "deleted the pushed group",
};

/** Who did it and when, or that it is not known. */
function byWhom({ by: { events, note } }: Pick<DriftedObject, "by">): string[] {
    const told = events.map(({ at, actor, type, whom }) => {
        const what = [deeds[type] ?? type, ...(whom === undefined ? [] : [whom ?? "somebody whom Okta does not name"])];
        return `${actor} ${what.join(" ")}, ${at}`;
    });
    return note === undefined ? told : [...told, `who did it: ${note}`];
}

const nextOf = (is: unknown, next: unknown): string => (same(is, next) ? "stays so" : shown(next));

function changeOf(was: unknown, is: unknown): string {
    if (!isListOfNames(was) || !isListOfNames(is)) return `${shown(was)} → ${shown(is)}`;
    const [come, gone] = [is.filter((one) => !was.includes(one)), was.filter((one) => !is.includes(one))];
    return [...come.map((one) => `+ ${one}`), ...gone.map((one) => `- ${one}`)].join(", ");
}

const isListOfNames = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((one) => typeof one === "string");

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const shown = (value: unknown): string => (value === null ? "nothing" : JSON.stringify(value));

/** What the next `up` gives and takes away, with one line for each person or group. */
function consequencesOf({ gains, losses }: Pick<DriftedObject, "gains" | "losses">): string[] {
    return [...together("gives", gains), ...together("takes away", losses)];
}

function together(verb: string, rights: readonly Right[]): string[] {
    const lines = new Map<string, { readonly right: Right; readonly whats: string[] }>();
    for (const right of rights) {
        const { what, ...rest } = right;
        const line = lines.get(JSON.stringify(rest)) ?? { right, whats: [] };
        line.whats.push(what);
        lines.set(JSON.stringify(rest), line);
    }
    return [...lines.values()].map(({ right: { who, where, conditions }, whats }) => {
        const under = conditions === "" ? "" : `, after ${conditions}`;
        if (whats.includes("membership")) return `${verb} ${who} the membership of ${where}`;
        if (whats.includes("push"))
            return `${verb} group ${who} its push to OPA, and with it what "${where}" may do there`;
        return `${verb} ${who} ${whats.join(", ")} in ${where}${under}`;
    });
}

function peopleIn({ group, notInOpa, notInOkta }: Drift["pushDifferences"][number]): string[] {
    return [
        ...(notInOpa.length > 0
            ? [`  - ${group}: only in Okta, no access by it yet: ${notInOpa.map(({ login }) => login).join(", ")}`]
            : []),
        ...(notInOkta.length > 0
            ? [`  + ${group}: only in OPA, has its access nevertheless: ${notInOkta.join(", ")}; who did it: not known`]
            : []),
    ].map(visibleOnOneLine);
}

/** The same, for an issue or a comment. */
export function markdownOf(drift: Drift): string {
    const cell = (text: string) => plainInMarkdown(visibleOnOneLine(text));
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    const objects = drift.objects.map((one) =>
        row([
            cell(one.team ?? ""),
            cell(`${kindOf(one)} ${one.name}`),
            one.what,
            one.properties.map((its) => cell(propertyLine(its))).join("<br>"),
            byWhom(one)
                .map((line) => cell(line.replace(/^who did it: /, "")))
                .join("<br>"),
            cell(one.next),
            [...consequencesOf(one), ...(one.note === undefined ? [] : [one.note])].map(cell).join("<br>"),
        ]),
    );
    const heads = ["team", "object", "what", "from → to", "who did it", "next up", "what that means"];
    return [
        `**${cell(verdictOn(drift))}**`,
        ...(objects.length > 0 ? ["", row(heads), row(heads.map(() => "---")), ...objects] : []),
        ...(drift.pushDifferences.length > 0
            ? ["", ...drift.pushDifferences.flatMap(peopleIn).map((line) => `- ${cell(line.slice(4))}`)]
            : []),
        ...(drift.unknown.length > 0 ? ["", ...drift.unknown.map((one) => `- could not tell: ${cell(one)}`)] : []),
    ].join("\n");
}
