import { stringify } from "yaml";
import { formatted } from "../../team-secrets-space/files/format-file";

/** Quotes what other tools, which read YAML 1.1, would take for a number, a date, true or false. */
const asYaml = { lineWidth: 0, compat: "yaml-1.1", aliasDuplicateObjects: false } as const;

/** The text of a team's file, in its one form. */
export const teamText = (team: object, schema: string | undefined): string =>
    formatted(stringify(team, asYaml), schema);

/** Entries for the stack's file of what exists, by team, to be appended to those that are there. */
export const existingText = (byTeam: Readonly<Record<string, object>>): string => stringify(byTeam, asYaml);

/** Configuration in the form of a stack's file. */
export const configText = (config: Readonly<Record<string, unknown>>): string =>
    stringify({ config }, asYaml).trimEnd();
