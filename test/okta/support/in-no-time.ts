import { SimulatedTime } from "../../support/stack/simulated-time";

/** Waits pass at once. */
export async function inNoTime<T>(act: () => Promise<T>): Promise<T> {
    const time = new SimulatedTime(Date.now());
    try {
        return await time.until(
            act(),
            () => false,
            () => undefined,
        );
    } finally {
        time.restore();
    }
}
