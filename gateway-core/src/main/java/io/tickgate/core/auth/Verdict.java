package io.tickgate.core.auth;

/** What comes of what a client has shown. */
public sealed interface Verdict {
    /** It counts. */
    record Accepted(Principal principal) implements Verdict {}

    /**
     * It does not.
     *
     * @param detail for the log, such as which claim; empty when the rule says it all
     */
    record Refused(Rule rule, String detail) implements Verdict {
        public Refused(Rule rule) {
            this(rule, "");
        }
    }
}
