import { z } from "zod";
import { privilegeWords } from "./privileges";

/**
 * The words for privileges that somebody is given, at least one.
 *
 * @param nothing What a list without any would mean, as a sentence.
 */
export const privilegeList = (nothing: string) =>
    z
        .array(z.enum(privilegeWords, { error: `use any of ${privilegeWords.join(", ")}.` }), {
            error: `give a list of ${privilegeWords.join(", ")}.`,
        })
        .min(1, `is empty: ${nothing} List at least one privilege.`);
