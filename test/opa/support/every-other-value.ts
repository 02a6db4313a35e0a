import { type UnconfirmedChoices, unconfirmed } from "../../../tenant";

/** A setting for every value of each of these unconfirmed statements that is not its default. */
export function everyOtherValue(names: readonly (keyof UnconfirmedChoices)[]): Partial<UnconfirmedChoices>[] {
    return [...new Set(names)].flatMap((name) => {
        const statement: { readonly default: unknown; readonly values: readonly unknown[] } = unconfirmed[name];
        return statement.values.filter((value) => value !== statement.default).map((value) => ({ [name]: value }));
    });
}
