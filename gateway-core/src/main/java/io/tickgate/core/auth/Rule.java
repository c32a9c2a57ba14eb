package io.tickgate.core.auth;

import io.tickgate.protocol.message.ErrorCode;

/** Why something that a client has shown is refused. The log names it; the client is told no more than {@link #code}. */
public enum Rule {
    MALFORMED("it is no token"),
    AMBIGUOUS("more than one thing was shown"),
    TOO_LONG("it is longer than a token may be"),
    NOT_ASKED_FOR("no key to check tokens with is configured"),
    ALGORITHM_NOT_ALLOWED("its algorithm is none of auth.algorithms"),
    UNSUPPORTED_HEADER("its header asks for what is not supported"),
    UNKNOWN_KEY("no key for it is known"),
    BAD_SIGNATURE("its signature is wrong"),
    EXPIRED("it has expired"),
    NOT_YET_VALID("it does not count yet"),
    WRONG_ISSUER("its issuer is not auth.issuer"),
    WRONG_AUDIENCE("its audience is none of auth.audience"),
    BAD_CLAIM("a claim is missing or is not what it must be"),
    UNKNOWN_API_KEY("it is none of auth.api-keys"),
    CHECK_FAILED("checking it has failed, as a line before says"),
    KEYS_UNAVAILABLE("the keys to check it with cannot be had", ErrorCode.UNAVAILABLE, 5),
    TOO_BUSY("too many signatures wait to be checked", ErrorCode.UNAVAILABLE, 5),
    TOO_MANY_FAILURES("too much was refused from its address lately", ErrorCode.RATE_LIMITED, 5);

    private final String words;
    private final ErrorCode code;
    private final int retryAfterSeconds;

    Rule(String words) {
        this(words, ErrorCode.UNAUTHORIZED, 0);
    }

    Rule(String words, ErrorCode code, int retryAfterSeconds) {
        this.words = words;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** For the log. */
    String words() {
        return words;
    }

    /** What the client is told. */
    public ErrorCode code() {
        return code;
    }

    /** When it may help to come back; 0 where it does not. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What the client is told in words: nothing that says how to do better. */
    public String answer() {
        return switch (code) {
            case UNAVAILABLE -> "it cannot be checked now who you are";
            case RATE_LIMITED -> "too many attempts from this address";
            default -> "what was shown is not accepted";
        };
    }
}
