//go:build tools

// Package engine keeps the Pulumi CLI among this module's requirements, so that go.sum has its checksums.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
