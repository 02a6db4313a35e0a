"use strict";

// The door that the text in state knocks at: `pulumi-okta-opa/provider`. In a checkout the sources lie beside it and are
// run as they are, so that stale code cannot run; a published package has only the compiled files.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "resources", "provider.ts");

module.exports = existsSync(source)
    ? require("tsx/cjs/api").require(source, __filename)
    : require("./dist/resources/provider.js");
