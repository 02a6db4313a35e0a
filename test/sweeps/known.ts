export const known: Readonly<Record<string, RegExp>> = {
    A1: /\/items, which was told as \[\]: something of others, or a secret, is not as it was/,
    A2: /was deleted on the strength of an old look/,
    A3: /is already pushed in app/,
    A6: /what one resource manages was deleted with another/,
    A8: /an object is managed by two stacks/,
};
