import { canonicalText } from "../../../resources/access/document";
import type { Live } from "../../../resources/review/snapshot";
import type { Files } from "./played";

/** Many teams of people, with a level and folders; another shift has one other person in each. */
export function manyTeams(number: number, shift: number): Files {
    const teams = Array.from({ length: number }, (_, index) => {
        const people = [0, 1, 2, 3].map((one) => `person${index * 10 + one}@example.com`);
        const last = `person${index * 10 + 4 + shift}@example.com`;
        const text = `members: [${[...people, last].join(", ")}]
folders: [dev, prod/eu]
access:
  owners: { members: [${people[0]}], privileges: manage }
  oncall: { group: OnCall, folder: prod, privileges: reveal, conditions: { mfa: any } }
`;
        return [`area${index % 20}/team${index}`, text];
    });
    return Object.fromEntries(teams) as Files;
}

/** A snapshot with these rules, and a group of many. */
export function liveWith(rules: NonNullable<Live["access"]["rules"]>, taken?: string, members = 0): Live {
    const people = Array.from({ length: members }, (_, index) => ({
        ...{ name: `oncall${index}@example.com`, isService: false, isActive: true },
    }));
    const access: Live["access"] = {
        ...{ format: 1, rows: [], rules: [...rules], notUnderstood: [], nowhere: [], otherRules: [], incomplete: [] },
        groups: members > 0 ? [{ id: "g", name: "OnCall", members: people }] : [],
        ...(taken === undefined ? {} : { taken }),
    };
    return { access, text: canonicalText(access) };
}
