/** As GitHub and GitLab write an owner: @person, @organisation/team, @group/subgroup, or an address. */
const handle = /^@[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:\/[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)*$/;

/** Without characters that would end the name in a file of code owners, or begin a comment there. */
const address = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

export const asOwner =
    'is not an owner of code. Write "@person", "@organisation/team" or an address, in quotes, for example "@acme/payments".';

/** Whether a Git host can read a text as a code owner. */
export const isOwner = (text: string): boolean => text.length <= 255 && (handle.test(text) || address.test(text));
