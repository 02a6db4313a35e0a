/** Escapes a name that somebody else chose, so that it cannot make links, HTML or columns. */
export const plainInMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|#!&~]/g, "\\$&");
