"use strict";

// Starts index.ts without TypeScript's compiler, which takes longer to load than the program needs. `npm test` checks the types.
require("tsx/cjs");
module.exports = require("./index.ts");
