import nodeFetch from "node-fetch";

// Node's own fetch keeps timers for connections that it has forgotten, which end the process when a test's clock runs ahead
// (github.com/nodejs/undici, lib/dispatcher/client-h1.js: onParserTimeout). Tests use the product's client instead.
Object.assign(globalThis, { fetch: nodeFetch });
