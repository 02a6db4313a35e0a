import { mistakesInWords } from "../../resources/lifecycle/declared/mistake";
import type { Applied } from "../../resources/review/approval/applied";
import { baseOf, commitsIn } from "../../resources/review/approval/applied-base";
import { type Caused, causedBy } from "../../resources/review/approval/caused";
import { type Declared, readCheckout, type Whereabouts } from "../../resources/review/checkout/read-checkout";
import { rulingsOf } from "../../resources/review/checkout/rulings";
import type { Review } from "../../resources/review/page/document";
import { changeBetween } from "../../resources/review/review-of";
import type { Live } from "../../resources/review/snapshot";
import type { Repository } from "./git";

/** What a commit would change of what is applied. */
export interface ThisChange {
    readonly page: Review;
    readonly caused: Caused;
    /** The teams whose declaration is another one, by name; of a renamed team, both names. */
    readonly teams: ReadonlySet<string>;
    /** The teams that were applied last by somebody else than a pipeline. */
    readonly outside: readonly string[];
    /** The commits that are applied, the latest first. */
    readonly from: readonly string[];
}

/** Works out what this checkout changes of what state says is applied. Throws, with all mistakes, if it declares something wrong. */
export function changeOf(
    repository: Repository,
    folder: string,
    {
        applied,
        where,
        live,
    }: { readonly applied: Applied; readonly where: Whereabouts; readonly live: Live | undefined },
): ThisChange {
    const from = repository.ordered(commitsIn(applied));
    const declaredAt = new Map(
        from.map((commit) => [commit, repository.at(commit, (files) => readCheckout(files, where).declared)] as const),
    );
    // Where it was called something else before, the base says so; so it is read twice.
    const base = baseOf(applied, declaredAt, readCheckout(folder, where).declared);
    const { declared: head, mistakes } = readCheckout(folder, where, base.declared);
    if (mistakes.length > 0) {
        throw new Error(
            mistakesInWords("The declarations have mistakes, so nothing can be said of the change:", mistakes),
        );
    }
    const change = changeBetween({ base: base.declared, head, live, author: undefined, nowMs: Date.now() });
    return {
        page: withOutside(change.page, base.outside),
        caused: causedBy(change),
        teams: changedTeams(base.declared, head),
        outside: base.outside,
        from,
    };
}

const withOutside = (page: Review, outside: readonly string[]): Review => ({
    ...page,
    notKnown: [
        ...page.notKnown,
        ...outside.map(
            (team) =>
                `what team "${team.replaceAll('"', "")}" was applied as: no pipeline did it, so its rows are as if it were new. ` +
                "If the run would change anything of it, it says so, and stops.",
        ),
    ],
});

function changedTeams(base: Declared, head: Declared): ReadonlySet<string> {
    const textOf = (side: Declared, name: string) => {
        const team = side.teams.get(name);
        const alone = { ...side, teams: new Map(team ? [[name, team]] : []) };
        return (
            team &&
            JSON.stringify([
                team.space,
                team.grants,
                rulingsOf(
                    alone,
                    (spot) => spot,
                    () => [],
                ),
            ])
        );
    };
    const names = new Set([...base.teams.keys(), ...head.teams.keys()]);
    return new Set([...names].filter((name) => textOf(base, name) !== textOf(head, name)));
}
