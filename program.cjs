"use strict";

// Starts index.ts: several seconds faster than by Pulumi's own compiler.
module.exports = require("./from-source.cjs")("index");
