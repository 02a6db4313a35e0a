import { stringify } from "yaml";
import { formatted } from "../team-secrets-space/files/format-file";

/** Quotes what other tools, which read YAML 1.1, would take for a number, a date or true and false. */
const asYaml = { lineWidth: 0, compat: "yaml-1.1", aliasDuplicateObjects: false } as const;

/** The text of a team's file, in its one form. */
export const teamText = (team: object, schema: string | undefined): string =>
    formatted(stringify(team, asYaml), schema);

/** Entries of the stack's file of what exists, by team, to stand behind those that are there. */
export const existingText = (byTeam: Readonly<Record<string, object>>): string => stringify(byTeam, asYaml);

/** Configuration as it stands in a stack's file. */
export const configText = (config: Readonly<Record<string, unknown>>): string =>
    stringify({ config }, asYaml).trimEnd();
