/** A setting that can't be used as it is given. Thrown before anything is sent. */
export class SettingRefused extends Error {
    override readonly name = "SettingRefused";
}
