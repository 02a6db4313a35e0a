import type { Identity } from "./credentials";

/** What the automation may do, apart from groups and policies: for tests of lost rights. */
export class Standing {
    /**
     * Whether an admin role in Okta covers the automation's calls. Without one, scopes alone give 403
     * (docs/contracts/okta-api.md 3).
     */
    hasOktaRole = true;
    /**
     * Whether OPA still accepts the automation's keys. When a key expires, its tokens end too
     * (docs/contracts/opa-api.md 1.2).
     */
    hasOpaKey = true;

    /** Whether OPA accepts this identity's key and tokens. */
    mayUseOpa(identity: Identity): boolean {
        return identity === "administrator" || this.hasOpaKey;
    }

    /** Allows everything again. */
    clear(): void {
        this.hasOktaRole = true;
        this.hasOpaKey = true;
    }
}
