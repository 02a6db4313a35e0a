import type { Output } from "@pulumi/pulumi";
import { say } from "../../http/output/say";
import type { Send } from "../../http/send";
import { asFarAsKnown } from "../../lifecycle/given";
import { peopleInGroup } from "../../okta/lookups/people-in-group";
import type { Due } from "./arrived";
import { unassignedIn } from "./assigned";
import type { Prerequisites } from "./prerequisites";
import { whyNotPushed } from "./why-not-pushed";

/** Whom a space puts into the group of the team, or of a level. */
export const peopleOf = (
    { seats, unassigned }: Pick<Prerequisites, "seats" | "unassigned">,
    level: string | undefined,
) =>
    seats
        .filter((seat) => seat.level === level)
        .map(
            ({ login, loginNow, id, status }): Due => ({
                login,
                loginNow,
                why: whyNotPushed(status, unassigned.has(id)),
            }),
        );

/** People in a group that Okta has, above which it is not compared with OPA's: five calls to Okta, ten to OPA. */
const atMost = 1000;

/** Whom Okta has in a group at this moment; undefined where they are too many, which is said. */
export async function peopleNow(
    okta: Send,
    groupId: Output<string>,
    appId: Output<string>,
): Promise<readonly Due[] | undefined> {
    const [group, app] = [await asFarAsKnown(groupId), await asFarAsKnown(appId)];
    if (typeof group !== "string" || typeof app !== "string") return undefined;
    const people = await peopleInGroup(okta, group, atMost);
    if (people === undefined) {
        say(
            `Group ${group} has more than ${atMost} people in Okta, so it was not compared who of them has arrived in OPA.`,
        );
        return undefined;
    }
    const missing = await unassignedIn(
        okta,
        app,
        people.map(({ id }) => id),
    );
    return people.map(({ login, id, status }) => ({ login, why: whyNotPushed(status, missing.has(id)) }));
}
