package io.tickgate.core.transport.tls;

/** A certificate or key that cannot be served. The message says which file and what is wrong with it. */
public final class TlsFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String setting;

    /** @param setting whose file it is, such as {@code tls.key} */
    TlsFileException(String setting, String problem) {
        super(problem);
        this.setting = setting;
    }

    /** The setting whose file it is. */
    public String setting() {
        return setting;
    }
}
