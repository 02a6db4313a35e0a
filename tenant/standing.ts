import type { Identity } from "./credentials";

/** What the automation may do, apart from what groups and policies say: for tests of lost rights. */
export class Standing {
    /**
     * Whether an admin role in Okta covers what the automation does. Without one, scopes alone give 403
     * (docs/contracts/okta-api.md 3).
     */
    hasOktaRole = true;
    /**
     * Whether OPA still takes the automation's keys. A key that has expired ends its tokens as well
     * (docs/contracts/opa-api.md 1.2).
     */
    hasOpaKey = true;

    /** Whether OPA takes this identity's key and tokens. */
    mayUseOpa(identity: Identity): boolean {
        return identity === "administrator" || this.hasOpaKey;
    }

    /** Everything allowed again. */
    clear(): void {
        this.hasOktaRole = true;
        this.hasOpaKey = true;
    }
}
