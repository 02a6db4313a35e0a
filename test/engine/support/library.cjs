"use strict";

// What programs of tests import as the package: its sources as they are, started as fast as the repository's own program.
module.exports = require("../../../from-source.cjs")("resources/index");
