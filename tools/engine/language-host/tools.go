//go:build tools

// Package engine keeps the Node.js language host among this module's requirements, so that go.sum has its checksums.
package engine

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
