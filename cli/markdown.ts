/** Other people's names make no links, no HTML and no columns. */
export const plainInMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|#!&~]/g, "\\$&");
