"use strict";

// The door that the text in state knocks at: `pulumi-okta-opa/provider`. A published package has only the compiled files.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const isCheckout = existsSync(join(__dirname, "resources", "provider.ts"));

const { provider } = isCheckout
    ? require("./from-source.cjs")("resources/provider")
    : require("./dist/resources/provider.js");

// By its name, so that Node finds it for programs of ES modules too.
exports.provider = provider;
