import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../../package.json";
import { declaredShape } from "../support/declared-shape";
import { keep, statesFolder, write } from "../support/kept-stack";
import { makeStates } from "../support/make-states";

// `npm run states`: the fixture of the version in work, made anew.
mkdirSync(join(statesFolder, version), { recursive: true });
write(version, "shape.json", declaredShape());
void makeStates((name, stack, tenant) => keep(version, name, stack, tenant));
