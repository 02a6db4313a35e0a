import * as echarts from "echarts";

/** A line: a value for each number of spaces. */
export interface Line {
    readonly name: string;
    readonly points: readonly (readonly [spaces: number, value: number])[];
}

/** Colours that people with red-green colour blindness can tell apart (Okabe and Ito). */
const colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

const dashes = ["solid", "dashed", "dotted"] as const;

/** Draws lines over the number of spaces, with two logarithmic axes, as an SVG. Always the same for the same input. */
export function plotOf(title: string, unit: string, lines: readonly Line[]): string {
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 760, height: 440 });
    const axis = { type: "log", minorSplitLine: { show: false }, nameTextStyle: { fontSize: 13 } } as const;
    chart.setOption({
        animation: false,
        backgroundColor: "#ffffff",
        color: colours,
        title: { text: title, left: 12, top: 8, textStyle: { fontSize: 16 } },
        legend: { type: "plain", orient: "vertical", right: 12, top: 60 },
        grid: { left: 64, right: 190, top: 64, bottom: 56 },
        xAxis: { ...axis, name: "spaces", nameLocation: "middle", nameGap: 32 },
        yAxis: { ...axis, name: unit, min: floorOf(lines) },
        series: lines.map(({ name, points }, index) => ({
            ...{ type: "line", name, symbolSize: 7, data: points.map((point) => [...point]) },
            lineStyle: { width: 2, type: dashes[index % dashes.length] ?? "solid" },
        })),
    });
    const svg = chart.renderToSVGString();
    chart.dispose();
    return described(svg, title);
}

/** Adds a title for screen readers, removes hover styles, and makes names independent of the order of the plots. */
function described(svg: string, title: string): string {
    return svg
        .replace(/<style[\s\S]*?<\/style>\n?/g, "")
        .replaceAll(/zr\d+-/g, "plot-")
        .replace(/^<svg[^>]*>/, (begin) => `${begin}\n<title>${title}</title>`);
}

/** The power of ten below the smallest value: a logarithm has no zero. */
function floorOf(lines: readonly Line[]): number {
    const values = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter((value) => value > 0);
    return values.length > 0 ? 10 ** Math.floor(Math.log10(Math.min(...values))) : 1;
}
