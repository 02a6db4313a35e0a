import { place } from "../../engine/support/scene";
import { type Desk, search, startDesk } from "./desk";

/** How the desk of a page is laid before its blocks are run, by the page's path. */
export const played: Readonly<Record<string, () => Promise<Desk>>> = {
    "README.md": () => withoutPlace(),
    "docs/start-with-an-org.md": () => withoutPlace(),
    "docs/doctor.md": () => startDesk(place),
};

/** Before a stack has said where its spaces go. */
const withoutPlace = () => startDesk({}, { "teams/consumer/search.yaml": search });
