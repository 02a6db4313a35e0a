/** What a value looks like, with what differs from one org to the next taken out; the order of keys stays. */
export function shapeOf(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shapeOf);
    if (typeof value === "object" && value !== null) {
        return Object.entries(value).map(([name, one]) => [name, shapeOf(one)]);
    }
    return typeof value === "string" ? shapeOfText(value) : value;
}

const forms: readonly (readonly [RegExp, string])[] = [
    [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "time with milliseconds"],
    [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "time in seconds"],
    [/^(00g|00u|0oa|gPm|oty)\w{17}$/, "$1 and 17 characters"],
    [/^oae[\w-]{22}$/, "oae and 22 characters"],
];

function shapeOfText(text: string): string {
    for (const [form, shape] of forms) if (form.test(text)) return text.replace(form, shape);
    return text
        .replace(/https?:\/\/[^/>]+/g, "(origin)")
        .replace(/\b(00g|00u|0oa|gPm)\w{17}\b/g, "($1…)")
        .replace(/^\(origin\)\/.*\.png$/, "(a picture)");
}
