/** An MFA condition. 0 seconds: each time. */
export function mfaInWords(isPhishingResistant: boolean, everySeconds: number): string {
    const kind = isPhishingResistant ? "phishing-resistant MFA" : "MFA";
    return `${kind} ${everySeconds === 0 ? "each time" : `every ${span(everySeconds)}`}`;
}

/** An approval. @param type The request type, in quotes already. */
export const approvalInWords = (type: string, lastsSeconds: number): string =>
    `approval ${type} (lasts ${span(lastsSeconds)})`;

function span(seconds: number): string {
    if (seconds % 3600 === 0) return `${seconds / 3600} h`;
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
