import { ApiFailure } from "../../../http/failure/api-failure";
import type { Send } from "../../../http/send";
import { msSince, now } from "../../../http/time/clock";
import { isNotFound } from "../../../lifecycle/not-found";
import { messageOf } from "../../../lifecycle/run/unfinished";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import type { Key } from "../declared/schema";
import { allMappings, type Created, createMapping, deleteMapping, getMapping, setStatus } from "./calls";
import type { Mapping } from "./mapping";
import { PushLooks } from "./push-looks";
import type { ListedMapping } from "./wire";

interface List {
    readonly mappings: readonly ListedMapping[];
    /** When it was asked for, counted in lists and writes: what was written later is not in it. */
    readonly moment: number;
}

/**
 * The mappings of one app, as one list that this whole process shares: calls on `apps/*` are the scarcest of all (about
 * 100 a minute for the whole organisation, docs/contracts/okta-api.md 4). What this process writes is put into the list
 * at once; what others write shows when the list is requested again. Every write goes through here.
 */
export class AppMappings {
    /** The list as Okta has it. What this process writes is added by `all`, and so makes no list too old. */
    static readonly #list = sharedRead(0, (mappings: AppMappings) => mappings.#ask());

    readonly looks = new PushLooks();
    #moment = 0;
    readonly #written = new Map<string, { readonly moment: number; readonly mapping: ListedMapping | undefined }>();

    constructor(
        readonly send: Send,
        readonly appId: string,
    ) {}

    /** All mappings of the app. Changes by others may be missing for up to `freshSeconds`. */
    async all(freshSeconds: number): Promise<readonly ListedMapping[]> {
        const list = await AppMappings.#list.within(freshSeconds * 1000)(this);
        const listed = new Map(list.mappings.map((mapping) => [mapping.mappingId, mapping]));
        for (const [mappingId, { moment, mapping }] of this.#written) {
            if (moment < list.moment) continue;
            if (mapping) listed.set(mappingId, mapping);
            else listed.delete(mappingId);
        }
        return [...listed.values()];
    }

    /** All mappings, for a caller who looks repeatedly and has waited so long for a push. */
    polled(waitedMs: number): Promise<readonly ListedMapping[]> {
        return this.all(this.looks.oldestMs(waitedMs) / 1000);
    }

    /** The mapping of this source and target, whatever its id is now. Undefined only when it certainly does not exist. */
    async find({ sourceGroupId, targetGroupId }: Key, mappingId: string): Promise<Mapping | undefined> {
        const listed = (await this.all(2)).find(
            (one) => one.sourceGroupId === sourceGroupId && one.targetGroupId === targetGroupId,
        );
        return listed || !mappingId ? listed?.whole() : this.get(mappingId);
    }

    /** The mapping as it is now. Undefined on 404, which says nothing about the app. */
    async get(mappingId: string): Promise<Mapping | undefined> {
        const mapping = await getMapping(this.send, this.appId, mappingId);
        return mapping && this.#note(mapping);
    }

    /** Throws what the request throws. The mapping may exist all the same: look for it in a new list. */
    async create(wire: unknown): Promise<Created> {
        try {
            const created = await this.#timed(() => createMapping(this.send, this.appId, wire));
            this.#note(created.mapping);
            return created;
        } catch (failure) {
            AppMappings.#list.renew(this);
            throw failure;
        }
    }

    /** Succeeds when the mapping has this status, even if the request failed: a repeated one may be refused as needless. */
    async setStatus(mappingId: string, status: "ACTIVE" | "INACTIVE"): Promise<Mapping> {
        try {
            return this.#note(await this.#timed(() => setStatus(this.send, this.appId, mappingId, status)));
        } catch (failure) {
            AppMappings.#list.renew(this);
            const found = isDoubtful(failure) ? await this.get(mappingId).catch(() => undefined) : undefined;
            if (found?.status === status) return found;
            throw failure;
        }
    }

    /** Succeeds when the mapping is gone, even if the request failed: the app's list is the proof. */
    async delete(mappingId: string, deleteTargetGroup: boolean): Promise<void> {
        try {
            await deleteMapping(this.send, this.appId, mappingId, deleteTargetGroup);
        } catch (failure) {
            AppMappings.#list.renew(this);
            if (!(await this.#explainsGone(failure, mappingId))) throw failure;
        }
        this.#written.set(mappingId, { moment: ++this.#moment, mapping: undefined });
    }

    /** True when the app's list, requested now, does not contain the mapping. */
    async isProvenGone(mappingId: string): Promise<boolean> {
        return (await this.all(0)).every((one) => one.mappingId !== mappingId);
    }

    /** A 404 may also mean that the app is missing. */
    async #explainsGone(failure: unknown, mappingId: string): Promise<boolean> {
        if (isNotFound(failure)) return this.isProvenGone(mappingId);
        return (
            failure instanceof ApiFailure && failure.mayHaveHappened && this.isProvenGone(mappingId).catch(() => false)
        );
    }

    #note(mapping: Mapping): Mapping {
        const { mappingId, sourceGroupId, targetGroupId } = mapping;
        const listed = { mappingId, sourceGroupId, targetGroupId, whole: () => mapping };
        this.#written.set(mappingId, { moment: ++this.#moment, mapping: listed });
        return mapping;
    }

    async #timed<T>(call: () => Promise<T>): Promise<T> {
        const began = now();
        try {
            return await call();
        } finally {
            this.looks.noteCall(msSince(began));
        }
    }

    async #ask(): Promise<List> {
        const moment = ++this.#moment;
        try {
            return { mappings: await this.#timed(() => allMappings(this.send, this.appId)), moment };
        } catch (failure) {
            throw isNotFound(failure) ? new AppNotFound(this.appId, failure) : failure;
        }
    }
}

/** The app's mappings; all callers with the same connection share them. */
export const mappingsOf = perConnection((send: Send, appId: string) => new AppMappings(send, appId));

function isDoubtful(failure: unknown): boolean {
    return (
        failure instanceof ApiFailure &&
        (failure.mayHaveHappened || failure.kind === "rejected" || failure.kind === "conflict")
    );
}

/** The list of an app's mappings answers 404: the app is gone, or the credential may not see it any more. */
export class AppNotFound extends Error {
    override readonly name = "AppNotFound";

    constructor(appId: string, failure: unknown) {
        super(`App ${appId} cannot be read, so its group push mappings are unknown. ${messageOf(failure)}`);
    }
}
