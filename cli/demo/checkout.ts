import { resolve } from "node:path";

/** The checkout that this file belongs to. */
export const checkout = resolve(__dirname, "..", "..");
