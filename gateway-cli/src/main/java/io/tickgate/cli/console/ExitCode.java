package io.tickgate.cli.console;

/** What the command's exit code tells a script. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "the operation failed: the gateway refused it, or a check of doctor failed"),
    USAGE(2, "wrong usage or a bad configuration"),
    UNREACHABLE(3, "the gateway cannot be reached, or the connection to it was lost; or Java's memory was used up"),
    INTERRUPTED(130, "ended by Ctrl-C (SIGINT): a client command, or serve by the third one"),
    TERMINATED(143, "ended by SIGTERM: a client command, or serve by the third one");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** English, for the help. */
    public String meaning() {
        return meaning;
    }
}
