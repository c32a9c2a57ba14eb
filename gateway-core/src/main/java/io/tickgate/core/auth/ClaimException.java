package io.tickgate.core.auth;

/** A claim is missing, or is not what it must be. Says which and the rule, and never its value. */
final class ClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    ClaimException(String claim, String rule) {
        super('"' + claim + "\" " + rule, null, false, false);
    }
}
