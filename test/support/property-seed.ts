import fc from "fast-check";

const { PROPERTY_SEED: given, PROPERTY_PATH: path } = process.env;

/** Where the random cases of this process come from: another seed each time, or the one that `PROPERTY_SEED` gives, as a failure prints it. */
export const propertySeed = given === undefined ? Date.now() % 2 ** 31 : Number(given);

/** The one case that `PROPERTY_PATH` names, as a failure prints it, for the test that is run alone. */
export const propertyPath = path === undefined ? {} : { path };

fc.configureGlobal({ seed: propertySeed });
