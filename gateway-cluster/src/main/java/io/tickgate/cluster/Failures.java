package io.tickgate.cluster;

import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ErrorCode;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What to say of something that Redis did not do. */
final class Failures {
    static final Refusal AWAY = unavailable("Redis does not answer");
    static final Refusal OTHER_STORE = unavailable("what Redis holds has changed; try again");
    static final Refusal OVERTAKEN = unavailable("it was overtaken while the connection to Redis changed; try again");
    static final Refusal PENDING = unavailable("too much waits for Redis (redis.pending-bytes-max)");
    static final Refusal TOPICS = unavailable("Redis holds as many channels as it may (redis.max-topics)");
    static final Refusal CLOSED = unavailable("the gateway is stopping");

    private Failures() {}

    static Refusal unavailable(String detail) {
        return new Refusal(ErrorCode.UNAVAILABLE, detail);
    }

    /** For the log: the innermost reason in one line. */
    static String text(@Nullable Throwable failure) {
        Throwable reason = failure;
        while (reason != null && reason.getCause() != null && reason != reason.getCause()) {
            reason = reason.getCause();
        }
        if (reason == null) {
            return "for no known reason";
        }
        String message = reason.getMessage();
        return message == null ? reason.getClass().getSimpleName() : message;
    }

    /** The same of a connection that could not be made, with the settings that decide about that. */
    static String connecting(@Nullable Throwable failure) {
        String text = text(failure);
        if (text.startsWith("WRONGPASS") || text.startsWith("NOAUTH")) {
            return text + " (redis.username, redis.password)";
        }
        for (Throwable each = failure; each != null && each != each.getCause(); each = each.getCause()) {
            if (each instanceof SSLException) {
                return text + " (redis.ca-file, redis.uris)";
            }
        }
        return text;
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
