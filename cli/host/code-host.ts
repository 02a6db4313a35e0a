/** The host of a repository: where changes are proposed, discussed and recorded. */
export interface CodeHost {
    /** The most characters that the text of a comment or an issue may have. */
    readonly longestText: number;
    /** All comments on a proposed change, the oldest first, without those that the host itself writes. */
    comments(change: number): Promise<readonly Comment[]>;
    addComment(change: number, text: string): Promise<void>;
    changeComment(change: number, comment: number, text: string): Promise<void>;
    /** The open change that proposes this commit of a branch for another branch; undefined if there is none (any more). */
    changeOf(proposed: Proposed): Promise<number | undefined>;
    /** Paths of all files that a proposed change touches, or moves away from. */
    filesOf(change: number): Promise<readonly string[]>;
    /** All issues, open or closed, the oldest first. */
    issues(): Promise<readonly Issue[]>;
    addIssue(content: IssueContent): Promise<Issue>;
    /** Changes what is given, and leaves the rest; closes and reopens. */
    changeIssue(issue: number, content: Partial<IssueContent> & { readonly isOpen?: boolean }): Promise<Issue>;
    /** Adds a comment to an issue, of which its followers are told. */
    addIssueComment(issue: number, text: string): Promise<void>;
}

/** A comment on a proposed change. */
export interface Comment {
    readonly id: number;
    readonly text: string;
    /** Whether the user of the token wrote it. */
    readonly isOurs: boolean;
}

/** An issue. */
export interface Issue extends IssueContent {
    /** As people write it: 12 of #12. */
    readonly number: number;
    readonly isOpen: boolean;
    /** Whether the user of the token opened it. */
    readonly isOurs: boolean;
    /** Where people read it. */
    readonly url: string;
}

/** What an issue says. */
export interface IssueContent {
    readonly title: string;
    readonly text: string;
}

/** What a run was about. */
export interface Proposed {
    /** The branch that is proposed; on GitHub with the owner of its repository, `owner:branch`. */
    readonly branch: string;
    /** Its newest commit, in full. */
    readonly commit: string;
    /** The branch that it is to be merged into. */
    readonly into: string;
}
