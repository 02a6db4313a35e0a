import { z } from "zod";

/** A text that is neither empty nor longer than OPA takes. */
export const text = (atMost: number) =>
    z
        .string({ error: "is not text." })
        .min(1, "is empty. Give a text.")
        .max(atMost, `is longer than ${atMost} characters.`);
