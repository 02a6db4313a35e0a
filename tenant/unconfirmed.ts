import { oktaUnconfirmed } from "./unconfirmed/okta";
import { opaAnswersUnconfirmed } from "./unconfirmed/opa-answers";
import { opaRulesUnconfirmed } from "./unconfirmed/opa-rules";

export type { Unconfirmed } from "./unconfirmed/either";

/** Every statement that docs/contracts leaves open, by name. */
export const unconfirmed = { ...oktaUnconfirmed, ...opaAnswersUnconfirmed, ...opaRulesUnconfirmed };

type Choices = { -readonly [Name in keyof typeof unconfirmed]: (typeof unconfirmed)[Name]["values"][number] };

/** One choice for each statement that docs/contracts leaves open. */
export type UnconfirmedChoices = Choices;

/** The default choices. */
export function defaultChoices(): UnconfirmedChoices {
    const entries = Object.entries(unconfirmed).map(([name, statement]) => [name, statement.default]);
    return Object.fromEntries(entries) as UnconfirmedChoices;
}
