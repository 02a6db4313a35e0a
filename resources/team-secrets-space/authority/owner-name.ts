/** As GitHub and GitLab write an owner: @person, @organisation/team, @group/subgroup, or an address. */
const handle = /^@[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:\/[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)*$/;

/** Without what would end the word in a file of code owners, or begin a comment there. */
const address = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

export const asOwner =
    'is not an owner of code. Write "@person", "@organisation/team" or an address, in quotes, for example "@acme/payments".';

/** Whether a host of repositories can read a text as an owner of code. */
export const isOwner = (text: string): boolean => text.length <= 255 && (handle.test(text) || address.test(text));
