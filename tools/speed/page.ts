import { type Figures, type OnEngine, type Simulated, total } from "./figures";
import { type Line, plotOf } from "./plot";
import { tablesOf } from "./tables";

/** The plots of the page by their files below `docs`. */
export function plotsOf({ simulated, onEngine }: Figures): Readonly<Record<string, string>> {
    const [ran, played] = [onEngine.filter(isDefault), simulated.filter(isDefault)];
    return {
        "speed/wall.svg": plotOf(
            "Wall time on the real engine",
            "seconds",
            linesOf(ran, ({ wallSeconds }) => wallSeconds),
        ),
        "speed/calls.svg": plotOf(
            "Calls, the Okta plugin's included",
            "calls",
            linesOf(played, ({ buckets }) => total(buckets)),
        ),
    };
}

/** The page with new tables: each stands between `<!-- table NAME -->` and `<!-- end -->`. */
export function pageWith(page: string, figures: Figures): string {
    return Object.entries(tablesOf(figures)).reduce((text, [name, table]) => {
        const place = new RegExp(`(<!-- table ${name} -->\n)[^]*?(\n<!-- end -->)`);
        if (!place.test(text)) throw new Error(`docs/speed.md has no place for the table "${name}".`);
        return text.replace(place, (_, begins: string, ends: string) => `${begins}\n${table}\n${ends}`);
    }, page);
}

const isDefault = ({ limits }: Simulated | OnEngine) => limits === "default";

function linesOf<Row extends Simulated | OnEngine>(rows: readonly Row[], value: (row: Row) => number): readonly Line[] {
    return [...new Set(rows.map(({ step }) => step))].map((name) => ({
        name,
        points: rows
            .filter(({ step }) => step === name)
            .map((row) => [row.spaces, value(row)] as const)
            .filter(([, at]) => at > 0),
    }));
}
