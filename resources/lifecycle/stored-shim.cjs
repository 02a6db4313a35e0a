"use strict";

// What Pulumi keeps in state for each resource, for ever: a text that loads the installed package by name.
// Plain CommonJS, because a compiler would change the text, and captures nothing, because what it captured would be
// stored. Changing one byte changes the state of every user: test/stored/stored-shim.test.ts pins it.
exports.storedShim = (kind) => ({
    kind,
    load() {
        const require = process.getBuiltinModule("module").createRequire(`${process.cwd()}/`);
        return require("pulumi-okta-opa/provider").provider(this.kind, this.config);
    },
    // Only the call that creates this object waits for configure: it must be done in its first tick.
    configure(request) {
        this.config = request.config;
    },
    check(olds, news) {
        return this.load().check(olds, news);
    },
    diff(id, olds, news) {
        return this.load().diff(id, olds, news);
    },
    create(inputs) {
        return this.load().create(inputs);
    },
    read(id, outputs) {
        return this.load().read(id, outputs);
    },
    update(id, olds, news) {
        return this.load().update(id, olds, news);
    },
    delete(id, outputs) {
        return this.load().delete(id, outputs);
    },
});
