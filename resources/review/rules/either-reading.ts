/** What a finding is about. */
interface About {
    readonly rule: string;
    readonly who: readonly string[];
    readonly what: string;
}

const onlyThen = "That is so if OPA asks for the strictest MFA of overlapping rules.";

/**
 * What is found if each of overlapping rules counts by itself, and then what is found only if the strictest MFA of them does:
 * which of these OPA does is unconfirmed (decision 0014), so both count.
 */
export function inEitherReading<One extends About>(
    own: readonly One[],
    other: readonly One[],
    placeOf: (one: One) => string,
): readonly One[] {
    const keyOf = (one: One): string => JSON.stringify([one.rule, placeOf(one)]);
    const found = new Map<string, { readonly names: Set<string>; readonly texts: Set<string> }>();
    for (const one of own) {
        const { names, texts } = found.get(keyOf(one)) ?? { names: new Set<string>(), texts: new Set<string>() };
        for (const name of one.who) names.add(name);
        found.set(keyOf(one), { names, texts: texts.add(one.what) });
    }
    const isFound = (one: One): boolean => {
        const alike = found.get(keyOf(one));
        // What the author gains is told in one sentence, which may be a longer one.
        if (one.rule === "self-grant") return alike?.texts.has(one.what) === true;
        return one.who.every((name) => alike?.names.has(name));
    };
    return [
        ...own,
        ...other.filter((one) => !isFound(one)).map((one) => ({ ...one, what: `${one.what} ${onlyThen}` })),
    ];
}
