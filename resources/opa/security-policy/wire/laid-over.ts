/**
 * What is to be sent over what is there: every field of `mine`, and those of `there` that `mine` says nothing of, so that
 * a `PUT` erases nothing that a newer OPA keeps. Of a list, what `mine` does not have is left out. An object of another
 * id is another object: nothing of it is kept.
 */
export function laidOver(there: unknown, mine: unknown): unknown {
    if (Array.isArray(mine)) {
        const list: readonly unknown[] = Array.isArray(there) ? there : [];
        return mine.map((one) =>
            laidOver(
                list.find((other) => isAlike(other, one)),
                one,
            ),
        );
    }
    if (!isObject(mine)) return mine;
    if (!isObject(there) || (mine["id"] !== undefined && mine["id"] !== there["id"])) return mine;
    // OPA says in a named object whether it is missing; that is not ours to send.
    const { missing: _said, ...kept } = there;
    return {
        ...kept,
        ...Object.fromEntries(Object.entries(mine).map(([key, value]) => [key, laidOver(there[key], value)])),
    };
}

/** What tells the items of a policy's lists apart: a privilege, condition or selector by its type, anything else by id. */
function isAlike(one: unknown, other: unknown): boolean {
    return isObject(one) && isObject(other) && tagOf(one) === tagOf(other);
}

function tagOf(item: Readonly<Record<string, unknown>>): string {
    const { id, privilege_type, condition_type, selector_type, condition_value: value } = item;
    const request = isObject(value) ? value["request_type_id"] : undefined;
    return JSON.stringify([id, privilege_type, condition_type, selector_type, request]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
